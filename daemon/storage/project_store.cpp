// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/control_store.h"
#include "daemon/storage/database.h"
#include "daemon/storage/outside_history.h"
#include "daemon/storage/record_rows.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

// Live ones of live teams.
const std::string select_project =
    "SELECT id, team, name, description, author, created_at_ms, updated_at_ms FROM projects "
    "WHERE deleted_at_ms IS NULL AND EXISTS (SELECT 1 FROM teams t WHERE t.id = team AND "
    "t.deleted_at_ms IS NULL)";
const std::string project_by_id = select_project + " AND id = ?";
const std::string project_by_name = select_project + " AND team = ? AND name = ?";
const std::string projects_of_team =
    select_project + " AND team = ? ORDER BY updated_at_ms DESC, id DESC";

projects::Project read_project(const Statement& row) {
    projects::Project project;
    row.read(project.id, project.team, project.name, project.description, project.author,
             project.created_at, project.updated_at);
    return project;
}

Result<void> check_live(Database& database, TeamId team) {
    auto deleted = one(
        database.prepare("SELECT 1 FROM teams WHERE id = ? AND deleted_at_ms IS NOT NULL", team),
        only_column<bool>);
    if (!deleted) return deleted.error();
    if (*deleted) return fail(ErrorCode::not_found, "The team was deleted.");
    return {};
}

}  // namespace

Result<std::optional<projects::Project>> ProjectStore::find(ProjectId id) {
    return one(database_.prepare(project_by_id, id), read_project);
}

Result<std::optional<projects::Project>> ProjectStore::find(TeamId team, std::string_view name) {
    return one(database_.prepare(project_by_name, team, name), read_project);
}

Result<std::optional<ProjectId>> ProjectStore::once_named(TeamId team, std::string_view name) {
    return one(database_.prepare(
                   "SELECT project FROM project_addresses WHERE team = ? AND name = ?", team, name),
               only_column<ProjectId>);
}

Result<std::optional<projects::Project>> ProjectStore::find_at(TeamId team, std::string_view name) {
    auto known = find(team, name);
    if (!known || *known) return known;
    auto renamed = once_named(team, name);
    if (!renamed) return renamed.error();
    if (!*renamed) return known;
    return find(**renamed);
}

Result<projects::Project> ProjectStore::ensure(TeamId team, std::string_view name, UserId author,
                                               Instant now) {
    auto known = find(team, name);
    if (!known) return known.error();
    if (*known) return **known;
    if (auto live = check_live(database_, team); !live) return live.error();
    auto id = small_id(database_, "SELECT max(id) FROM projects WHERE id < ?");
    if (!id) return id.error();
    auto version = next_version(database_);
    if (!version) return version.error();
    const records::Project made{.id = {*id},
                                .team = team,
                                .name = std::string(name),
                                .author = author,
                                .created_at = now,
                                .changed = {author, now}};
    if (auto done = write_row(database_, made, *version); !done) return done.error();
    return projects::Project{made.id, team, made.name, "", author, now, now};
}

Result<std::vector<projects::Project>> ProjectStore::list(TeamId team) {
    return all(database_.prepare(projects_of_team, team), read_project);
}

Result<void> ProjectStore::update(const projects::Project& project) {
    auto done =
        database_
            .prepare("UPDATE projects SET version = CASE WHEN description = ?1 THEN version "
                     "ELSE (SELECT version + 1 FROM history) END, description = ?1, "
                     "updated_at_ms = ?2 WHERE id = ?3 AND deleted_at_ms IS NULL",
                     project.description, project.updated_at, project.id)
            .run();
    if (!done) return done;
    if (database_.changed() == 0) return fail(ErrorCode::not_found, "There is no such project.");
    return {};
}

}  // namespace ensemble::storage
