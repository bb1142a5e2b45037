// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "daemon/api/door.h"
#include "daemon/api/metric_list.h"
#include "daemon/api/views.h"
#include "shared/base/encoding.h"
#include "shared/base/limits.h"

namespace ensemble::api {

using nlohmann::json;

namespace {

constexpr std::size_t home_projects_max = 50;
constexpr std::size_t asked_columns_max = 500;

struct RunCounts {
    std::int64_t all = 0;
    std::int64_t running = 0;
};

RunCounts count(const run_index::ProjectIndex& index) {
    RunCounts counts;
    for (const run_index::Row& row : index.rows()) {
        if (row.deleted) continue;
        ++counts.all;
        if (!runs::ended(row.state) && row.state != runs::RunState::pending) ++counts.running;
    }
    return counts;
}

Result<http::Response> home(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    auto teams = rooms.users.teams_of(who->user.id);
    if (!teams) return teams.error();
    json projects = json::array();
    json running = json::array();
    json names = json::array();
    for (const teams::Team& team : *teams) {
        // A key for one team or project does not name the others.
        const auto& asker = who->asker;
        if (!asker.key_team || asker.key_team == team.id) names.push_back(team.name);
        auto list = rooms.projects.list(team.id);
        if (!list) return list.error();
        for (const projects::Project& project : *list) {
            if (projects.size() >= home_projects_max) break;
            if (!may(rooms, *who, permissions::Action::project_read, project.id)) continue;
            auto index = rooms.index.project(project.id);
            if (!index) return index.error();
            const RunCounts counts = count(**index);
            projects.push_back({{"id", project.id.value},
                                {"team", team.name},
                                {"name", project.name},
                                {"description", project.description},
                                {"runs", counts.all},
                                {"running", counts.running},
                                {"updated_at_ms", project.updated_at.ms}});
            if (counts.running == 0) continue;
            for (const run_index::Row& row : (*index)->rows()) {
                if (row.deleted || runs::ended(row.state)) continue;
                auto run = rooms.runs.find(row.id);
                if (run && *run)
                    running.push_back(run_row_view(rooms, **run, team.name, project.name));
            }
        }
    }
    return answer(200, {{"projects", std::move(projects)},
                        {"running", std::move(running)},
                        {"teams", std::move(names)}});
}

Result<http::Response> one_project(Rooms& rooms, const http::Request& request) {
    auto found = visit_project(rooms, request);
    if (!found) return found.error();
    auto index = rooms.index.project(found->project.id);
    if (!index) return index.error();
    const RunCounts counts = count(**index);
    return answer(
        200,
        {{"id", found->project.id.value},
         {"team", found->team.name},
         {"name", found->project.name},
         {"description", found->project.description},
         {"runs", counts.all},
         {"running", counts.running},
         {"may",
          {{"write", may(rooms, found->caller, permissions::Action::run_update, found->project.id)},
           {"delete",
            may(rooms, found->caller, permissions::Action::run_delete, found->project.id)}}}});
}

Result<http::Response> columns(Rooms& rooms, const http::Request& request) {
    auto found = visit_project(rooms, request);
    if (!found) return found.error();
    auto index = rooms.index.project(found->project.id);
    if (!index) return index.error();
    json list = json::array();
    for (const auto& [name, column] : (*index)->columns()) {
        const std::size_t runs = column.numbers + column.texts;
        if (runs == 0) continue;
        list.push_back(
            {{"name", name}, {"kind", column.texts == 0 ? "number" : "text"}, {"runs", runs}});
    }
    return answer(200, {{"columns", std::move(list)}});
}

Result<http::Response> run_table(Rooms& rooms, const http::Request& request) {
    auto found = visit_project(rooms, request);
    if (!found) return found.error();
    std::int64_t since = 0;
    if (const auto text = request.parameter("since"))
        std::from_chars(text->data(), text->data() + text->size(), since);
    std::vector<std::string> asked;
    // Split before unescaping: a column's name may hold an escaped comma.
    std::string_view query = request.query;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        std::string_view part = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (!part.starts_with("columns=")) continue;
        part.remove_prefix(8);
        while (!part.empty()) {
            const std::size_t comma = std::min(part.find(','), part.size());
            auto name = percent_decode(part.substr(0, comma));
            if (!name || asked.size() >= asked_columns_max)
                return fail(ErrorCode::bad_request, "The list of columns is broken or too long.");
            if (!name->empty()) asked.push_back(std::move(*name));
            part.remove_prefix(std::min(comma + 1, part.size()));
        }
    }
    auto index = rooms.index.project(found->project.id);
    if (!index) return index.error();
    const bool full = since < rooms.index.first_version() || since > rooms.index.version();
    http::Response response;
    response.headers.emplace_back("Content-Type", "application/octet-stream");
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("X-Ensemble-Version", std::to_string(rooms.index.version()));
    if (full) response.headers.emplace_back("X-Ensemble-Full", "1");
    response.body = (*index)->encode(full ? 0 : since, asked);
    return response;
}

Result<http::Response> metrics(Rooms& rooms, const http::Request& request) {
    auto found = visit_project(rooms, request);
    if (!found) return found.error();
    auto index = rooms.index.project(found->project.id);
    if (!index) return index.error();
    std::vector<RunId> chosen = chosen_runs(**index, request.parameter("runs").value_or(""));
    return answer(200, {{"metrics", metric_list(rooms, chosen)}});
}

}  // namespace

void add_project_routes(http::Router& router, Rooms& rooms) {
    add(router, "GET", "/api/home",
        [&rooms](const http::Request& request) { return home(rooms, request); });
    add(router, "GET", "/api/projects/{team}/{project}",
        [&rooms](const http::Request& request) { return one_project(rooms, request); });
    add(router, "GET", "/api/projects/{team}/{project}/columns",
        [&rooms](const http::Request& request) { return columns(rooms, request); });
    add(router, "GET", "/api/projects/{team}/{project}/metrics",
        [&rooms](const http::Request& request) { return metrics(rooms, request); });
    add(router, "GET", "/api/projects/{team}/{project}/runs",
        [&rooms](const http::Request& request) { return run_table(rooms, request); });
}

}  // namespace ensemble::api
