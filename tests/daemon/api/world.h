// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "daemon/api/api.h"
#include "daemon/auth/tokens.h"
#include "daemon/live/access.h"
#include "tests/support/stores.h"

// The page's doors over real stores in a temporary folder, with a clock that the test moves.
namespace ensemble::testing {

struct World : tests::Stores {
    Instant now{1'700'000'000'000};
    std::int64_t steady_ms = 0;
    run_index::RunIndex index{users, runs, row_groups, *recorder, now};
    live::Hub hub{{.version = "test",
                   .project_of = [this](RunId run) { return project_of(run); },
                   .may_listen =
                       [this](const records::Asker& asker, ProjectId project) {
                           return live::may_listen(authority->state(), asker, project);
                       },
                   .steady_ms = [this] { return steady_ms; },
                   .now = [this] { return now; }}};
    std::vector<std::string> fetched;
    std::vector<RunId> removed;
    storage::AuditLog audit{*database};
    storage::TrashStore trash{*database};
    storage::ActivityStore activity{*database};
    sync::PageSessions pages{*authority, {.now = [this] { return now; }}};
    api::Rooms rooms{.accounts = *accounts,
                     .authority = *authority,
                     .users = users,
                     .keys = keys,
                     .projects = projects,
                     .runs = runs,
                     .files = files,
                     .artifacts = artifacts,
                     .recorder = *recorder,
                     .blobs = *blobs,
                     .index = index,
                     .hub = hub,
                     .pages = pages,
                     .audit = audit,
                     .trash = trash,
                     .activity = activity,
                     .now = [this] { return now; },
                     .in_background = [](std::function<void()> task) { task(); },
                     .on_core = [](std::function<void()> task) { task(); },
                     .fetch_picture = [this](const std::string& url,
                                             const api::Rooms::GotPicture& got) -> Result<void> {
                         fetched.push_back(url);
                         got(api::Rooms::Picture{"image/svg+xml", "<svg/>"});
                         return {};
                     },
                     .version = "test"};
    http::Router router;

    World() {
        api::add_routes(router, rooms);
        accounts->endings().when_ended([this](UserId user, std::string_view credential) {
            hub.signed_out(user, credential);
            pages.signed_out(user, credential);
        });
        authority->when_committed([this](const std::vector<storage::Decided>& batch) {
            for (const storage::Decided& decided : batch)
                hub.heard(decided.changes, decided.before);
        });
        when_removed([this](const runs::Run& run) {
            removed.push_back(run.id);
            index.removed(run);
        });
    }

    std::optional<ProjectId> project_of(RunId id) {
        const auto run = *runs.find(id);
        return run && !run->deleted_at ? std::optional(run->project) : std::nullopt;
    }
    teams::User add_user(std::string name) { return make_user(std::move(name), now); }
    // The cookie of a fresh session.
    std::string sign_in(const teams::User& user) {
        return "ensemble_session=" + *accounts->make_session(user.id, now);
    }
    ProjectId ensure_project(const teams::User& user, const std::string& name) {
        const records::State& state = authority->state();
        if (const auto* known = state.project_named(user.personal_team, name)) return known->id;
        const ProjectId id{sync::fresh_id(auth::random_number)};
        (void)authority->submit({.asker = {.user = user.id}},
                                projects::CreateProject{id, user.personal_team, name},
                                sync::fresh_command_id(auth::random_number), now);
        return id;
    }
    runs::Run add_run(const teams::User& user, std::string project, std::string name) {
        runs::Run run;
        run.project = ensure_project(user, project);
        run.author = user.id;
        run.name = std::move(name);
        run.display_name = run.name + " shown";
        run.created_at = run.updated_at = now;
        runs::Run added = *runs.add(run);
        index.changed(added, now);
        return added;
    }

    http::Response ask(std::string method, std::string target, std::string cookie = "",
                       std::string body = "", http::Headers headers = {}) {
        http::Request request;
        request.method = method;
        request.target = target;
        const std::size_t mark = target.find('?');
        request.path = target.substr(0, mark);
        if (mark != std::string::npos) request.query = target.substr(mark + 1);
        request.headers = std::move(headers);
        request.headers.emplace_back("Host", "here:8080");
        if (!cookie.empty()) request.headers.emplace_back("Cookie", cookie);
        if (method != "GET") request.headers.emplace_back("X-Ensemble-Request", "1");
        request.body = std::move(body);
        request.remote = "192.0.2.1";
        const auto match = router.find(method, request.path);
        REQUIRE(match.route != nullptr);
        request.params = match.params;
        std::optional<http::Response> answer;
        match.route->handler(std::move(request),
                             [&](http::Response&& response) { answer = std::move(response); });
        REQUIRE(answer.has_value());
        return std::move(*answer);
    }
};

inline nlohmann::json json_of(const http::Response& response) {
    return nlohmann::json::parse(std::get<std::string>(response.body));
}

}  // namespace ensemble::testing
