// SPDX-License-Identifier: Apache-2.0
#include "daemon/command/operator.h"

#include <nlohmann/json.hpp>

#include "daemon/sync/outside_commands.h"
#include "daemon/sync/people.h"
#include "shared/base/limits.h"
#include "shared/records/names.h"
#include "shared/users/objections.h"

namespace ensemble::command {

using nlohmann::json;

namespace {

using Lines = std::vector<std::string>;

sync::By by_operator() {
    return {.device = std::string(sync::command_line)};
}

std::string home_of(const records::State& state, const records::User& account) {
    const records::Team* team = state.team(account.home_team);
    const bool of_team = account.kind == records::UserKind::team_service && team != nullptr;
    return of_team ? "the team " + team->name : "this instance";
}

// Service accounts have names like people, and nothing else that this command line is about.
Result<records::User> find(UserRooms& rooms, const std::string& name) {
    if (name.empty()) return fail(ErrorCode::bad_request, "Whose? Give the name of a user.");
    const records::State& state = rooms.authority.state();
    const records::User* user = state.user_named(name);
    if (user == nullptr) return fail(ErrorCode::not_found, "There is no user called " + name + ".");
    if (user->kind == records::UserKind::person) return *user;
    const bool of_team = user->kind == records::UserKind::team_service;
    return fail(ErrorCode::bad_request,
                user->name + " is a service account of " + home_of(state, *user) +
                    ", not a person: it signs in nowhere and is no admin. To end its access, " +
                    (of_team ? "delete it in the settings of the team, under Service accounts."
                             : "delete it as an admin, with the command delete_service_account."));
}

// With what to do about it.
Error in_words(const records::Refused& against, const records::User& user) {
    using records::Refusal;
    if (against.code == Refusal::last_admin && !against.value.empty())
        return fail(ErrorCode::conflict,
                    user.name + " is the only admin of the team " + against.value +
                        ". Make somebody else its admin first: in its settings, under Members, or "
                        "as an admin of this instance with \"Appoint an admin\" in the list of "
                        "teams.");
    if (against.code == Refusal::last_admin)
        return fail(ErrorCode::conflict, user.name +
                                             " is the only admin of this instance. Make somebody "
                                             "else one first: ensembled user admin NAME");
    if (user.deactivated_at)
        return fail(ErrorCode::conflict, user.name +
                                             " is deactivated. Give access back first: ensembled "
                                             "user activate " +
                                             user.name);
    return sync::as_error(against);
}

Result<Lines> add_user(UserRooms& rooms, const Options& options, Instant now) {
    const std::string_view fault = records::fault_of_team_name(options.name);
    if (!fault.empty()) return fail(ErrorCode::bad_request, std::string(fault));
    if (!records::is_address(options.email))
        return fail(ErrorCode::bad_request, "This is not an e-mail address: " + options.email);
    if (!options.api_key.empty()) {
        // Before anything is stored, so that a bad key leaves no user behind.
        if (auto fine = auth::Accounts::check_key(options.api_key); !fine) return fine.error();
    }
    auto added = sync::add_user(rooms.authority,
                                {.name = options.name,
                                 .email = options.email,
                                 .admin = options.admin,
                                 .owns_address = true},
                                {}, now);
    if (!added) return added.error();
    Lines lines{"Added " + options.name + (options.admin ? ", an admin." : ".")};
    if (!options.api_key.empty()) {
        auto taken = rooms.accounts.take_key(*added, "command line", options.api_key, now);
        if (!taken) return taken.error();
        auto noted = sync::record_key_made(rooms.authority, by_operator(), *taken, now);
        if (!noted) return noted.error();
        lines.push_back(options.api_key);
        return lines;
    }
    auto made = rooms.accounts.make_key(*added, "command line", now);
    if (!made) return made.error();
    auto noted = sync::record_key_made(rooms.authority, by_operator(), made->key, now);
    if (!noted) return noted.error();
    lines.push_back("API key, shown only now:");
    lines.push_back(made->secret);
    return lines;
}

Result<Lines> list_users(UserRooms& rooms) {
    auto users = rooms.users.list();
    if (!users) return users.error();
    Lines lines;
    for (const teams::User& user : *users) {
        std::string line = user.name + "\t" + user.email;
        const records::User* row = rooms.authority.state().user(user.id);
        const bool service = row != nullptr && row->kind != records::UserKind::person;
        if (service) line += "\tservice account of " + home_of(rooms.authority.state(), *row);
        if (user.admin) line += "\tadmin";
        if (user.deactivated_at) line += service ? "\tdeleted" : "\tdeactivated";
        lines.push_back(std::move(line));
    }
    return lines;
}

Result<Lines> link_user(UserRooms& rooms, const Options& options, Instant now) {
    auto user = find(rooms, options.name);
    if (!user) return user.error();
    if (user->deactivated_at) return fail(ErrorCode::forbidden, user->name + " is deactivated.");
    auto token = rooms.accounts.make_link(user->id, now);
    if (!token) return token.error();
    auto noted = sync::record_link_made(rooms.authority, user->id, now);
    if (!noted) return noted.error();
    const std::string& base = options.public_url.empty() ? rooms.base_url : options.public_url;
    return Lines{"This link signs " + user->name + " in once, within 24 hours:",
                 base + "/signin?token=" + *token};
}

Result<Lines> deactivate_user(UserRooms& rooms, const Options& options, Instant now) {
    auto user = find(rooms, options.name);
    if (!user) return user.error();
    const users::SetActive command{user->id, false};
    if (const auto against = users::objection(rooms.authority.state(), command))
        return in_words(*against, *user);
    if (!user->deactivated_at) {
        auto done = sync::set_active(rooms.authority, user->id, false, now);
        if (!done) return done.error();
    }
    if (auto ended = rooms.accounts.end_sessions(user->id); !ended) return ended.error();
    return Lines{user->name + " has no access any more. Runs stay."};
}

Result<Lines> activate_user(UserRooms& rooms, const Options& options, Instant now) {
    auto user = find(rooms, options.name);
    if (!user) return user.error();
    if (!user->deactivated_at) return Lines{user->name + " has access."};
    if (auto done = sync::set_active(rooms.authority, user->id, true, now); !done)
        return done.error();
    return Lines{user->name + " has access again."};
}

Result<Lines> make_admin(UserRooms& rooms, const Options& options, Instant now) {
    auto user = find(rooms, options.name);
    if (!user) return user.error();
    const users::SetInstanceAdmin command{user->id, options.admin};
    if (const auto against = users::objection(rooms.authority.state(), command))
        return in_words(*against, *user);
    if (user->admin != options.admin) {
        auto done = sync::set_admin(rooms.authority, user->id, options.admin, now);
        if (!done) return done.error();
    }
    return Lines{user->name + (options.admin ? " is an admin of this instance."
                                             : " is not an admin of this instance.")};
}

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

Result<Lines> run_user_command(UserRooms& rooms, const Options& options, Instant now) {
    switch (options.kind) {
    case Kind::user_add:
        return add_user(rooms, options, now);
    case Kind::user_list:
        return list_users(rooms);
    case Kind::user_link:
        return link_user(rooms, options, now);
    case Kind::user_deactivate:
        return deactivate_user(rooms, options, now);
    case Kind::user_activate:
        return activate_user(rooms, options, now);
    case Kind::user_admin:
        return make_admin(rooms, options, now);
    case Kind::serve:
    case Kind::check:
    case Kind::backup:
    case Kind::restore:
    case Kind::version:
    case Kind::mail_test:
    case Kind::permissions:
    case Kind::audit_verify:
        break;
    }
    return fail(ErrorCode::unsupported, "This is not a command about users.");
}

std::string encode_request(const Options& options) {
    return dump({{"kind", static_cast<int>(options.kind)},
                 {"name", options.name},
                 {"email", options.email},
                 {"admin", options.admin},
                 {"api_key", options.api_key},
                 {"public_url", options.public_url},
                 {"file", options.file}});
}

Result<Options> decode_request(std::string_view text) {
    const json value = json::parse(text, nullptr, false);
    Options options;
    if (!value.is_object() || !value.contains("kind") || !value["kind"].is_number_integer())
        return fail(ErrorCode::bad_request, "This is not a request of the command line.");
    const int kind = value["kind"].get<int>();
    if (kind < 0 || kind > static_cast<int>(Kind::user_admin))
        return fail(ErrorCode::unsupported, "The command is not known to this daemon.");
    options.kind = static_cast<Kind>(kind);
    for (auto [key, target] :
         {std::pair{"name", &options.name}, std::pair{"email", &options.email},
          std::pair{"api_key", &options.api_key}, std::pair{"public_url", &options.public_url},
          std::pair{"file", &options.file}}) {
        const auto found = value.find(key);
        if (found != value.end() && found->is_string()) *target = found->get<std::string>();
    }
    const auto admin = value.find("admin");
    options.admin = admin != value.end() && admin->is_boolean() && admin->get<bool>();
    return options;
}

std::string encode_answer(const Result<Lines>& answer) {
    if (answer) return dump({{"lines", *answer}});
    return dump(
        {{"error", answer.error().detail}, {"code", static_cast<int>(answer.error().code)}});
}

Result<Lines> decode_answer(std::string_view text) {
    const json value = json::parse(text, nullptr, false);
    if (value.is_object() && value.contains("lines") && value["lines"].is_array()) {
        Lines lines;
        for (const json& line : value["lines"]) {
            if (line.is_string()) lines.push_back(line.get<std::string>());
        }
        return lines;
    }
    if (value.is_object() && value.contains("error") && value["error"].is_string())
        return fail(ErrorCode::bad_request, value["error"].get<std::string>());
    return fail(ErrorCode::unavailable, "The running daemon gave no answer.");
}

}  // namespace ensemble::command
