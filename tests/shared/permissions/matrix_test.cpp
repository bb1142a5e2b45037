// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

#include "tests/shared/permissions/askers.h"

using namespace ensemble::permissions;
using enum Action;

namespace {

// The columns of the tables: view-only, member, registry admin, team admin, instance admin.
constexpr std::string_view columns = "VMRTY";

// What the asker of a column is, and nothing besides. A registry admin is one without a role.
Facts asker(char column) {
    Facts facts{.principal = Principal::person};
    if (column == 'V') facts.team_role = Role::view_only;
    if (column == 'M') facts.team_role = Role::member;
    if (column == 'T') facts.team_role = Role::admin;
    facts.registry_admin = column == 'R';
    facts.instance_admin = column == 'Y';
    return facts;
}

bool may(Facts facts, Action action, bool creator) {
    facts.creator = creator;
    return decide(facts, action).allowed;
}

// One row: a cell per column, + everything, o what one made oneself, - nothing.
struct Row {
    const char* source;
    std::initializer_list<Action> actions;
    std::string_view cells;
};

char cell(const Facts& facts, Action action) {
    if (may(facts, action, false)) return '+';
    return may(facts, action, true) ? 'o' : '-';
}

void check_row(const Row& row) {
    for (const Action action : row.actions) {
        CAPTURE(row.source);
        CAPTURE(name(action));
        std::string cells;
        for (const char column : columns)
            cells += cell(asker(column), action);
        CHECK(cells == row.cells);
    }
}

}  // namespace

// Where the source leaves a cell empty, ours is that of somebody without a role in the team.
TEST_CASE("every cell of the tables is as the sources say") {
    for (const Row& row : {
             Row{"S70 add team members", {team_invite}, "---+-"},
             Row{"S71 remove team members", {team_remove_member}, "---+-"},
             Row{"S72 manage team settings, and S100", {team_update}, "---++"},
             Row{"S72 what else is set for a team",
                 {team_set_role, team_manage_service_accounts, team_manage_webhooks,
                  team_manage_secrets},
                 "---+-"},
             Row{"S73 registry: add aliases", {registry_alias}, "-+++-"},
             Row{"S74 registry: add a model", {registry_link}, "-+++-"},
             Row{"S75 registry: view models", {registry_read}, "++++-"},
             Row{"S76 registry: download models", {registry_download}, "-+++-"},
             Row{"S77 registry: appoint admins", {registry_manage_members}, "--++-"},
             Row{"S78 registry: protected aliases", {registry_protected_alias}, "--+--"},
             Row{"S81 view reports", {report_read}, "++-+-"},
             Row{"S82 create reports", {report_create}, "-+-+-"},
             Row{"S83 edit reports", {report_update}, "-o-+-"},
             Row{"S84 delete reports", {report_delete}, "-o-+-"},
             Row{"S85 view experiments", {run_read, project_read, sweep_read}, "++-+-"},
             Row{"S86 edit panels", {workspace_edit_shared, workspace_edit_own}, "-+-+-"},
             Row{"S87 log experiments", {run_create, sweep_create}, "-+-+-"},
             Row{"S88 delete experiments", {run_delete, sweep_delete}, "-o-+-"},
             Row{"S89 stop experiments", {run_stop, sweep_update}, "-o-+-"},
             Row{"S90 view artifacts", {artifact_read}, "++-+-"},
             Row{"S91 create artifacts", {artifact_create}, "-+-+-"},
             Row{"S92 delete artifacts", {artifact_delete}, "-+-+-"},
             Row{"S93 edit artifact metadata", {artifact_update_metadata}, "-+-+-"},
             Row{"S94, S95 edit and delete artifact aliases", {artifact_alias}, "-+-+-"},
             Row{"S96 download artifacts", {artifact_download}, "-+-+-"},
             Row{"S97 system settings", {org_configure}, "----+"},
             Row{"S98 create and delete teams", {org_create_team, org_delete_team}, "----+"},
             Row{"S99 activity", {org_read_activity}, "----+"},
             Row{"S100 manage the people of the server",
                 {org_manage_users, org_manage_roles, org_manage_service_accounts,
                  org_appoint_admin},
                 "----+"},
         })
        check_row(row);
}

TEST_CASE("S79: registry rights hold in every project of the team") {
    const Facts admin = asker('R');
    for (const Visibility visibility :
         {Visibility::open, Visibility::public_, Visibility::team, Visibility::restricted})
        CHECK(ok(in(admin, visibility), registry_protected_alias));
}

TEST_CASE("S80: a registry admin who is a member has both") {
    Facts both = colleague;
    both.registry_admin = true;
    CHECK(ok(both, registry_protected_alias));
    CHECK(ok(both, registry_manage_settings));
    CHECK(ok(both, run_create));
    CHECK_FALSE(ok(both, run_delete));
}

TEST_CASE("S101: what an admin of the server has, no role of a team has") {
    for (std::size_t i = static_cast<std::size_t>(org_configure); i < action_count; ++i) {
        const auto action = static_cast<Action>(i);
        CAPTURE(name(action));
        CHECK(ok(asker('Y'), action));
        CHECK(decide(team_admin, action) ==
              Decision{false, Rule::needs_instance_admin, Role::none});
    }
}

TEST_CASE("S83, S84, S88, S89: it is the maker who counts, and the reason says so") {
    for (const Action action : {report_update, report_delete, run_delete, run_stop}) {
        CAPTURE(name(action));
        CHECK(decide(maker, action) == Decision{true, Rule::creator, Role::none});
        CHECK(decide(colleague, action) == Decision{false, Rule::not_creator, Role::admin});
        CHECK(decide(team_admin, action) == Decision{true, Rule::team_role, Role::none});
    }
}

TEST_CASE("all that is allowed is what is allowed one by one") {
    for (const char column : columns) {
        const ActionSet set = allowed(asker(column));
        for (std::size_t i = 0; i < action_count; ++i) {
            const auto action = static_cast<Action>(i);
            CHECK(set.has(action) == ok(asker(column), action));
        }
    }
    CHECK(allowed(team_admin).has(run_delete));
    CHECK(allowed({}).empty());
}
