// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "daemon/api/api.h"
#include "daemon/sync/outside_commands.h"

// What every route of the page does before its own work: know the caller, read the body, find the
// thing and check the permission.
namespace ensemble::api {

// The caller behind a request. A browser session that changes something must carry the header
// X-Ensemble-Request, which no foreign page can send.
Result<auth::Caller> caller(Rooms& rooms, const http::Request& request);

// The caller, or one without user: whoever knows the address of a public project looks at it
// without signing in. For reading.
Result<auth::Caller> visitor(Rooms& rooms, const http::Request& request);

// The body as a JSON object; bad_request otherwise.
Result<nlohmann::json> body(const http::Request& request);
// The string under `key`: "" when it is absent or null, bad_request when it is something else or
// longer than `bytes_max` or not UTF-8.
Result<std::string> string_field(const nlohmann::json& object, std::string_view key,
                                 std::size_t bytes_max);

struct Found {
    auth::Caller caller;
    teams::Team team;
    projects::Project project;
};
// {team}/{project} of the path, if the caller may do `action` there; not_found hides the rest.
Result<Found> find_project(Rooms& rooms, const http::Request& request, permissions::Action action);
struct FoundRun : Found {
    runs::Run run;
};
Result<FoundRun> find_run(Rooms& rooms, const http::Request& request, permissions::Action action);
// The same for reading, also by a visitor. To somebody who has not signed in all that is hidden or
// missing is unauthenticated: they may see more once they have.
Result<Found> visit_project(Rooms& rooms, const http::Request& request);
Result<FoundRun> visit_run(Rooms& rooms, const http::Request& request);
// What is hidden from the caller looks so, and so does what is not there.
Error missing(const auth::Caller& caller, std::string_view what);
bool may(Rooms& rooms, const auth::Caller& caller, permissions::Action action, ProjectId project,
         UserId creator = {});
// The same for the audit, and for what is written there besides commands.
std::string device_of(Rooms& rooms, const auth::Caller& caller);
sync::By by(Rooms& rooms, const auth::Caller& caller);
// Has the command decided for the caller, at once; its refusal becomes an error.
Result<void> submit(Rooms& rooms, const auth::Caller& caller, sync::Command command);

http::Response answer(int status, const nlohmann::json& value);
http::Response no_content();

// A route whose handler gives an answer or an error at once.
using Serve = std::function<Result<http::Response>(const http::Request&)>;
void add(http::Router& router, std::string method, std::string pattern, Serve serve,
         std::uint64_t body_bytes_max = 0);

}  // namespace ensemble::api
