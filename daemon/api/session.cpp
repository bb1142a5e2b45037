// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "daemon/api/door.h"
#include "daemon/api/entering.h"
#include "daemon/api/views.h"
#include "daemon/auth/password.h"
#include "daemon/http/status.h"
#include "shared/base/encoding.h"
#include "shared/base/limits.h"

namespace ensemble::api {

using nlohmann::json;

namespace {

constexpr std::int64_t cookie_seconds = 30 * 24 * 3600;
constexpr std::size_t device_bytes_max = 400;  // of what a browser calls itself

std::string cookie(const Rooms& rooms, const http::Request& request, std::string_view token,
                   std::int64_t seconds) {
    std::string text = "ensemble_session=" + std::string(token) +
                       "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(seconds);
    if (rooms.secure_cookies || request.secure) text += "; Secure";
    return text;
}

json session_view(Rooms& rooms, const teams::User& user) {
    auto hash = rooms.users.password_hash(user.id);
    return {{"user", user_view(user, hash && !hash->empty())},
            {"server",
             {{"version", rooms.version}, {"time_ms", rooms.now().ms}, {"mails", rooms.mails}}}};
}

Error wrong_sign_in() {
    return fail(ErrorCode::unauthenticated, "The name or the password is wrong.");
}

// What was tried is kept among the refusals, though not what was typed: it may be a password.
http::Response failed(Rooms& rooms, const http::Request& request, UserId user, std::string_view way,
                      const Error& error) {
    auto recorded =
        sync::record_failed_sign_in(rooms.authority, user, way, request.remote, rooms.now());
    return http::error_response(recorded ? error : recorded.error());
}

// Checking a password takes a tenth of a second on purpose, so it happens off the core thread.
// An unknown name costs the same time as a known one.
void sign_in_by_password(Rooms& rooms, http::Request&& request, const std::string& name,
                         const std::string& password, http::Reply reply) {
    if (!rooms.accounts.may_attempt(name, request.remote, rooms.now())) {
        http::Response refused = http::error_response(
            fail(ErrorCode::rate_limited, "Too many attempts. Wait a little and try again."));
        return reply(std::move(refused));
    }
    teams::User user;
    std::string hash;
    if (auto found = rooms.users.find_by_name(name); found && *found) {
        user = **found;
        if (auto stored = rooms.users.password_hash(user.id)) hash = *stored;
    }
    rooms.in_background(
        [&rooms, request = std::move(request), name, password, reply, user, hash]() mutable {
            const bool right = auth::verify_password(hash, password);
            rooms.on_core([&rooms, request = std::move(request), name, reply, user, right]() {
                if (!right || !user.id || user.deactivated_at) {
                    rooms.accounts.failed_attempt(name, request.remote, rooms.now());
                    return reply(failed(rooms, request, user.id, "password", wrong_sign_in()));
                }
                reply(signed_in(rooms, request, user, "password"));
            });
        });
}

void sign_in(Rooms& rooms, http::Request&& request, http::Reply reply) {
    // The header keeps a foreign page from signing its own account into this browser.
    if (request.header("X-Ensemble-Request").empty())
        return reply(http::error_response(
            fail(ErrorCode::forbidden, "The header X-Ensemble-Request is missing.")));
    auto fields = body(request);
    if (!fields) return reply(http::error_response(fields.error()));
    auto token = string_field(*fields, "token", 256);
    auto name = string_field(*fields, "name", 256);
    auto password = string_field(*fields, "password", limits::password_bytes_max);
    if (!token || !name || !password)
        return reply(http::error_response(
            fail(ErrorCode::bad_request, "Send a token, or a name and a password.")));
    if (token->empty())
        return sign_in_by_password(rooms, std::move(request), *name, *password, std::move(reply));
    if (!rooms.accounts.may_open_link(request.remote, rooms.now()))
        return reply(http::error_response(
            fail(ErrorCode::rate_limited, "Too many attempts. Wait a little and try again.")));
    auto user = rooms.accounts.take_link(*token, rooms.now());
    if (!user) {
        rooms.accounts.failed_link(request.remote, rooms.now());
        return reply(failed(rooms, request, {}, "link", user.error()));
    }
    reply(signed_in(rooms, request, *user, "link"));
}

}  // namespace

http::Response signed_in(Rooms& rooms, const http::Request& request, const teams::User& user,
                         std::string_view way) {
    std::string device(request.header("User-Agent").substr(0, device_bytes_max));
    if (!valid_utf8(device)) device.clear();
    auto token = rooms.accounts.make_session(user.id, rooms.now(), device);
    if (!token) return http::error_response(token.error());
    const std::string hash = rooms.accounts.session_hash(*token);
    auto recorded = sync::record_sign_in(
        rooms.authority, {user.id, {}, sync::device_of(rooms.keys, {}, hash)},
        {sync::session_id(hash), std::string(way), device, request.remote}, rooms.now());
    if (!recorded) return http::error_response(recorded.error());
    http::Response response = answer(200, session_view(rooms, user));
    response.headers.emplace_back("Set-Cookie", cookie(rooms, request, *token, cookie_seconds));
    return response;
}

void add_session_routes(http::Router& router, Rooms& rooms) {
    add(router, "GET", "/api/session", [&rooms](const http::Request& request) {
        auto who = caller(rooms, request);
        if (!who) return Result<http::Response>(who.error());
        return Result<http::Response>(answer(200, session_view(rooms, who->user)));
    });
    http::Route route;
    route.method = "POST";
    route.pattern = "/api/session";
    route.body_bytes_max = limits::page_body_bytes_max;
    route.handler = [&rooms](http::Request&& request, http::Reply reply) {
        sign_in(rooms, std::move(request), std::move(reply));
    };
    router.add(std::move(route));
    add(router, "DELETE", "/api/session",
        [&rooms](const http::Request& request) -> Result<http::Response> {
            auto who = caller(rooms, request);
            if (!who) return who.error();
            if (!who->session.empty()) {
                if (auto ended = rooms.accounts.end_session(who->session); !ended)
                    return ended.error();
                auto recorded =
                    sync::record_sign_out(rooms.authority, by(rooms, *who), rooms.now());
                if (!recorded) return recorded.error();
            }
            http::Response response = no_content();
            response.headers.emplace_back("Set-Cookie", cookie(rooms, request, "", 0));
            return response;
        });
}

}  // namespace ensemble::api
