// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "daemon/storage/database.h"
#include "daemon/storage/record_rows.h"

namespace ensemble::storage {

namespace {

template <class Id>
Result<void> run_all(Database& database, const auto& statements, Id id) {
    for (const std::string_view sql : statements)
        if (auto done = database.prepare(sql, id).run(); !done) return done;
    return {};
}

// What a version consisted of; the version itself stays as a stub.
constexpr std::array<std::string_view, 5> artifact_contents{
    "DELETE FROM artifact_aliases WHERE collection IN "
    "(SELECT id FROM collections WHERE project = ?)",
    "DELETE FROM artifact_files WHERE artifact IN (SELECT a.id FROM artifacts a "
    "JOIN collections c ON c.id = a.collection WHERE c.project = ?)",
    "DELETE FROM artifact_uploads WHERE artifact IN (SELECT a.id FROM artifacts a "
    "JOIN collections c ON c.id = a.collection WHERE c.project = ?)",
    "DELETE FROM artifact_manifests WHERE artifact IN (SELECT a.id FROM artifacts a "
    "JOIN collections c ON c.id = a.collection WHERE c.project = ?)",
    "UPDATE artifacts SET state = 3, description = '', metadata = '{}', tags = '[]', "
    "wanted_aliases = '[]' WHERE collection IN (SELECT id FROM collections WHERE project = ?)",
};

constexpr std::array<std::string_view, 3> run_contents{
    "DELETE FROM run_files WHERE run = ?",
    "DELETE FROM run_notes WHERE run = ?",
    "DELETE FROM artifact_uses WHERE run = ?",
};

}  // namespace

Result<bool> purge_project(Database& database, ProjectId id, Instant now) {
    auto done = database
                    .prepare("UPDATE projects SET purged_at_ms = ?1, deleted_at_ms = "
                             "coalesce(deleted_at_ms, ?1), description = '' "
                             "WHERE id = ?2 AND purged_at_ms IS NULL",
                             now, id)
                    .run();
    if (!done) return done.error();
    if (database.changed() == 0) return false;
    if (auto gone = run_all(database, artifact_contents, id); !gone) return gone.error();
    return true;
}

Result<bool> purge_run(Database& database, RunId id, Instant now) {
    auto done = database
                    .prepare("UPDATE runs SET purged_at_ms = ?1, deleted_at_ms = "
                             "coalesce(deleted_at_ms, ?1), stop_requested = 0, tags = '[]', "
                             "host = '', program = '', repository = '', code_commit = '', "
                             "description = '', notes = '', config = '{}' "
                             "WHERE id = ?2 AND purged_at_ms IS NULL",
                             now, id)
                    .run();
    if (!done) return done.error();
    if (database.changed() == 0) return false;
    if (auto gone = run_all(database, run_contents, id); !gone) return gone.error();
    return true;
}

}  // namespace ensemble::storage
