// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/row_group_store.h"

#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

#include <utility>

namespace ensemble::storage {

namespace {

const std::string select_group = "SELECT id, run, stream, segment, offset, bytes, row_count, "
                                 "first_key, last_key FROM row_groups";
const std::string groups_of_run = select_group + " WHERE run = ? ORDER BY stream, id";
const std::string every_group = select_group + " ORDER BY segment, offset";

RowGroup read_group(const Statement& row) {
    RowGroup group;
    row.read(group.id, group.run, group.stream, group.segment, group.offset, group.bytes,
             group.rows, group.first_key, group.last_key);
    return group;
}

Result<void> insert(Database& database, const RowGroup& group) {
    return database
        .prepare("INSERT INTO row_groups (run, stream, segment, offset, bytes, row_count, "
                 "first_key, last_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                 group.run, group.stream, group.segment, group.offset, group.bytes, group.rows,
                 group.first_key, group.last_key)
        .run();
}

}  // namespace

Result<void> RowGroupStore::seal(const Checkpoint& checkpoint, const std::vector<RowGroup>& added,
                                 const std::vector<std::int64_t>& replaced) {
    auto transaction = Transaction::begin(database_);
    if (!transaction) return transaction.error();
    for (const auto id : replaced) {
        auto done =
            database_.prepare("DELETE FROM row_groups WHERE id = ? AND run = ?", id, checkpoint.run)
                .run();
        if (!done) return done;
    }
    for (const auto& group : added) {
        if (auto done = insert(database_, group); !done) return done;
    }
    auto done =
        database_
            .prepare("INSERT INTO checkpoints (run, position, state, summary) VALUES (?, ?, ?, ?) "
                     "ON CONFLICT (run) DO UPDATE SET position = excluded.position, "
                     "state = excluded.state, summary = excluded.summary",
                     checkpoint.run, checkpoint.position, Bytes{checkpoint.state},
                     checkpoint.summary)
            .run();
    if (!done) return done;
    return transaction->commit();
}

Result<std::optional<Checkpoint>> RowGroupStore::checkpoint(RunId run) {
    return one(database_.prepare(
                   "SELECT run, position, state, summary FROM checkpoints WHERE run = ?", run),
               [](const Statement& row) {
                   Checkpoint checkpoint;
                   row.read(checkpoint.run, checkpoint.position, checkpoint.state,
                            checkpoint.summary);
                   return checkpoint;
               });
}

Result<std::vector<RowGroup>> RowGroupStore::groups(RunId run) {
    return all(database_.prepare(groups_of_run, run), read_group);
}

Result<std::vector<RowGroup>> RowGroupStore::all_groups() {
    return all(database_.prepare(every_group), read_group);
}

Result<void>
RowGroupStore::visit_summaries(ProjectId project,
                               const std::function<void(RunId, const std::string&)>& visitor) {
    auto statement = database_.prepare("SELECT c.run, c.summary FROM runs r JOIN checkpoints c "
                                       "ON c.run = r.id WHERE r.project = ? AND "
                                       "r.deleted_at_ms IS NULL ORDER BY r.id",
                                       project);
    RunId run;
    std::string summary;
    for (;;) {
        auto more = statement.step();
        if (!more) return more.error();
        if (!*more) return {};
        statement.read(run, summary);
        visitor(run, summary);
    }
}

Result<std::vector<RowGroup>> RowGroupStore::remove(RunId run) {
    auto transaction = Transaction::begin(database_);
    if (!transaction) return transaction.error();
    auto removed = groups(run);
    if (!removed) return removed;
    for (const auto* sql :
         {"DELETE FROM row_groups WHERE run = ?", "DELETE FROM checkpoints WHERE run = ?"}) {
        if (auto done = database_.prepare(sql, run).run(); !done) return done.error();
    }
    if (auto committed = transaction->commit(); !committed) return committed.error();
    return removed;
}

}  // namespace ensemble::storage
