// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/access.h"

#include "daemon/auth/tokens.h"
#include "daemon/sync/people.h"
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

// Where runs go that name no team.
TeamId default_team(const Session& session) {
    const records::State& state = session.context.rooms.authority.state();
    const UserId id = session.caller.user.id;
    const records::User* user = state.user(id);
    if (user != nullptr && user->home_team) return user->home_team;
    const records::Account* account = state.account(id);
    if (account != nullptr && account->default_team &&
        records::holding(state, account->default_team, id))
        return account->default_team;
    return session.caller.user.personal_team;
}

Result<std::optional<teams::Team>> named_team(Session& session, Name entity) {
    if (is_default(entity)) return session.rooms().users.find_team(default_team(session));
    return session.rooms().users.find_team_by_name(*entity);
}

// A thing that the caller sees, or else may not know of.
Result<void> check(const Session& session, Action action, const records::Target& target,
                   const Error& missing) {
    const auto& state = session.context.rooms.authority.state();
    const auto decision = records::may(state, session.caller.asker, action, target);
    if (decision.allowed) return {};
    if (!may(session, Action::project_read, target)) return missing;
    return fail(ErrorCode::forbidden, session.caller.user.name + " may not do that here (" +
                                          std::string(permissions::name(action)) + ": " +
                                          std::string(permissions::name(decision.rule)) + ")");
}

}  // namespace

bool may(const Session& session, Action action, const records::Target& target) {
    const auto& state = session.context.rooms.authority.state();
    return records::may(state, session.caller.asker, action, target).allowed;
}

records::Target target(const Place& place, UserId creator) {
    return {place.team.id, place.project.id, creator};
}

Result<std::optional<teams::Team>> find_team(Session& session, Name entity) {
    auto team = named_team(session, entity);
    if (!team) return team;
    if (*team && !may(session, Action::team_read, {(*team)->id, {}, {}}))
        return std::optional<teams::Team>();
    return team;
}

Result<std::shared_ptr<const Place>> find_place(Session& session, Name entity, Name project) {
    auto team = named_team(session, entity);
    if (!team) return team.error();
    if (!*team) return std::shared_ptr<const Place>();
    auto found = session.rooms().projects.find((*team)->id,
                                               is_default(project) ? default_project : *project);
    if (!found) return found.error();
    if (!*found) return std::shared_ptr<const Place>();
    auto place = std::make_shared<const Place>(Place{**team, **found});
    if (!may(session, Action::project_read, target(*place, {})))
        return std::shared_ptr<const Place>();
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
        if (*team && may(session, Action::project_read, {(*team)->id, id, {}}))
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
    if (!*team || !may(session, action, {(*team)->id, {}, {}})) return no_entity(session, entity);
    return **team;
}

Result<FoundRun> run_for(Session& session, Name entity, Name project, std::string_view name,
                         Action action) {
    auto found = find_run(session, entity, project, name);
    if (!found) return found.error();
    if (!*found) return no_run(session, name);
    const auto about = target(*(*found)->place, (*found)->run.author);
    if (auto fine = check(session, action, about, no_run(session, name)); !fine)
        return fine.error();
    return std::move(**found);
}

Result<FoundRun> run_for(Session& session, std::string_view id, Action action) {
    const auto number = read_global_id("Run", id);
    if (!number) return no_run(session, id);
    auto found = find_run(session, RunId{*number});
    if (!found) return found.error();
    if (!*found) return no_run(session, id);
    const auto about = target(*(*found)->place, (*found)->run.author);
    if (auto fine = check(session, action, about, no_run(session, id)); !fine) return fine.error();
    return std::move(**found);
}

Result<std::shared_ptr<const Place>> ensure_place(Session& session, Name entity, Name project,
                                                  Action action) {
    const std::string_view name = is_default(project) ? default_project : *project;
    auto place = find_place(session, entity, project);
    if (!place) return place.error();
    if (*place) {
        auto fine = check(session, action, target(**place, session.caller.user.id),
                          no_entity(session, entity));
        if (!fine) return fine.error();
        return place;
    }
    auto team = team_for(session, entity, Action::project_create);
    if (!team) return team.error();
    if (auto fine = check_project_name(name); !fine) return fine.error();
    auto made = submit(session, projects::CreateProject{.id = {sync::fresh_id(auth::random_number)},
                                                        .team = team->id,
                                                        .name = std::string(name)});
    // A restricted project of that name may be there, and not for this caller.
    if (!made && made.error().code == ErrorCode::conflict) return no_entity(session, entity);
    if (!made) return made.error();
    return find_place(session, entity, project);
}

Result<void> submit(Session& session, sync::Command command) {
    auto outcome = session.rooms().authority.submit(
        {.asker = session.caller.asker, .on_behalf_of = session.caller.on_behalf_of},
        std::move(command), sync::fresh_command_id(auth::random_number), session.now);
    if (!outcome) return outcome.error();
    if (!outcome->refused) return {};
    return sync::as_error(*outcome->refused);
}

}  // namespace ensemble::wandb
