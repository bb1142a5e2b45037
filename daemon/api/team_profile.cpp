// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/team_profile.h"

#include <algorithm>
#include <functional>

#include <nlohmann/json.hpp>

#include "daemon/api/door.h"

namespace ensemble::api {

using nlohmann::json;

namespace {

// Live ones that the caller may look into.
void each_project(const records::State& state, const auth::Caller& who, TeamId team,
                  const std::function<void(const records::Project&)>& visit) {
    state.each(records::Kind::project, [&](const records::Row& row) {
        const auto& project = std::get<records::Project>(row);
        if (project.team != team || project.deleted_at) return;
        const records::Target target{team, project.id, {}};
        if (records::may(state, who.asker, permissions::Action::project_read, target).allowed)
            visit(project);
    });
}

json projects_of(const records::State& state, const auth::Caller& who, const records::Team& team) {
    json list = json::array();
    each_project(state, who, team.id, [&](const records::Project& project) {
        const auto shown = std::find(team.showcase.begin(), team.showcase.end(), project.id);
        list.push_back({{"name", project.name},
                        {"description", project.description},
                        {"visibility", permissions::name(project.visibility)},
                        {"showcase", shown != team.showcase.end()}});
    });
    return list;
}

Result<http::Response> profile(Rooms& rooms, const http::Request& request) {
    auto who = visitor(rooms, request);
    if (!who) return who.error();
    const records::State& state = rooms.authority.state();
    const records::Team* team = state.team_named(request.params.at(0));
    if (team == nullptr || !shows_profile(state, *who, *team)) return missing(*who, "The team");
    json links = json::array();
    for (const records::Link& link : team->links)
        links.push_back({{"title", link.title}, {"url", link.url}});
    return answer(200, {{"name", team->name},
                        {"intro", team->intro},
                        {"avatar", team->avatar},
                        {"links", std::move(links)},
                        {"projects", projects_of(state, *who, *team)}});
}

}  // namespace

bool shows_profile(const records::State& state, const auth::Caller& who,
                   const records::Team& team) {
    const records::Asker& asker = who.asker;
    if (team.deleted_at || (asker.key_team && asker.key_team != team.id)) return false;
    if (records::may(state, asker, permissions::Action::team_read, {team.id, {}, {}}).allowed)
        return true;
    if (team.owner || team.hidden || state.settings().teams_hidden) return false;
    if (who.user.id) return true;
    bool open = false;
    each_project(state, who, team.id, [&](const records::Project&) { open = true; });
    return open;
}

void add_team_profile_routes(http::Router& router, Rooms& rooms) {
    add(router, "GET", "/api/teams/{team}/profile",
        [&rooms](const http::Request& request) { return profile(rooms, request); });
}

}  // namespace ensemble::api
