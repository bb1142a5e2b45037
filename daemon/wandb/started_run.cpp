// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/started_run.h"

namespace ensemble::wandb {

using permissions::Action;

namespace {

std::shared_ptr<const Place> place_at(Session& session, teams::Team team,
                                      const records::Project& row) {
    projects::Project project;
    project.id = row.id;
    project.team = row.team;
    project.name = row.name;
    project.description = row.description;
    project.author = row.author;
    project.created_at = project.updated_at = row.created_at;
    auto place = std::make_shared<const Place>(Place{std::move(team), std::move(project)});
    session.places[row.id] = place;
    return place;
}

// The run, if the caller may go on writing it.
Result<std::optional<FoundRun>> writable(Session& session, runs::Run run) {
    const records::Project* row = session.state().project(run.project);
    if (row == nullptr) return std::optional<FoundRun>();
    const UserId creator = maker(run, session.caller.user.id, Action::run_update);
    if (!may(session, Action::run_update, {row->team, run.project, creator}))
        return std::optional<FoundRun>();
    auto team = session.rooms().users.find_team(row->team);
    if (!team) return team.error();
    if (!*team) return std::optional<FoundRun>();
    return std::optional(FoundRun{place_at(session, std::move(**team), *row), std::move(run)});
}

// Of several projects that had the name one after the other, also before they were renamed, the
// one that has the run.
Result<std::optional<FoundRun>> find_gone(Session& session, Name entity, Name project,
                                          std::string_view name) {
    auto team = named_team(session, entity);
    if (!team) return team.error();
    if (!*team) return std::optional<FoundRun>();
    const std::string wanted = project_name(session, project);
    std::vector<const records::Project*> places;
    session.state().each(records::Kind::project, [&](const records::Row& row) {
        const auto& one = std::get<records::Project>(row);
        if (one.team == (*team)->id && one.name == wanted) places.push_back(&one);
    });
    auto renamed = session.rooms().projects.once_named((*team)->id, wanted);
    if (!renamed) return renamed.error();
    const auto* had = *renamed ? session.state().project(**renamed) : nullptr;
    if (had != nullptr) places.push_back(had);
    for (const records::Project* place : places) {
        auto run = place->deleted_at || place == had
                       ? session.rooms().runs.find(place->id, name)
                       : Result<std::optional<runs::Run>>(std::nullopt);
        if (run && !*run) run = run_once_here(session, place->id, name);
        if (!run) return run.error();
        if (!*run) continue;
        auto found = writable(session, std::move(**run));
        if (!found || *found) return found;
    }
    return std::optional<FoundRun>();
}

}  // namespace

Result<FoundRun> started_run(Session& session, Name entity, Name project, std::string_view name) {
    auto live = run_for(session, entity, project, name, Action::run_update);
    if (live || live.error().code != ErrorCode::not_found || name.empty()) return live;
    auto kept = find_gone(session, entity, project, name);
    if (!kept) return kept.error();
    if (!*kept) return live;
    return std::move(**kept);
}

Result<std::optional<runs::Run>> run_once_here(Session& session, ProjectId project,
                                               std::string_view name) {
    auto run = session.rooms().runs.find_in_trash(project, name);
    if (!run || *run) return run;
    return session.rooms().runs.find_moved(project, name);
}

bool in_trash(const Session& session, ProjectId id) {
    const records::Project* project = session.state().project(id);
    return project == nullptr || project->deleted_at;
}

Result<void> check_unspent(Session& session, ProjectId project, std::string_view name) {
    auto spent = session.rooms().runs.name_is_spent(project, name);
    if (!spent) return spent.error();
    if (!*spent) return {};
    return fail(ErrorCode::gone, "run " + std::string(name) +
                                     " was deleted or moved, and its id is not given again. "
                                     "Restore it, or take another id");
}

}  // namespace ensemble::wandb
