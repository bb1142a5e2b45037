// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/control_ledger.h"
#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"
#include "daemon/storage/string_list.h"
#include "shared/runs/run.h"

namespace ensemble::storage {

namespace {

sync::Versioned read_run(const Statement& row) {
    records::Run run;
    runs::RunState state{};
    std::string tags;
    std::int64_t version = 0;
    row.read(run.id, run.project, run.author, run.name, run.display_name, state, tags,
             run.stop_requested, run.deleted_at, version, run.notes);
    run.tags = list_from_text(tags);
    run.ended = runs::ended(state);
    return {std::move(run), version};
}

}  // namespace

Result<std::optional<records::Run>> ControlLedger::run(RunId id) {
    auto found = one(database_.prepare("SELECT id, project, author, name, display_name, state, "
                                       "tags, stop_requested, deleted_at_ms, version, notes "
                                       "FROM runs WHERE id = ? AND purged_at_ms IS NULL",
                                       id),
                     read_run);
    if (!found) return found.error();
    if (!*found) return std::optional<records::Run>();
    return std::optional(std::get<records::Run>(std::move((*found)->row)));
}

Result<ProjectId> ControlLedger::project_of(RunId run) {
    auto project = one(database_.prepare("SELECT project FROM runs WHERE id = ?", run),
                       only_column<ProjectId>);
    if (!project) return project.error();
    return project->value_or(ProjectId{});
}

Result<bool> ControlLedger::run_named(ProjectId project, std::string_view name) {
    auto found = one(database_.prepare("SELECT 1 FROM runs WHERE project = ? AND name = ? AND "
                                       "deleted_at_ms IS NULL",
                                       project, name),
                     only_column<bool>);
    if (!found) return found.error();
    return found->has_value();
}

Result<Ledger::RunChanges> ControlLedger::changed_runs(ProjectId project, std::int64_t since) {
    auto put = all(database_.prepare("SELECT id, project, author, name, display_name, state, "
                                     "tags, stop_requested, deleted_at_ms, version, notes "
                                     "FROM runs WHERE project = ? AND version > ? AND version > 0 "
                                     "AND purged_at_ms IS NULL ORDER BY version, id",
                                     project, since),
                   read_run);
    if (!put) return put.error();
    auto erased =
        all(database_.prepare("SELECT first, version FROM tombstones WHERE "
                              "scope_kind = ? AND scope = ? AND kind = ? AND "
                              "version > ? ORDER BY version, first",
                              records::ScopeKind::runs, project, records::Kind::run, since),
            [&](const Statement& row) {
                Tombstone read{{records::ScopeKind::runs, project.value}, {}, 0};
                read.key.kind = records::Kind::run;
                row.read(read.key.first, read.version);
                return read;
            });
    if (!erased) return erased.error();
    return RunChanges{std::move(*put), std::move(*erased)};
}

}  // namespace ensemble::storage
