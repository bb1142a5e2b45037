// SPDX-License-Identifier: Apache-2.0
#include "tests/shared/permissions/catalogue.h"

#include <string>

namespace ensemble::permissions::reference {

namespace {

struct Row {
    const char* source;
    std::string_view action;
    std::string_view letters;
};

constexpr std::array rows{
    Row{"S54 S100", "team:read", "rVMTY"},
    Row{"S72 S100", "team:update", "TYs"},
    Row{"S70", "team:invite", "Ts"},
    Row{"S71", "team:remove_member", "Ts"},
    Row{"S45 S62", "team:set_role", "Ts"},
    Row{"S47 B.6", "team:manage_service_accounts", "Ts"},
    Row{"S72", "team:manage_webhooks", "Ts"},
    Row{"S72", "team:manage_secrets", "Ts"},
    Row{"S27 A2.11", "project:create", "MT"},
    Row{"S54 B.2", "project:read", "rVMTp"},
    Row{"S57", "project:update", "MT"},
    Row{"S46", "project:delete", "Ts"},
    Row{"B.2", "project:set_visibility_own", "MTs"},
    Row{"B.2", "project:set_visibility", "Ts"},
    Row{"B.2", "project:manage_members_own", "MTs"},
    Row{"B.2", "project:manage_members", "Ts"},
    Row{"S85 B.2", "run:read", "rVMTp"},
    Row{"S87 B.2", "run:create", "MTo"},
    Row{"S87 B.2", "run:update_own", "MTo"},
    Row{"S57", "run:update", "MT"},
    Row{"S89 B.2", "run:stop_own", "MTo"},
    Row{"S89", "run:stop", "T"},
    Row{"S52 S53 S88 B.2", "run:delete_own", "MTo"},
    Row{"S53 S88", "run:delete", "T"},
    Row{"S35 D14", "run:move_own", "MT"},
    Row{"D14", "run:move", "T"},
    Row{"A2.23", "run:restore", "MT"},
    Row{"S85 B.2", "sweep:read", "rVMTp"},
    Row{"S87", "sweep:create", "MT"},
    Row{"S89", "sweep:update_own", "MT"},
    Row{"S89", "sweep:update", "T"},
    Row{"S52", "sweep:delete_own", "MT"},
    Row{"S46", "sweep:delete", "T"},
    Row{"S54 B.2", "workspace:read", "rVMTp"},
    Row{"S86", "workspace:edit_own", "MT"},
    Row{"S86", "workspace:edit_shared", "MT"},
    Row{"S81 B.2", "report:read", "rVMTp"},
    Row{"S82 B.2", "report:create", "MTo"},
    Row{"S83 B.2", "report:update_own", "MTo"},
    Row{"S83", "report:update", "T"},
    Row{"S84 D10 B.2", "report:delete_own", "MTo"},
    Row{"S84", "report:delete", "T"},
    Row{"S56", "report:comment", "VMT"},
    Row{"S55", "report:follow", "VMT"},
    Row{"S57 B.5", "report:share_link", "MT"},
    Row{"S90 B.2", "artifact:read", "rVMTp"},
    Row{"S96 D1", "artifact:download", "rMT"},
    Row{"S91", "artifact:create", "MTo"},
    Row{"S93", "artifact:update_metadata", "MT"},
    Row{"S94 S95", "artifact:alias", "MT"},
    Row{"S92", "artifact:delete", "MT"},
    Row{"S92 S93", "artifact:set_ttl", "MT"},
    Row{"S75", "registry:read", "rVMRT"},
    Row{"S76", "registry:download", "rMRT"},
    Row{"B.9", "registry:create", "MRT"},
    Row{"S74", "registry:link", "MRT"},
    Row{"B.9", "registry:unlink", "MRT"},
    Row{"S73", "registry:alias", "MRT"},
    Row{"S78 D3", "registry:protected_alias", "R"},
    Row{"S77", "registry:manage_members", "RTs"},
    Row{"D5 B.9", "registry:manage_settings", "R"},
    Row{"B.9", "registry:delete", "MRT"},
    Row{"S54", "automation:read", "rVMT"},
    Row{"B.9", "automation:create", "MT"},
    Row{"B.9", "automation:update", "MT"},
    Row{"B.9", "automation:delete", "MT"},
    Row{"S58 D1", "apikey:create_own", "MTYs"},
    Row{"B.8", "auditlog:read", "rTY"},
    Row{"S97", "org:configure", "Y"},
    Row{"S100", "org:manage_users", "Y"},
    Row{"S59", "org:manage_roles", "Y"},
    Row{"B.6", "org:manage_service_accounts", "Y"},
    Row{"S98 D2", "org:create_team", "Y"},
    Row{"S98", "org:delete_team", "Y"},
    Row{"S100 S101", "org:appoint_admin", "Y"},
    Row{"S99", "org:read_activity", "rY"},
};
static_assert(rows.size() == action_count);

About about_what(std::string_view action) {
    const std::string_view thing = action.substr(0, action.find(':'));
    if (thing == "org" || thing == "apikey") return About::instance;
    if (thing == "team" || thing == "registry" || thing == "auditlog") return About::team;
    return action == "project:create" ? About::team : About::project;
}

struct Catalogue {
    std::array<Entry, action_count> entries;

    Catalogue() {
        for (const Row& row : rows) {
            Entry& entry = entries[static_cast<std::size_t>(action(row.action).value())];
            entry.name = row.action;
            entry.about = about_what(row.action);
            for (const char letter : row.letters)
                entry.letters[static_cast<unsigned char>(letter)] = true;
        }
        for (Entry& entry : entries) {
            const std::string own = std::string(entry.name) + "_own";
            for (const Entry& other : entries) {
                if (other.name == own) entry.own = &other;
            }
        }
    }
    Catalogue(const Catalogue&) = delete;
    Catalogue& operator=(const Catalogue&) = delete;
};

}  // namespace

const Entry& entry_of(Action asked) {
    static const Catalogue catalogue;
    return catalogue.entries[static_cast<std::size_t>(asked)];
}

}  // namespace ensemble::permissions::reference
