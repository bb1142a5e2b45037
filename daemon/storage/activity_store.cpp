// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/activity_store.h"

#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

Result<std::vector<ActivityStore::RecentRun>> ActivityStore::runs(ProjectId project,
                                                                  std::int64_t limit) {
    return all(database_.prepare("SELECT name, display_name, author, state, created_at_ms, "
                                 "ended_at_ms FROM runs WHERE project = ? AND "
                                 "deleted_at_ms IS NULL ORDER BY id DESC LIMIT ?",
                                 project, limit),
               [](const Statement& row) {
                   RecentRun run;
                   row.read(run.name, run.display_name, run.author, run.state, run.created_at,
                            run.ended_at);
                   return run;
               });
}

}  // namespace ensemble::storage
