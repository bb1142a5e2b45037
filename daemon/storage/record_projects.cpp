// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/database.h"
#include "daemon/storage/record_rows.h"
#include "daemon/storage/string_list.h"

namespace ensemble::storage {

Result<void> write(Database& database, const records::Project& row, std::int64_t version) {
    // updated_at_ms is moved by runs alone.
    return database
        .prepare("INSERT INTO projects (id, team, name, description, author, visibility, "
                 "created_at_ms, updated_at_ms, deleted_at_ms, changed_by, changed_at_ms, version) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                 "ON CONFLICT (id) DO UPDATE SET team = excluded.team, name = excluded.name, "
                 "description = excluded.description, author = excluded.author, "
                 "visibility = excluded.visibility, created_at_ms = excluded.created_at_ms, "
                 "deleted_at_ms = excluded.deleted_at_ms, changed_by = excluded.changed_by, "
                 "changed_at_ms = excluded.changed_at_ms, version = excluded.version",
                 row.id, row.team, row.name, row.description, row.author, row.visibility,
                 row.created_at, row.created_at, row.deleted_at, row.changed.by, row.changed.at,
                 version)
        .run();
}

Result<void> write(Database& database, const records::ProjectMember& row, std::int64_t version) {
    return database
        .prepare("INSERT OR REPLACE INTO project_members (project, user, role, custom_role, "
                 "changed_by, changed_at_ms, version) VALUES (?, ?, ?, ?, ?, ?, ?)",
                 row.project, row.user, row.role.base, row.role.custom, row.changed.by,
                 row.changed.at, version)
        .run();
}

Result<void> write(Database& database, const records::Star& row, std::int64_t version) {
    return database
        .prepare("INSERT OR REPLACE INTO stars (user, project, version) VALUES (?, ?, ?)", row.user,
                 row.project, version)
        .run();
}

Result<void> write(Database& database, const records::Run& row, std::int64_t version) {
    auto done = database
                    .prepare("UPDATE runs SET project = ?, display_name = ?, notes = ?, tags = ?, "
                             "stop_requested = ?, deleted_at_ms = ?, version = ? WHERE id = ?",
                             row.project, row.display_name, row.notes, list_to_text(row.tags),
                             row.stop_requested, row.deleted_at, version, row.id)
                    .run();
    if (!done) return done;
    if (database.changed() == 0) return fail(ErrorCode::not_found, "There is no such run.");
    return {};
}

Result<void> read_projects(Database& database, Rows& rows) {
    auto done = append_rows<records::Project>(
        database.prepare("SELECT id, team, name, description, author, visibility, created_at_ms, "
                         "deleted_at_ms, changed_by, changed_at_ms, version FROM projects "
                         "WHERE purged_at_ms IS NULL ORDER BY id"),
        [](const Statement& from, records::Project& row, std::int64_t& version) {
            from.read(row.id, row.team, row.name, row.description, row.author, row.visibility,
                      row.created_at, row.deleted_at, row.changed.by, row.changed.at, version);
        },
        rows);
    if (!done) return done;
    done = append_rows<records::ProjectMember>(
        database.prepare("SELECT project, user, role, custom_role, changed_by, changed_at_ms, "
                         "version FROM project_members ORDER BY project, user"),
        [](const Statement& from, records::ProjectMember& row, std::int64_t& version) {
            from.read(row.project, row.user, row.role.base, row.role.custom, row.changed.by,
                      row.changed.at, version);
        },
        rows);
    if (!done) return done;
    return append_rows<records::Star>(
        database.prepare("SELECT user, project, version FROM stars ORDER BY user, project"),
        [](const Statement& from, records::Star& row, std::int64_t& version) {
            from.read(row.user, row.project, version);
        },
        rows);
}

}  // namespace ensemble::storage
