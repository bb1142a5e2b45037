// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <utility>

#include <nlohmann/json.hpp>

#include "daemon/api/door.h"
#include "daemon/api/entering.h"
#include "daemon/api/invite_path.h"
#include "daemon/auth/password.h"
#include "daemon/auth/tokens.h"
#include "daemon/http/status.h"
#include "daemon/sync/people.h"
#include "shared/base/limits.h"
#include "shared/records/names.h"

// Links by which invited people come in. A link is the ids of team and invite and a signature over
// both; nothing of it is stored, and it ends with the invite.
namespace ensemble::api {

using nlohmann::json;

namespace {

constexpr std::size_t token_bytes_max = 128;

std::string signed_text(const records::Invite& invite) {
    return "invite\n" + std::to_string(invite.team.value) + "\n" + std::to_string(invite.id.value);
}

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Error no_invite() {
    return fail(ErrorCode::not_found,
                "This invite was withdrawn, accepted or has expired. Ask for a new one.");
}

// "team.invite.signature". What is forged and what is gone look alike.
Result<records::Invite> invite_of(Rooms& rooms, std::string_view token) {
    if (token.size() > token_bytes_max) return no_invite();
    const auto first = token.find('.');
    const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos) return no_invite();
    const auto team = number(token.substr(0, first));
    const auto id = number(token.substr(first + 1, second - first - 1));
    if (!team || !id) return no_invite();
    records::Invite named{.id = {*id}, .team = {*team}};
    if (!rooms.accounts.verify(signed_text(named), token.substr(second + 1))) return no_invite();
    const records::Invite* invite = rooms.authority.state().invite(named.team, named.id);
    const records::Team* found = rooms.authority.state().team(named.team);
    if (invite == nullptr || found == nullptr || found->deleted_at ||
        invite->expires_at <= rooms.now())
        return no_invite();
    return *invite;
}

}  // namespace

std::string invite_path(const auth::Accounts& accounts, const records::Invite& invite) {
    return "/join/" + std::to_string(invite.team.value) + "." + std::to_string(invite.id.value) +
           "." + accounts.sign(signed_text(invite));
}

namespace {

Result<http::Response> link(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    const records::State& state = rooms.authority.state();
    const records::Team* team = state.team_named(request.params.at(0));
    const auto id = number(request.params.at(1));
    const records::Invite* invite = team != nullptr && id ? state.invite(team->id, {*id}) : nullptr;
    using permissions::Action;
    if (invite == nullptr ||
        !records::may(state, who->asker, Action::team_invite, {team->id}).allowed)
        return fail(ErrorCode::not_found, "The invite was not found.");
    return answer(200, {{"path", invite_path(rooms.accounts, *invite)},
                        {"expires_at_ms", invite->expires_at.ms}});
}

Result<http::Response> look(Rooms& rooms, const http::Request& request) {
    if (!rooms.accounts.may_open_link(request.remote, rooms.now()))
        return fail(ErrorCode::rate_limited, "Too many attempts. Wait a little and try again.");
    auto invite = invite_of(rooms, request.params.at(0));
    if (!invite) {
        rooms.accounts.failed_link(request.remote, rooms.now());
        return invite.error();
    }
    const records::State& state = rooms.authority.state();
    const records::User* inviter = state.user(invite->inviter);
    const records::CustomRole* custom = state.custom_role(invite->role.custom);
    return answer(
        200, {{"team", state.team(invite->team)->name},
              {"team_id", invite->team.value},
              {"invite_id", invite->id.value},
              {"inviter", inviter != nullptr ? inviter->name : ""},
              {"email", invite->email},
              {"user", invite->user ? state.user(invite->user)->name : ""},
              {"role", custom != nullptr ? custom->name : permissions::name(invite->role.base)},
              {"expires_at_ms", invite->expires_at.ms}});
}

Result<void> accept(Rooms& rooms, UserId user, const records::Invite& invite, std::string device) {
    auto outcome = rooms.authority.submit(
        {.asker = {.user = user}, .device = std::move(device), .proven_invite = invite.id},
        teams::AcceptInvite{invite.team, invite.id}, sync::fresh_command_id(auth::random_number),
        rooms.now());
    if (!outcome) return outcome.error();
    return outcome->refused ? Result<void>(sync::as_error(*outcome->refused)) : Result<void>();
}

struct NewPerson {
    std::string name;
    std::string full_name;
    std::string password;
};

Result<NewPerson> read_person(Rooms& rooms, const http::Request& request) {
    auto fields = body(request);
    if (!fields) return fields.error();
    auto name = string_field(*fields, "name", limits::user_name_bytes_max);
    if (!name) return name.error();
    auto full_name = string_field(*fields, "full_name", limits::full_name_bytes_max);
    if (!full_name) return full_name.error();
    auto password = string_field(*fields, "password", limits::password_bytes_max);
    if (!password) return password.error();
    const std::string_view fault = records::fault_of_team_name(*name);
    if (!fault.empty()) return fail(ErrorCode::bad_request, std::string(fault));
    const records::State& state = rooms.authority.state();
    if (state.user_named(*name) != nullptr || state.team_named(*name) != nullptr)
        return fail(ErrorCode::conflict, "The name \"" + *name + "\" is taken.");
    if (password->size() < limits::password_bytes_min)
        return fail(ErrorCode::bad_request, "A password has at least 10 characters.");
    return NewPerson{std::move(*name), std::move(*full_name), std::move(*password)};
}

// The account and its first membership. The invite may have gone while the password was hashed.
Result<http::Response> enter(Rooms& rooms, const http::Request& request, const NewPerson& person,
                             const std::string& hash) {
    auto invite = invite_of(rooms, request.params.at(0));
    if (!invite) return invite.error();
    if (invite->user) return no_invite();
    auto added = sync::add_user(rooms.authority,
                                {.name = person.name,
                                 .full_name = person.full_name,
                                 .email = invite->email,
                                 .by_themselves = true},
                                {}, rooms.now());
    if (!added) return added.error();
    if (auto set = rooms.users.set_password_hash(*added, hash); !set) return set.error();
    if (auto accepted = accept(rooms, *added, *invite, ""); !accepted) return accepted.error();
    auto user = rooms.users.find(*added);
    if (!user) return user.error();
    return signed_in(rooms, request, **user, "invite");
}

void sign_up(Rooms& rooms, http::Request&& request, http::Reply reply) {
    auto person = read_person(rooms, request);
    if (!person) return reply(http::error_response(person.error()));
    rooms.in_background(
        [&rooms, request = std::move(request), person = std::move(*person), reply]() mutable {
            auto hash = auth::hash_password(person.password);
            rooms.on_core(
                [&rooms, request = std::move(request), person = std::move(person), reply, hash]() {
                    if (!hash) return reply(http::error_response(hash.error()));
                    auto entered = enter(rooms, request, person, *hash);
                    reply(entered ? std::move(*entered) : http::error_response(entered.error()));
                });
        });
}

// Somebody who is signed in accepts; anybody else becomes somebody first.
void join(Rooms& rooms, http::Request&& request, http::Reply reply) {
    if (request.header("X-Ensemble-Request").empty())
        return reply(http::error_response(
            fail(ErrorCode::forbidden, "The header X-Ensemble-Request is missing.")));
    if (!rooms.accounts.may_open_link(request.remote, rooms.now()))
        return reply(http::error_response(
            fail(ErrorCode::rate_limited, "Too many attempts. Wait a little and try again.")));
    auto invite = invite_of(rooms, request.params.at(0));
    if (!invite) {
        rooms.accounts.failed_link(request.remote, rooms.now());
        return reply(http::error_response(invite.error()));
    }
    auto who = rooms.accounts.identify(request, auth::Accounts::Allow::session, rooms.now());
    if (!who && sync::address_taken(rooms.authority.state(), invite->email))
        return reply(http::error_response(
            fail(ErrorCode::conflict, "Somebody with the address " + invite->email +
                                          " is here already. Sign in and open this link again.")));
    if (!who) return sign_up(rooms, std::move(request), std::move(reply));
    auto accepted = accept(rooms, who->user.id, *invite, device_of(rooms, *who));
    reply(accepted ? no_content() : http::error_response(accepted.error()));
}

}  // namespace

void add_invite_routes(http::Router& router, Rooms& rooms) {
    add(router, "GET", "/api/teams/{team}/invites/{invite}/link",
        [&rooms](const http::Request& request) { return link(rooms, request); });
    add(router, "GET", "/api/join/{token}",
        [&rooms](const http::Request& request) { return look(rooms, request); });
    http::Route route;
    route.method = "POST";
    route.pattern = "/api/join/{token}";
    route.body_bytes_max = limits::page_body_bytes_max;
    route.handler = [&rooms](http::Request&& request, http::Reply reply) {
        join(rooms, std::move(request), std::move(reply));
    };
    router.add(std::move(route));
}

}  // namespace ensemble::api
