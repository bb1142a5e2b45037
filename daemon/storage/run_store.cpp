// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/control_store.h"
#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"
#include "daemon/storage/string_list.h"

namespace ensemble::storage {

namespace {

const std::string select_run =
    "SELECT id, project, author, sent_by, name, display_name, state, run_group, job_type, tags, "
    "host, "
    "program, repository, code_commit, sweep, exit_code, stop_requested, created_at_ms, "
    "updated_at_ms, ended_at_ms, deleted_at_ms, forked_from, forked_at_step, description, notes, "
    "config FROM runs";
const std::string run_by_id = select_run + " WHERE id = ? AND purged_at_ms IS NULL";
const std::string run_by_name =
    select_run + " WHERE project = ? AND name = ? AND deleted_at_ms IS NULL";
const std::string runs_of_project =
    select_run + " WHERE project = ? AND deleted_at_ms IS NULL ORDER BY id";
// The terms of the index runs_running, word for word.
const std::string runs_running =
    select_run + " WHERE state IN (2, 7) AND deleted_at_ms IS NULL ORDER BY id";
static_assert(static_cast<int>(runs::RunState::running) == 2);
static_assert(static_cast<int>(runs::RunState::preempting) == 7);

// Reuses the memory of the texts.
void read_run_into(const Statement& row, runs::Run& run) {
    std::string tags;
    std::optional<std::int64_t> forked_at_step;
    row.read(run.id, run.project, run.author, run.sent_by, run.name, run.display_name, run.state,
             run.group, run.job_type, tags, run.host, run.program, run.repository, run.commit,
             run.sweep, run.exit_code, run.stop_requested, run.created_at, run.updated_at,
             run.ended_at, run.deleted_at, run.forked_from, forked_at_step, run.description,
             run.notes, run.config);
    run.tags = list_from_text(tags);
    run.forked_at_step = forked_at_step.value_or(-1);
}

runs::Run read_run(const Statement& row) {
    runs::Run run;
    read_run_into(row, run);
    return run;
}

std::optional<std::int64_t> fork_step(const runs::Run& run) {
    return run.forked_at_step < 0 ? std::nullopt : std::optional(run.forked_at_step);
}

Error taken(const Error& error, const runs::Run& run) {
    if (error.code != ErrorCode::conflict) return error;
    return fail(ErrorCode::conflict, "The run \"" + run.name + "\" exists in this project.");
}

}  // namespace

Result<Transaction> RunStore::begin() {
    return Transaction::begin(database_);
}

Result<runs::Run> RunStore::add(const runs::Run& run) {
    auto done =
        database_
            .prepare(
                "INSERT INTO runs (project, author, sent_by, name, display_name, state, run_group, "
                "job_type, tags, host, program, repository, code_commit, sweep, exit_code, "
                "stop_requested, created_at_ms, updated_at_ms, ended_at_ms, deleted_at_ms, "
                "forked_from, forked_at_step, version, description, notes, config) VALUES "
                "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, "
                "?)",
                run.project, run.author, run.sent_by, run.name, run.display_name, run.state,
                run.group, run.job_type, list_to_text(run.tags), run.host, run.program,
                run.repository, run.commit, run.sweep, run.exit_code, run.stop_requested,
                run.created_at, run.updated_at, run.ended_at, run.deleted_at, run.forked_from,
                fork_step(run), run.description, run.notes, run.config)
            .run();
    if (!done) return taken(done.error(), run);
    runs::Run added = run;
    added.id = {database_.last_id()};
    return added;
}

Result<std::optional<runs::Run>> RunStore::find(RunId id) {
    return one(database_.prepare(run_by_id, id), read_run);
}

Result<std::optional<runs::Run>> RunStore::find(ProjectId project, std::string_view name) {
    return one(database_.prepare(run_by_name, project, name), read_run);
}

Result<std::optional<runs::Run>> RunStore::find_in_trash(ProjectId project, std::string_view name) {
    auto deleted = one(database_.prepare("SELECT id FROM runs WHERE project = ? AND name = ? AND "
                                         "deleted_at_ms IS NOT NULL ORDER BY deleted_at_ms DESC "
                                         "LIMIT 1",
                                         project, name),
                       only_column<RunId>);
    if (!deleted) return deleted.error();
    if (!*deleted) return std::optional<runs::Run>();
    return find(**deleted);
}

Result<std::optional<runs::Run>> RunStore::find_moved(ProjectId project, std::string_view name) {
    auto moved = one(database_.prepare("SELECT run FROM run_addresses WHERE project = ? AND "
                                       "name = ?",
                                       project, name),
                     only_column<RunId>);
    if (!moved) return moved.error();
    if (!*moved) return std::optional<runs::Run>();
    return find(**moved);
}

Result<bool> RunStore::name_is_spent(ProjectId project, std::string_view name) {
    auto found = one(database_.prepare("SELECT 1 FROM runs WHERE project = ?1 AND name = ?2 AND "
                                       "deleted_at_ms IS NOT NULL UNION ALL "
                                       "SELECT 1 FROM run_addresses WHERE project = ?1 AND "
                                       "name = ?2 LIMIT 1",
                                       project, name),
                     only_column<bool>);
    if (!found) return found.error();
    return found->has_value();
}

Result<std::vector<runs::Run>> RunStore::list(ProjectId project) {
    return all(database_.prepare(runs_of_project, project), read_run);
}

Result<void> RunStore::visit(ProjectId project,
                             const std::function<void(const runs::Run&)>& visitor) {
    auto statement = database_.prepare(runs_of_project, project);
    runs::Run run;
    for (;;) {
        auto more = statement.step();
        if (!more) return more.error();
        if (!*more) return {};
        read_run_into(statement, run);
        visitor(run);
    }
}

Result<std::vector<runs::Run>> RunStore::list_running() {
    return all(database_.prepare(runs_running), read_run);
}

Result<std::int64_t> RunStore::count(ProjectId project) {
    auto counted = one(database_.prepare("SELECT count(*) FROM runs WHERE project = ? AND "
                                         "deleted_at_ms IS NULL",
                                         project),
                       only_column<std::int64_t>);
    if (!counted) return counted.error();
    return counted->value_or(0);
}

Result<void> RunStore::update(const runs::Run& run) {
    auto done =
        database_
            .prepare("UPDATE runs SET name = ?, display_name = ?, state = ?, run_group = ?, "
                     "job_type = ?, tags = ?, host = ?, program = ?, repository = ?, "
                     "code_commit = ?, sweep = ?, exit_code = ?, stop_requested = ?, "
                     "updated_at_ms = ?, ended_at_ms = ?, deleted_at_ms = ?, forked_from = ?, "
                     "forked_at_step = ?, description = ?, notes = ?, config = ? WHERE id = ?",
                     run.name, run.display_name, run.state, run.group, run.job_type,
                     list_to_text(run.tags), run.host, run.program, run.repository, run.commit,
                     run.sweep, run.exit_code, run.stop_requested, run.updated_at, run.ended_at,
                     run.deleted_at, run.forked_from, fork_step(run), run.description, run.notes,
                     run.config, run.id)
            .run();
    if (!done) return taken(done.error(), run);
    if (database_.changed() == 0) return fail(ErrorCode::not_found, "There is no such run.");
    return {};
}

Result<bool> RunStore::remove(RunId id, Instant now) {
    auto done = database_
                    .prepare("UPDATE runs SET deleted_at_ms = ? WHERE id = ? AND deleted_at_ms IS "
                             "NULL",
                             now, id)
                    .run();
    if (!done) return done.error();
    return database_.changed() > 0;
}

Result<void> RunStore::add_note(const Note& note) {
    return database_
        .prepare("INSERT INTO run_notes (run, at_ms, kind, text) VALUES (?, ?, ?, ?)", note.run,
                 note.at, note.kind, note.text)
        .run();
}

Result<std::vector<RunStore::Note>> RunStore::notes(RunId run) {
    return all(database_.prepare(
                   "SELECT run, at_ms, kind, text FROM run_notes WHERE run = ? ORDER BY id", run),
               [](const Statement& row) {
                   Note note;
                   row.read(note.run, note.at, note.kind, note.text);
                   return note;
               });
}

}  // namespace ensemble::storage
