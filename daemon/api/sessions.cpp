// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/sessions.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "daemon/api/door.h"

// Where the caller is signed in, and how to end that from here.
namespace ensemble::api {

using nlohmann::json;

namespace {

// A key, which may lie in a script, neither sees nor ends the sign-ins of its owner.
Result<auth::Caller> signed_in_caller(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who || !who->session.empty()) return who;
    return fail(ErrorCode::forbidden, "Only somebody who is signed in sees where they are.");
}

std::string id_of(const storage::KeyStore::Session& session) {
    return sync::session_id(session.hash);
}

Result<void> end(Rooms& rooms, const auth::Caller& who, const storage::KeyStore::Session& session) {
    if (auto ended = rooms.accounts.end_session(session.hash); !ended) return ended;
    return sync::record_session_ended(rooms.authority, by(rooms, who), id_of(session), rooms.now());
}

Result<http::Response> list(Rooms& rooms, const http::Request& request) {
    auto who = signed_in_caller(rooms, request);
    if (!who) return who.error();
    auto sessions = rooms.keys.sessions(who->user.id, rooms.now());
    if (!sessions) return sessions.error();
    json views = json::array();
    for (const auto& session : *sessions) {
        views.push_back({{"id", id_of(session)},
                         {"device", session.device},
                         {"created_at_ms", session.created_at.ms},
                         {"used_at_ms", session.used_at.ms},
                         {"expires_at_ms", session.expires_at.ms},
                         {"current", session.hash == who->session}});
    }
    return answer(200, {{"sessions", std::move(views)}});
}

Result<http::Response> end_one(Rooms& rooms, const http::Request& request) {
    auto who = signed_in_caller(rooms, request);
    if (!who) return who.error();
    auto sessions = rooms.keys.sessions(who->user.id, rooms.now());
    if (!sessions) return sessions.error();
    const auto found = std::find_if(sessions->begin(), sessions->end(), [&](const auto& session) {
        return id_of(session) == request.params.at(0);
    });
    if (found == sessions->end()) return fail(ErrorCode::not_found, "The sign-in was not found.");
    if (auto done = end(rooms, *who, *found); !done) return done.error();
    return no_content();
}

Result<http::Response> end_others(Rooms& rooms, const http::Request& request) {
    auto who = signed_in_caller(rooms, request);
    if (!who) return who.error();
    if (auto done = end_other_sessions(rooms, *who); !done) return done.error();
    return no_content();
}

}  // namespace

Result<void> end_other_sessions(Rooms& rooms, const auth::Caller& who) {
    auto sessions = rooms.keys.sessions(who.user.id, rooms.now());
    if (!sessions) return sessions.error();
    for (const auto& session : *sessions) {
        if (session.hash == who.session) continue;
        if (auto done = end(rooms, who, session); !done) return done.error();
    }
    return {};
}

void add_sessions_routes(http::Router& router, Rooms& rooms) {
    add(router, "GET", "/api/sessions",
        [&rooms](const http::Request& request) { return list(rooms, request); });
    add(router, "DELETE", "/api/sessions",
        [&rooms](const http::Request& request) { return end_others(rooms, request); });
    add(router, "DELETE", "/api/sessions/{session}",
        [&rooms](const http::Request& request) { return end_one(rooms, request); });
}

}  // namespace ensemble::api
