// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/database.h"
#include "daemon/storage/record_rows.h"
#include "daemon/storage/record_text.h"

namespace ensemble::storage {

Result<void> write(Database& database, const records::Team& row, std::int64_t version) {
    return database
        .prepare("INSERT INTO teams (id, name, owner, created_at_ms, deleted_at_ms, hidden, "
                 "private_only, members_invite, intro, avatar, links, showcase, version) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                 "ON CONFLICT (id) DO UPDATE SET name = excluded.name, owner = excluded.owner, "
                 "created_at_ms = excluded.created_at_ms, deleted_at_ms = excluded.deleted_at_ms, "
                 "hidden = excluded.hidden, private_only = excluded.private_only, "
                 "members_invite = excluded.members_invite, intro = excluded.intro, "
                 "avatar = excluded.avatar, links = excluded.links, "
                 "showcase = excluded.showcase, version = excluded.version",
                 row.id, row.name, row.owner, row.created_at, row.deleted_at, row.hidden,
                 row.private_only, row.members_invite, row.intro, row.avatar,
                 links_to_text(row.links), showcase_to_text(row.showcase), version)
        .run();
}

Result<void> write(Database& database, const records::Member& row, std::int64_t version) {
    return database
        .prepare("INSERT INTO members (team, user, role, custom_role, registry_admin, "
                 "joined_at_ms, changed_by, changed_at_ms, version) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (team, user) DO UPDATE SET "
                 "role = excluded.role, custom_role = excluded.custom_role, "
                 "registry_admin = excluded.registry_admin, "
                 "joined_at_ms = excluded.joined_at_ms, changed_by = excluded.changed_by, "
                 "changed_at_ms = excluded.changed_at_ms, version = excluded.version",
                 row.team, row.user, row.role.base, row.role.custom, row.registry_admin,
                 row.joined_at, row.changed.by, row.changed.at, version)
        .run();
}

Result<void> write(Database& database, const records::Invite& row, std::int64_t version) {
    return database
        .prepare("INSERT OR REPLACE INTO invites (team, id, user, email, role, custom_role, "
                 "inviter, created_at_ms, expires_at_ms, version) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 row.team, row.id, row.user, row.email, row.role.base, row.role.custom, row.inviter,
                 row.created_at, row.expires_at, version)
        .run();
}

Result<void> write(Database& database, const records::Invitation& row, std::int64_t version) {
    return database
        .prepare("INSERT OR REPLACE INTO invitations (user, id, team, team_name, role, "
                 "custom_role, inviter, expires_at_ms, version) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 row.user, row.id, row.team, row.team_name, row.role.base, row.role.custom,
                 row.inviter, row.expires_at, version)
        .run();
}

Result<void> read_teams(Database& database, Rows& rows) {
    auto done = append_rows<records::Team>(
        database.prepare("SELECT id, name, owner, created_at_ms, deleted_at_ms, hidden, "
                         "private_only, members_invite, intro, avatar, links, showcase, version "
                         "FROM teams ORDER BY id"),
        [](const Statement& from, records::Team& row, std::int64_t& version) {
            std::string links;
            std::string showcase;
            from.read(row.id, row.name, row.owner, row.created_at, row.deleted_at, row.hidden,
                      row.private_only, row.members_invite, row.intro, row.avatar, links, showcase,
                      version);
            row.links = links_from_text(links);
            row.showcase = showcase_from_text(showcase);
        },
        rows);
    if (!done) return done;
    done = append_rows<records::Member>(
        database.prepare("SELECT team, user, role, custom_role, registry_admin, joined_at_ms, "
                         "changed_by, changed_at_ms, version FROM members ORDER BY team, user"),
        [](const Statement& from, records::Member& row, std::int64_t& version) {
            from.read(row.team, row.user, row.role.base, row.role.custom, row.registry_admin,
                      row.joined_at, row.changed.by, row.changed.at, version);
        },
        rows);
    if (!done) return done;
    done = append_rows<records::Invite>(
        database.prepare("SELECT team, id, user, email, role, custom_role, inviter, "
                         "created_at_ms, expires_at_ms, version FROM invites ORDER BY team, id"),
        [](const Statement& from, records::Invite& row, std::int64_t& version) {
            from.read(row.team, row.id, row.user, row.email, row.role.base, row.role.custom,
                      row.inviter, row.created_at, row.expires_at, version);
        },
        rows);
    if (!done) return done;
    return append_rows<records::Invitation>(
        database.prepare("SELECT user, id, team, team_name, role, custom_role, inviter, "
                         "expires_at_ms, version FROM invitations ORDER BY user, id"),
        [](const Statement& from, records::Invitation& row, std::int64_t& version) {
            from.read(row.user, row.id, row.team, row.team_name, row.role.base, row.role.custom,
                      row.inviter, row.expires_at, version);
        },
        rows);
}

}  // namespace ensemble::storage
