// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/database.h"
#include "daemon/storage/record_rows.h"
#include "daemon/storage/record_text.h"

namespace ensemble::storage {

Result<void> write(Database& database, const records::Settings& row, std::int64_t version) {
    return database
        .prepare("INSERT OR REPLACE INTO settings (one, users_create_teams, keys_allowed, "
                 "invites_forbidden, private_only, teams_hidden, lease_hours, version) "
                 "VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
                 row.users_create_teams, row.keys_allowed, row.invites_forbidden, row.private_only,
                 row.teams_hidden, row.lease_hours, version)
        .run();
}

Result<void> write(Database& database, const records::User& row, std::int64_t version) {
    return database
        .prepare("INSERT INTO users (id, name, full_name, kind, admin, home_team, avatar, "
                 "created_at_ms, deactivated_at_ms, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                 "ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
                 "full_name = excluded.full_name, kind = excluded.kind, admin = excluded.admin, "
                 "home_team = excluded.home_team, avatar = excluded.avatar, "
                 "created_at_ms = excluded.created_at_ms, "
                 "deactivated_at_ms = excluded.deactivated_at_ms, version = excluded.version",
                 row.id, row.name, row.full_name, row.kind, row.admin, row.home_team, row.avatar,
                 row.created_at, row.deactivated_at, version)
        .run();
}

Result<void> write(Database& database, const records::Account& row, std::int64_t version) {
    return database
        .prepare("INSERT OR REPLACE INTO accounts (user, email, language, theme, default_team, "
                 "version) VALUES (?, ?, ?, ?, ?, ?)",
                 row.user, row.email, row.language, row.theme, row.default_team, version)
        .run();
}

Result<void> write(Database& database, const records::CustomRole& row, std::int64_t version) {
    return database
        .prepare("INSERT INTO custom_roles (id, name, description, role, extra, version) "
                 "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
                 "description = excluded.description, role = excluded.role, "
                 "extra = excluded.extra, version = excluded.version",
                 row.id, row.name, row.description, row.base, actions_to_text(row.extra), version)
        .run();
}

Result<void> read_people(Database& database, Rows& rows) {
    auto done = append_rows<records::Settings>(
        database.prepare("SELECT users_create_teams, keys_allowed, invites_forbidden, "
                         "private_only, teams_hidden, lease_hours, version FROM settings"),
        [](const Statement& from, records::Settings& row, std::int64_t& version) {
            from.read(row.users_create_teams, row.keys_allowed, row.invites_forbidden,
                      row.private_only, row.teams_hidden, row.lease_hours, version);
        },
        rows);
    if (!done) return done;
    done = append_rows<records::User>(
        database.prepare("SELECT u.id, u.name, u.full_name, u.kind, u.admin, t.id, u.home_team, "
                         "u.avatar, u.created_at_ms, u.deactivated_at_ms, u.version FROM users u "
                         "LEFT JOIN teams t ON t.owner = u.id ORDER BY u.id"),
        [](const Statement& from, records::User& row, std::int64_t& version) {
            from.read(row.id, row.name, row.full_name, row.kind, row.admin, row.personal_team,
                      row.home_team, row.avatar, row.created_at, row.deactivated_at, version);
        },
        rows);
    if (!done) return done;
    done = append_rows<records::Account>(
        database.prepare("SELECT user, email, language, theme, default_team, version "
                         "FROM accounts ORDER BY user"),
        [](const Statement& from, records::Account& row, std::int64_t& version) {
            from.read(row.user, row.email, row.language, row.theme, row.default_team, version);
        },
        rows);
    if (!done) return done;
    return append_rows<records::CustomRole>(
        database.prepare("SELECT id, name, description, role, extra, version FROM custom_roles "
                         "ORDER BY id"),
        [](const Statement& from, records::CustomRole& row, std::int64_t& version) {
            std::string extra;
            from.read(row.id, row.name, row.description, row.base, extra, version);
            row.extra = actions_from_text(extra);
        },
        rows);
}

}  // namespace ensemble::storage
