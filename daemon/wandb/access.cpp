// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/access.h"

#include "daemon/auth/tokens.h"
#include "daemon/sync/outside_commands.h"
#include "daemon/sync/people.h"
#include "daemon/wandb/attribution.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/names.h"
#include "daemon/wandb/refusal.h"

namespace ensemble::wandb {

using permissions::Action;

namespace {

bool is_default(Name name) {
    return !name || name->empty();
}

std::string entity_name(const Session& session, Name entity) {
    if (!is_default(entity)) return std::string(*entity);
    const records::Team* team = session.state().team(default_team(session));
    return team != nullptr ? team->name : session.caller.user.name;
}

Error no_entity(const Session& session, Name entity) {
    return fail(ErrorCode::not_found, "entity " + entity_name(session, entity) + " not found, or " +
                                          session.caller.user.name + " has no access to it");
}

Error no_run(const Session& session, std::string_view name) {
    return fail(ErrorCode::not_found, "run " + std::string(name) + " not found, or " +
                                          session.caller.user.name + " has no access to it");
}

bool in_live_team(const records::State& state, TeamId id, UserId user) {
    const records::Team* team = state.team(id);
    return team != nullptr && !team->deleted_at && records::holding(state, id, user);
}

// A thing that the caller sees, or else may not know of.
Result<void> check(const Session& session, Action action, const records::Target& target,
                   const Error& missing) {
    const auto decision = records::may(session.state(), session.caller.asker, action, target);
    if (decision.allowed) return {};
    if (!may(session, Action::project_read, target)) return missing;
    return refusal(session, action, decision, target);
}

Result<FoundRun> allowed(const Session& session, FoundRun found, Action action,
                         const Error& missing) {
    const UserId creator = maker(found.run, session.caller.user.id, action);
    auto fine = check(session, action, target(*found.place, creator), missing);
    if (!fine) return fine.error();
    return found;
}

// What can be said before anything is looked for.
Result<void> check_key(Session& session, Name entity, Name project) {
    if (auto other =
            other_key(session, entity_name(session, entity), project_name(session, project)))
        return *other;
    auto team = named_team(session, entity);
    if (!team) return team.error();
    if (!*team) return {};
    if (auto blunt = blunt_key(session, **team)) return *blunt;
    return {};
}

// From now on the caller acts there, perhaps for somebody.
void enter(Session& session, const std::shared_ptr<const Place>& place) {
    session.places[place->project.id] = place;
    session.caller.on_behalf_of = credited(session, place->team.id);
}

}  // namespace

Result<std::optional<teams::Team>> named_team(Session& session, Name entity) {
    if (is_default(entity)) return session.rooms().users.find_team(default_team(session));
    return session.rooms().users.find_team_by_name(*entity);
}

std::string project_name(const Session& session, Name project) {
    if (!is_default(project)) return std::string(*project);
    const records::Project* own = session.state().project(session.caller.asker.key_project);
    return own != nullptr ? own->name : std::string(default_project);
}

TeamId default_team(const Session& session) {
    const records::State& state = session.state();
    const UserId id = session.caller.user.id;
    if (session.caller.asker.key_team) return session.caller.asker.key_team;
    const records::User* user = state.user(id);
    if (user != nullptr && user->home_team) return user->home_team;
    const records::Account* account = state.account(id);
    if (account != nullptr && in_live_team(state, account->default_team, id))
        return account->default_team;
    return session.caller.user.personal_team;
}

bool may(const Session& session, Action action, const records::Target& target) {
    return records::may(session.state(), session.caller.asker, action, target).allowed;
}

records::Target target(const Place& place, UserId creator) {
    return {place.team.id, place.project.id, creator};
}

UserId maker(const runs::Run& run, UserId asker, Action action) {
    const bool sender = run.sent_by && run.sent_by == asker;
    return sender && action == Action::run_update ? asker : run.author;
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
    auto found = session.rooms().projects.find_at((*team)->id, project_name(session, project));
    if (!found) return found.error();
    if (!*found) return std::shared_ptr<const Place>();
    auto place = std::make_shared<const Place>(Place{**team, **found});
    if (!may(session, Action::project_read, target(*place, {})))
        return std::shared_ptr<const Place>();
    enter(session, place);
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
    if (place)
        enter(session, place);
    else
        session.places[id] = nullptr;
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
    if (auto other = other_key(session, entity_name(session, entity), "")) return *other;
    auto team = named_team(session, entity);
    if (!team) return team.error();
    if (!*team) return no_entity(session, entity);
    if (auto blunt = blunt_key(session, **team)) return *blunt;
    const records::Target about{(*team)->id, {}, {}};
    if (!may(session, Action::team_read, about)) return no_entity(session, entity);
    const auto decision = records::may(session.state(), session.caller.asker, action, about);
    if (!decision.allowed) return refusal(session, action, decision, about);
    return std::move(**team);
}

Result<FoundRun> run_for(Session& session, Name entity, Name project, std::string_view name,
                         Action action) {
    if (auto fine = check_key(session, entity, project); !fine) return fine.error();
    auto found = find_run(session, entity, project, name);
    if (!found) return found.error();
    if (!*found) return no_run(session, name);
    return allowed(session, std::move(**found), action, no_run(session, name));
}

Result<FoundRun> run_for(Session& session, std::string_view id, Action action) {
    const auto number = read_global_id("Run", id);
    if (!number) return no_run(session, id);
    auto found = find_run(session, RunId{*number});
    if (!found) return found.error();
    if (!*found) return no_run(session, id);
    return allowed(session, std::move(**found), action, no_run(session, id));
}

Result<std::shared_ptr<const Place>> ensure_place(Session& session, Name entity, Name project,
                                                  Action action) {
    const std::string name = project_name(session, project);
    if (auto fine = check_key(session, entity, project); !fine) return fine.error();
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
    // A restricted project of that name may be there, and not for this caller.
    if (session.state().project_named(team->id, name) != nullptr) return not_open(session, name);
    session.caller.on_behalf_of = credited(session, team->id);
    auto made =
        submit(session,
               projects::CreateProject{
                   .id = {sync::fresh_id(auth::random_number)}, .team = team->id, .name = name},
               team->id);
    if (!made) return made.error();
    return find_place(session, entity, project);
}

Result<void> submit(Session& session, sync::Command command, TeamId team) {
    const std::string_view what = sync::name(command);
    auto outcome = session.rooms().authority.submit(
        {.asker = session.caller.asker,
         .on_behalf_of = session.caller.on_behalf_of,
         .device =
             sync::device_of(session.rooms().keys, session.caller.key, session.caller.session)},
        std::move(command), sync::fresh_command_id(auth::random_number), session.now);
    if (!outcome) return outcome.error();
    if (!outcome->refused) return {};
    return refusal(session, what, *outcome->refused, team);
}

}  // namespace ensemble::wandb
