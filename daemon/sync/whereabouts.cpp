// SPDX-License-Identifier: Apache-2.0
#include "daemon/sync/whereabouts.h"

namespace ensemble::sync {

using records::Kind;
using records::Scope;
using records::ScopeKind;
using records::State;

namespace {

// Those who see more than what they belong to.
bool sees_widely(const records::User& user) {
    return user.admin || user.kind == records::UserKind::instance_service;
}

template <class Visit>
void each_of(const std::set<std::pair<std::int64_t, std::int64_t>>& pairs, std::int64_t first,
             Visit visit) {
    for (auto it = pairs.lower_bound({first, INT64_MIN}); it != pairs.end() && it->first == first;
         ++it)
        visit(it->second);
}

}  // namespace

void Whereabouts::leave(std::int64_t project) {
    const auto found = projects_.find(project);
    if (found == projects_.end()) return;
    projects_of_teams_.erase({found->second.team, project});
    if (found->second.found_by_all) found_by_all_.erase(project);
    projects_.erase(found);
}

void Whereabouts::move(const records::Project& project) {
    using permissions::Visibility;
    leave(project.id.value);
    const bool found_by_all =
        project.visibility == Visibility::open || project.visibility == Visibility::public_;
    projects_[project.id.value] = {project.team.value, found_by_all};
    projects_of_teams_.emplace(project.team.value, project.id.value);
    if (found_by_all) found_by_all_.insert(project.id.value);
}

void Whereabouts::put(const records::Row& row) {
    if (const auto* member = std::get_if<records::Member>(&row))
        teams_.emplace(member->user.value, member->team.value);
    else if (const auto* added = std::get_if<records::ProjectMember>(&row))
        additions_.emplace(added->user.value, added->project.value);
    else if (const auto* project = std::get_if<records::Project>(&row))
        move(*project);
}

void Whereabouts::erase(const records::Key& key) {
    if (key.kind == Kind::member) teams_.erase({key.second, key.first});
    if (key.kind == Kind::project_member) additions_.erase({key.second, key.first});
    if (key.kind == Kind::project) leave(key.first);
}

std::vector<Scope> Whereabouts::standing_scopes(const State& state, UserId id) const {
    const records::User* user = state.user(id);
    if (user == nullptr || sees_widely(*user)) return records::standing_scopes(state, id);
    std::set<std::int64_t> projects = found_by_all_;
    std::vector<Scope> places{{ScopeKind::instance}, {ScopeKind::user, id.value}};
    const auto add_teams = [&](ScopeKind kind) {
        each_of(teams_, id.value, [&](std::int64_t team) { places.push_back({kind, team}); });
    };
    add_teams(ScopeKind::team);
    add_teams(ScopeKind::invites);
    each_of(teams_, id.value, [&](std::int64_t team) {
        each_of(projects_of_teams_, team, [&](std::int64_t project) { projects.insert(project); });
    });
    each_of(additions_, id.value, [&](std::int64_t project) { projects.insert(project); });
    for (const std::int64_t project : projects)
        places.push_back({ScopeKind::project, project});
    std::erase_if(places, [&](const Scope& scope) { return !visible(state, id, scope); });
    return places;
}

}  // namespace ensemble::sync
