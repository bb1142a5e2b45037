// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/control_store.h"
#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

const std::string select_project =
    "SELECT id, team, name, description, author, created_at_ms, updated_at_ms FROM projects";
const std::string project_by_id = select_project + " WHERE id = ?";
const std::string project_by_name = select_project + " WHERE team = ? AND name = ?";
const std::string projects_of_team =
    select_project + " WHERE team = ? ORDER BY updated_at_ms DESC, id DESC";

projects::Project read_project(const Statement& row) {
    projects::Project project;
    row.read(project.id, project.team, project.name, project.description, project.author,
             project.created_at, project.updated_at);
    return project;
}

}  // namespace

Result<std::optional<projects::Project>> ProjectStore::find(ProjectId id) {
    return one(database_.prepare(project_by_id, id), read_project);
}

Result<std::optional<projects::Project>> ProjectStore::find(TeamId team, std::string_view name) {
    return one(database_.prepare(project_by_name, team, name), read_project);
}

Result<projects::Project> ProjectStore::ensure(TeamId team, std::string_view name, UserId author,
                                               Instant now) {
    auto known = find(team, name);
    if (!known) return known.error();
    if (*known) return **known;
    auto done = database_
                    .prepare("INSERT INTO projects (team, name, description, author, "
                             "created_at_ms, updated_at_ms) VALUES (?, ?, '', ?, ?, ?)",
                             team, name, author, now, now)
                    .run();
    if (!done) return done.error();
    return projects::Project{{database_.last_id()}, team, std::string(name), "", author, now, now};
}

Result<std::vector<projects::Project>> ProjectStore::list(TeamId team) {
    return all(database_.prepare(projects_of_team, team), read_project);
}

Result<void> ProjectStore::update(const projects::Project& project) {
    auto done = database_
                    .prepare("UPDATE projects SET description = ?, updated_at_ms = ? WHERE id = ?",
                             project.description, project.updated_at, project.id)
                    .run();
    if (!done) return done;
    if (database_.changed() == 0) return fail(ErrorCode::not_found, "There is no such project.");
    return {};
}

}  // namespace ensemble::storage
