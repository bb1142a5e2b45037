// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include <nlohmann/json.hpp>

#include "daemon/api/door.h"
#include "daemon/api/key_requests.h"
#include "daemon/api/sessions.h"
#include "daemon/api/views.h"
#include "daemon/auth/password.h"
#include "daemon/auth/reach.h"
#include "daemon/http/status.h"
#include "shared/base/limits.h"

namespace ensemble::api {

using nlohmann::json;

namespace {

Result<http::Response> change_user(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    auto fields = body(request);
    if (!fields) return fields.error();
    users::EditProfile edit;
    for (const auto& [key, target, bytes_max] :
         {std::tuple{"full_name", &edit.full_name, limits::full_name_bytes_max},
          std::tuple{"email", &edit.email, limits::email_bytes_max},
          std::tuple{"language", &edit.language, std::size_t{16}},
          std::tuple{"theme", &edit.theme, std::size_t{16}}}) {
        if (!fields->contains(key)) continue;
        auto text = string_field(*fields, key, bytes_max);
        if (!text) return text.error();
        *target = std::move(*text);
    }
    if (auto done = submit(rooms, *who, std::move(edit)); !done) return done.error();
    auto user = rooms.users.find(who->user.id);
    if (!user) return user.error();
    auto hash = rooms.users.password_hash(who->user.id);
    return answer(200, user_view(*user ? **user : who->user, hash && !hash->empty()));
}

struct PasswordChange {
    auth::Caller who;
    std::string current;
    std::string password;
    std::string stored;
};

Result<PasswordChange> read_password_change(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    if (who->session.empty())
        return fail(ErrorCode::forbidden, "A password is changed in the browser, not with a key.");
    auto fields = body(request);
    if (!fields) return fields.error();
    auto current = string_field(*fields, "current", limits::password_bytes_max);
    if (!current) return current.error();
    auto password = string_field(*fields, "password", limits::password_bytes_max);
    if (!password) return password.error();
    if (password->size() < limits::password_bytes_min)
        return fail(ErrorCode::bad_request, "A password has at least 10 characters.");
    auto stored = rooms.users.password_hash(who->user.id);
    if (!stored) return stored.error();
    if (!rooms.accounts.may_attempt(who->user.name, request.remote, rooms.now()))
        return fail(ErrorCode::rate_limited, "Too many attempts. Wait a little and try again.");
    return PasswordChange{std::move(*who), std::move(*current), std::move(*password),
                          std::move(*stored)};
}

void change_password(Rooms& rooms, http::Request&& request, http::Reply reply) {
    auto change = read_password_change(rooms, request);
    if (!change) return reply(http::error_response(change.error()));
    rooms.in_background([&rooms, change = std::move(*change), remote = request.remote,
                         reply]() mutable {
        const bool right =
            change.stored.empty() || auth::verify_password(change.stored, change.current);
        auto hash =
            right
                ? auth::hash_password(change.password)
                : Result<std::string>(fail(ErrorCode::forbidden, "The current password is wrong."));
        rooms.on_core([&rooms, change = std::move(change), remote, reply, hash]() {
            if (!hash) {
                rooms.accounts.failed_attempt(change.who.user.name, remote, rooms.now());
                return reply(http::error_response(hash.error()));
            }
            if (auto set = rooms.users.set_password_hash(change.who.user.id, *hash); !set)
                return reply(http::error_response(set.error()));
            auto recorded =
                sync::record_password_changed(rooms.authority, by(rooms, change.who), rooms.now());
            if (!recorded) return reply(http::error_response(recorded.error()));
            // Whoever knew the old one is out.
            if (auto ended = end_other_sessions(rooms, change.who); !ended)
                return reply(http::error_response(ended.error()));
            reply(no_content());
        });
    });
}

Result<http::Response> list_keys(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    auto keys = rooms.keys.list(who->user.id);
    if (!keys) return keys.error();
    // A key that reaches less far than its owner does not look around either.
    const bool only_itself = auth::bounded(*who);
    json list = json::array();
    for (const storage::ApiKey& key : *keys)
        if (!only_itself || key.id == who->key) list.push_back(key_view(key));
    return answer(200, {{"keys", std::move(list)}});
}

// Who is nothing but view-only gets no key: it would open nothing. Those of service accounts are
// made by who steers them.
Result<void> check_maker(Rooms& rooms, const auth::Caller& who) {
    if (auto fine = auth::check_reach(who); !fine) return fine;
    const auto decision = records::may(rooms.authority.state(), who.asker,
                                       permissions::Action::apikey_create_own, {});
    if (!decision.allowed)
        return fail(ErrorCode::forbidden,
                    "Not allowed: " + std::string(permissions::name(decision.rule)) + ".");
    return {};
}

Result<http::Response> make_own_key(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    if (auto fine = check_maker(rooms, *who); !fine) return fine.error();
    auto wanted = read_key(rooms, request, who->user.id);
    if (!wanted) return wanted.error();
    return make_key(rooms, *who, *wanted);
}

Result<ApiKeyId> key_of_path(const http::Request& request) {
    const std::string& text = request.params.at(0);
    ApiKeyId id;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id.value);
    if (error != std::errc() || end != text.data() + text.size())
        return fail(ErrorCode::not_found, "The key was not found.");
    return id;
}

// Whoever is signed in may give up what is theirs, whatever they may do besides.
Result<http::Response> revoke_own_key(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    if (auto fine = auth::check_reach(*who); !fine) return fine.error();
    const records::User* user = rooms.authority.state().user(who->user.id);
    if (user == nullptr || user->kind != records::UserKind::person)
        return fail(ErrorCode::forbidden, "Not allowed: service_account.");
    auto id = key_of_path(request);
    if (!id) return id.error();
    return revoke_key(rooms, *who, who->user.id, *id);
}

Result<http::Response> rotate_own_key(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    if (auto fine = check_maker(rooms, *who); !fine) return fine.error();
    auto id = key_of_path(request);
    if (!id) return id.error();
    return rotate_key(rooms, request, *who, who->user.id, *id);
}

}  // namespace

void add_settings_routes(http::Router& router, Rooms& rooms) {
    const std::uint64_t bytes_max = limits::page_body_bytes_max;
    add(
        router, "PATCH", "/api/user",
        [&rooms](const http::Request& request) { return change_user(rooms, request); }, bytes_max);
    add(router, "GET", "/api/keys",
        [&rooms](const http::Request& request) { return list_keys(rooms, request); });
    add(
        router, "POST", "/api/keys",
        [&rooms](const http::Request& request) { return make_own_key(rooms, request); }, bytes_max);
    add(router, "DELETE", "/api/keys/{key}",
        [&rooms](const http::Request& request) { return revoke_own_key(rooms, request); });
    add(
        router, "POST", "/api/keys/{key}/rotate",
        [&rooms](const http::Request& request) { return rotate_own_key(rooms, request); },
        bytes_max);
    http::Route route;
    route.method = "PUT";
    route.pattern = "/api/user/password";
    route.body_bytes_max = bytes_max;
    route.handler = [&rooms](http::Request&& request, http::Reply reply) {
        change_password(rooms, std::move(request), std::move(reply));
    };
    router.add(std::move(route));
}

}  // namespace ensemble::api
