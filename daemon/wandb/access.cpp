// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/access.h"

#include "daemon/wandb/global_id.h"
#include "daemon/wandb/names.h"

namespace ensemble::wandb {

using permissions::Action;

namespace {

bool is_default(Name name) {
    return !name || name->empty();
}

Error no_entity(const Session& session, Name entity) {
    const std::string name(is_default(entity) ? session.caller.user.name : *entity);
    return fail(ErrorCode::not_found, "entity " + name + " not found, or " +
                                          session.caller.user.name + " has no access to it");
}

Error no_run(const Session& session, std::string_view name) {
    return fail(ErrorCode::not_found, "run " + std::string(name) + " not found, or " +
                                          session.caller.user.name + " has no access to it");
}

Result<std::optional<teams::Team>> named_team(Session& session, Name entity) {
    if (is_default(entity))
        return session.rooms().users.find_team(session.caller.user.personal_team);
    return session.rooms().users.find_team_by_name(*entity);
}

}  // namespace

bool may(const Session& session, Action action, const teams::Team& team) {
    return permissions::may(session.caller.actor(), action, {team.owner}).allowed;
}

Result<std::optional<teams::Team>> find_team(Session& session, Name entity) {
    auto team = named_team(session, entity);
    if (!team) return team;
    if (*team && !may(session, Action::read_project, **team)) return std::optional<teams::Team>();
    return team;
}

Result<std::shared_ptr<const Place>> find_place(Session& session, Name entity, Name project) {
    auto team = find_team(session, entity);
    if (!team) return team.error();
    if (!*team) return std::shared_ptr<const Place>();
    auto found = session.rooms().projects.find((*team)->id,
                                               is_default(project) ? default_project : *project);
    if (!found) return found.error();
    if (!*found) return std::shared_ptr<const Place>();
    std::shared_ptr<const Place> place = std::make_shared<Place>(Place{**team, **found});
    session.places[place->project.id] = place;
    return place;
}

Result<std::shared_ptr<const Place>> place_of(Session& session, ProjectId id) {
    if (const auto known = session.places.find(id); known != session.places.end())
        return known->second;
    std::shared_ptr<const Place> place;
    auto project = session.rooms().projects.find(id);
    if (!project) return project.error();
    if (*project) {
        auto team = session.rooms().users.find_team((*project)->team);
        if (!team) return team.error();
        if (*team && may(session, Action::read_project, **team))
            place = std::make_shared<Place>(Place{**team, **project});
    }
    session.places[id] = place;
    return place;
}

Result<std::optional<FoundRun>> find_run(Session& session, Name entity, Name project,
                                         std::string_view name) {
    auto place = find_place(session, entity, project);
    if (!place) return place.error();
    if (!*place || name.empty()) return std::optional<FoundRun>();
    auto run = session.rooms().runs.find((*place)->project.id, name);
    if (!run) return run.error();
    if (!*run) return std::optional<FoundRun>();
    return std::optional<FoundRun>(FoundRun{*place, std::move(**run)});
}

Result<std::optional<FoundRun>> find_run(Session& session, RunId id) {
    auto run = session.rooms().runs.find(id);
    if (!run) return run.error();
    if (!*run || (*run)->deleted_at) return std::optional<FoundRun>();
    auto place = place_of(session, (*run)->project);
    if (!place) return place.error();
    if (!*place) return std::optional<FoundRun>();
    return std::optional<FoundRun>(FoundRun{*place, std::move(**run)});
}

Result<teams::Team> team_for(Session& session, Name entity, Action action) {
    auto team = find_team(session, entity);
    if (!team) return team.error();
    if (!*team || !may(session, action, **team)) return no_entity(session, entity);
    return **team;
}

Result<FoundRun> run_for(Session& session, Name entity, Name project, std::string_view name,
                         Action action) {
    auto found = find_run(session, entity, project, name);
    if (!found) return found.error();
    if (!*found || !may(session, action, (*found)->place->team)) return no_run(session, name);
    return std::move(**found);
}

Result<FoundRun> run_for(Session& session, std::string_view id, Action action) {
    const auto number = read_global_id("Run", id);
    if (!number) return no_run(session, id);
    auto found = find_run(session, RunId{*number});
    if (!found) return found.error();
    if (!*found || !may(session, action, (*found)->place->team)) return no_run(session, id);
    return std::move(**found);
}

Result<std::shared_ptr<const Place>> ensure_place(Session& session, Name entity, Name project) {
    auto team = team_for(session, entity, Action::write_runs);
    if (!team) return team.error();
    const std::string_view name = is_default(project) ? default_project : *project;
    if (auto fine = check_project_name(name); !fine) return fine.error();
    auto made =
        session.rooms().projects.ensure(team->id, name, session.caller.user.id, session.now);
    if (!made) return made.error();
    std::shared_ptr<const Place> place = std::make_shared<Place>(Place{*team, *made});
    session.places[made->id] = place;
    return place;
}

}  // namespace ensemble::wandb
