// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/door.h"

#include <nlohmann/json.hpp>

#include "daemon/auth/tokens.h"
#include "daemon/http/status.h"
#include "daemon/sync/people.h"
#include "shared/base/encoding.h"
#include "shared/base/limits.h"

namespace ensemble::api {

using nlohmann::json;

Result<auth::Caller> caller(Rooms& rooms, const http::Request& request) {
    auto found = rooms.accounts.identify(request, auth::Accounts::Allow::either, rooms.now());
    if (!found) return found.error();
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (!reads && !found->session.empty() && request.header("X-Ensemble-Request").empty())
        return fail(ErrorCode::forbidden, "The header X-Ensemble-Request is missing.");
    return found;
}

Result<auth::Caller> visitor(Rooms& rooms, const http::Request& request) {
    return rooms.accounts.identify_visitor(request, rooms.now());
}

Result<json> body(const http::Request& request) {
    if (!valid_utf8(request.body)) return fail(ErrorCode::bad_request, "The body is not UTF-8.");
    // Deep nesting is refused before parsing: a tree of it would be destroyed recursively.
    std::size_t depth = 0;
    std::size_t deepest = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < request.body.size(); ++i) {
        const char c = request.body[i];
        if (quoted) {
            if (c == '\\') ++i;
            if (c == '"') quoted = false;
            continue;
        }
        if (c == '"') quoted = true;
        if (c == '{' || c == '[') deepest = std::max(deepest, ++depth);
        if ((c == '}' || c == ']') && depth > 0) --depth;
    }
    if (deepest > limits::json_depth_max)
        return fail(ErrorCode::bad_request, "The body is nested too deeply.");
    json value = json::parse(request.body, nullptr, false);
    if (!value.is_object()) return fail(ErrorCode::bad_request, "The body is not a JSON object.");
    return value;
}

Result<std::string> string_field(const json& object, std::string_view key, std::size_t bytes_max) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return std::string();
    if (!found->is_string())
        return fail(ErrorCode::bad_request, std::string(key) + " is not a string.");
    auto text = found->get<std::string>();
    if (text.size() > bytes_max)
        return fail(ErrorCode::too_large,
                    std::string(key) + " is longer than " + std::to_string(bytes_max) + " bytes.");
    return text;
}

bool may(Rooms& rooms, const auth::Caller& caller, permissions::Action action, ProjectId id,
         UserId creator) {
    const records::State& state = rooms.authority.state();
    const records::Project* project = state.project(id);
    if (project == nullptr || project->deleted_at) return false;
    return records::may(state, caller.asker, action, {project->team, id, creator}).allowed;
}

std::string device_of(Rooms& rooms, const auth::Caller& caller) {
    return sync::device_of(rooms.keys, caller.key, caller.session);
}

sync::By by(Rooms& rooms, const auth::Caller& caller) {
    return {caller.user.id, caller.on_behalf_of, device_of(rooms, caller)};
}

Result<void> submit(Rooms& rooms, const auth::Caller& caller, sync::Command command) {
    auto outcome = rooms.authority.submit({.asker = caller.asker,
                                           .on_behalf_of = caller.on_behalf_of,
                                           .device = device_of(rooms, caller)},
                                          std::move(command),
                                          sync::fresh_command_id(auth::random_number), rooms.now());
    if (!outcome) return outcome.error();
    if (!outcome->refused) return {};
    return sync::as_error(*outcome->refused);
}

Error missing(const auth::Caller& caller, std::string_view what) {
    if (!caller.user.id) return auth::Accounts::sign_in_first();
    return fail(ErrorCode::not_found, std::string(what) + " was not found.");
}

namespace {

using permissions::Action;

Error not_allowed(const permissions::Decision& decision) {
    return fail(ErrorCode::forbidden,
                "Not allowed: " + std::string(permissions::name(decision.rule)) + ".");
}

Result<Found> project_for(Rooms& rooms, auth::Caller who, const http::Request& request,
                          Action action, std::string_view what) {
    auto team = rooms.users.find_team_by_name(request.params.at(0));
    if (!team) return team.error();
    if (!*team) return missing(who, what);
    auto project = rooms.projects.find_at((*team)->id, request.params.at(1));
    if (!project) return project.error();
    if (!*project) return missing(who, what);
    const records::State& state = rooms.authority.state();
    const records::Target target{(*team)->id, (*project)->id, {}};
    if (!records::may(state, who.asker, Action::project_read, target).allowed)
        return missing(who, what);
    const auto decision = records::may(state, who.asker, action, target);
    // Of something in it, the right may depend on who made that.
    const bool may_depend = decision.rule == permissions::Rule::not_creator;
    if (!decision.allowed && !may_depend) return not_allowed(decision);
    return Found{std::move(who), std::move(**team), std::move(**project)};
}

Result<FoundRun> run_in(Rooms& rooms, Found found, std::string_view name, Action action) {
    auto run = rooms.runs.find(found.project.id, name);
    if (!run) return run.error();
    if (!*run) return missing(found.caller, "The run");
    const auto decision = records::may(rooms.authority.state(), found.caller.asker, action,
                                       {found.team.id, found.project.id, (*run)->author});
    if (!decision.allowed) return not_allowed(decision);
    FoundRun out;
    static_cast<Found&>(out) = std::move(found);
    out.run = std::move(**run);
    return out;
}

}  // namespace

Result<Found> find_project(Rooms& rooms, const http::Request& request, Action action) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    return project_for(rooms, std::move(*who), request, action, "The project");
}

Result<FoundRun> find_run(Rooms& rooms, const http::Request& request, Action action) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    auto found = project_for(rooms, std::move(*who), request, action, "The run");
    if (!found) return found.error();
    return run_in(rooms, std::move(*found), request.params.at(2), action);
}

Result<Found> visit_project(Rooms& rooms, const http::Request& request) {
    auto who = visitor(rooms, request);
    if (!who) return who.error();
    return project_for(rooms, std::move(*who), request, Action::project_read, "The project");
}

Result<FoundRun> visit_run(Rooms& rooms, const http::Request& request) {
    auto who = visitor(rooms, request);
    if (!who) return who.error();
    auto found = project_for(rooms, std::move(*who), request, Action::run_read, "The run");
    if (!found) return found.error();
    return run_in(rooms, std::move(*found), request.params.at(2), Action::run_read);
}

http::Response answer(int status, const json& value) {
    http::Response response =
        http::json(status, value.dump(-1, ' ', false, json::error_handler_t::replace));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

http::Response no_content() {
    http::Response response;
    response.status = 204;
    return response;
}

void add(http::Router& router, std::string method, std::string pattern, Serve serve,
         std::uint64_t body_bytes_max) {
    http::Route route;
    route.method = std::move(method);
    route.pattern = std::move(pattern);
    route.body_bytes_max = body_bytes_max;
    route.handler = [serve = std::move(serve)](http::Request&& request, http::Reply reply) {
        auto response = serve(request);
        reply(response ? std::move(*response) : http::error_response(response.error()));
    };
    router.add(std::move(route));
}

}  // namespace ensemble::api
