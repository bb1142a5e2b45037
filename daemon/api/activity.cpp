// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "daemon/api/door.h"
#include "shared/runs/run.h"

namespace ensemble::api {

using nlohmann::json;
using permissions::Action;

namespace {

constexpr std::int64_t runs_of_a_project = 20;
constexpr std::size_t shown_max = 20;

struct Item {
    std::int64_t at_ms = 0;
    json view;
};

std::string name_of(const records::State& state, UserId id) {
    const records::User* user = state.user(id);
    return user != nullptr ? user->name : "";
}

void add_runs(const records::State& state, const records::Project& project,
              const std::vector<storage::ActivityStore::RecentRun>& runs,
              std::vector<Item>& items) {
    for (const auto& run : runs) {
        json view = {{"project", project.name},
                     {"run", run.name},
                     {"display_name", run.display_name},
                     {"person", name_of(state, run.author)}};
        view["what"] = "run_began";
        items.push_back({run.created_at.ms, view});
        if (!run.ended_at) continue;
        view["what"] = "run_ended";
        view["state"] = runs::name(run.state);
        items.push_back({run.ended_at->ms, std::move(view)});
    }
}

// What went on in the projects of a team that the caller sees, and who joined; newest first.
Result<http::Response> activity(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    const records::State& state = rooms.authority.state();
    const records::Team* team = state.team_named(request.params.at(0));
    if (team == nullptr || team->deleted_at ||
        !records::may(state, who->asker, Action::team_read, {team->id, {}, {}}).allowed)
        return fail(ErrorCode::not_found, "The team was not found.");
    std::vector<Item> items;
    std::vector<records::Project> projects;
    state.each(records::Kind::project, [&](const records::Row& row) {
        const auto& project = std::get<records::Project>(row);
        if (project.team == team->id && may(rooms, *who, Action::run_read, project.id))
            projects.push_back(project);
    });
    for (const records::Project& project : projects) {
        items.push_back({project.created_at.ms,
                         {{"what", "project_made"},
                          {"project", project.name},
                          {"person", name_of(state, project.author)}}});
        auto runs = rooms.activity.runs(project.id, runs_of_a_project);
        if (!runs) return runs.error();
        add_runs(state, project, *runs, items);
    }
    state.each(records::Kind::member, team->id.value, [&](const records::Row& row) {
        const auto& member = std::get<records::Member>(row);
        items.push_back(
            {member.joined_at.ms, {{"what", "joined"}, {"person", name_of(state, member.user)}}});
    });
    std::stable_sort(items.begin(), items.end(),
                     [](const Item& a, const Item& b) { return a.at_ms > b.at_ms; });
    if (items.size() > shown_max) items.resize(shown_max);
    json list = json::array();
    for (Item& item : items) {
        item.view["at_ms"] = item.at_ms;
        list.push_back(std::move(item.view));
    }
    return answer(200, {{"activity", std::move(list)}});
}

}  // namespace

void add_activity_routes(http::Router& router, Rooms& rooms) {
    add(router, "GET", "/api/teams/{team}/activity",
        [&rooms](const http::Request& request) { return activity(rooms, request); });
}

}  // namespace ensemble::api
