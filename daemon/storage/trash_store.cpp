// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/trash_store.h"

#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

Result<std::vector<TrashStore::DeletedRun>> TrashStore::runs(ProjectId project,
                                                             std::int64_t limit) {
    // Deleting is the last thing that anybody can do to a run, so its version is that entry's.
    return all(
        database_.prepare("SELECT r.id, r.name, r.display_name, r.author, r.deleted_at_ms, "
                          "coalesce(l.on_behalf_of, l.actor) FROM runs r "
                          "LEFT JOIN command_log l ON l.version = r.version AND r.version > 0 "
                          "AND l.at_ms = r.deleted_at_ms "
                          "WHERE r.project = ? AND r.deleted_at_ms IS NOT NULL "
                          "AND r.purged_at_ms IS NULL ORDER BY r.deleted_at_ms DESC, r.id DESC "
                          "LIMIT ?",
                          project, limit),
        [](const Statement& row) {
            DeletedRun run;
            row.read(run.id, run.name, run.display_name, run.author, run.deleted_at,
                     run.deleted_by);
            return run;
        });
}

Result<std::optional<RunId>> TrashStore::due_run(Instant before) {
    auto alone = one(database_.prepare("SELECT id FROM runs WHERE deleted_at_ms < ? AND "
                                       "deleted_at_ms IS NOT NULL AND purged_at_ms IS NULL "
                                       "ORDER BY deleted_at_ms LIMIT 1",
                                       before),
                     only_column<RunId>);
    if (!alone || *alone) return alone;
    return one(
        database_.prepare("SELECT r.id FROM projects p JOIN teams t ON t.id = p.team JOIN runs r "
                          "ON r.project = p.id AND r.purged_at_ms IS NULL "
                          "WHERE p.purged_at_ms IS NULL AND "
                          "(p.deleted_at_ms < ?1 OR t.deleted_at_ms < ?1) LIMIT 1",
                          before),
        only_column<RunId>);
}

Result<std::optional<ProjectId>> TrashStore::due_project(Instant before) {
    return one(database_.prepare(
                   "SELECT p.id FROM projects p JOIN teams t ON t.id = p.team "
                   "WHERE p.purged_at_ms IS NULL AND "
                   "(p.deleted_at_ms < ?1 OR t.deleted_at_ms < ?1) AND NOT EXISTS "
                   "(SELECT 1 FROM runs r WHERE r.project = p.id AND r.purged_at_ms IS NULL) "
                   "LIMIT 1",
                   before),
               only_column<ProjectId>);
}

Result<std::vector<RunId>> TrashStore::still_recorded() {
    return all(database_.prepare("SELECT r.id FROM runs r JOIN checkpoints c ON c.run = r.id "
                                 "WHERE r.purged_at_ms IS NOT NULL"),
               only_column<RunId>);
}

Result<std::vector<std::string>> TrashStore::loose(Instant before, std::int64_t limit) {
    return all(database_.prepare("SELECT digest FROM loose_blobs WHERE since_ms < ? "
                                 "ORDER BY since_ms LIMIT ?",
                                 before, limit),
               only_column<std::string>);
}

Result<void> TrashStore::settled(std::string_view digest) {
    return database_.prepare("DELETE FROM loose_blobs WHERE digest = ?", digest).run();
}

Result<void> TrashStore::postpone(std::string_view digest, Instant now) {
    return database_.prepare("UPDATE loose_blobs SET since_ms = ? WHERE digest = ?", now, digest)
        .run();
}

}  // namespace ensemble::storage
