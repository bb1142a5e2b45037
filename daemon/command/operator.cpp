// SPDX-License-Identifier: Apache-2.0
#include "daemon/command/operator.h"

#include <nlohmann/json.hpp>

#include "daemon/sync/people.h"
#include "shared/base/limits.h"
#include "shared/records/names.h"

namespace ensemble::command {

using nlohmann::json;

namespace {

using Lines = std::vector<std::string>;

Result<teams::User> find(UserRooms& rooms, const std::string& name) {
    auto user = rooms.users.find_by_name(name);
    if (!user) return user.error();
    if (!*user) return fail(ErrorCode::not_found, "There is no user called " + name + ".");
    return std::move(**user);
}

Result<Lines> add_user(UserRooms& rooms, const Options& options, Instant now) {
    const std::string_view fault = records::fault_of_team_name(options.name);
    if (!fault.empty()) return fail(ErrorCode::bad_request, std::string(fault));
    if (options.email.find('@') == std::string::npos)
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
        lines.push_back(options.api_key);
        return lines;
    }
    auto made = rooms.accounts.make_key(*added, "command line", now);
    if (!made) return made.error();
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
        if (user.admin) line += "\tadmin";
        if (user.deactivated_at) line += "\tdeactivated";
        lines.push_back(std::move(line));
    }
    return lines;
}

Result<Lines> link_user(UserRooms& rooms, const Options& options, Instant now) {
    auto user = find(rooms, options.name);
    if (!user) return user.error();
    if (user->deactivated_at) return fail(ErrorCode::forbidden, options.name + " is deactivated.");
    auto token = rooms.accounts.make_link(user->id, now);
    if (!token) return token.error();
    const std::string& base = options.public_url.empty() ? rooms.base_url : options.public_url;
    return Lines{"This link signs " + options.name + " in once, within 24 hours:",
                 base + "/signin?token=" + *token};
}

Result<Lines> deactivate_user(UserRooms& rooms, const Options& options, Instant now) {
    auto user = find(rooms, options.name);
    if (!user) return user.error();
    if (!user->deactivated_at) {
        auto done = sync::set_active(rooms.authority, user->id, false, now);
        if (!done) return done.error();
    }
    if (auto ended = rooms.accounts.end_sessions(user->id); !ended) return ended.error();
    return Lines{options.name + " has no access any more. Runs stay."};
}

Result<Lines> activate_user(UserRooms& rooms, const Options& options, Instant now) {
    auto user = find(rooms, options.name);
    if (!user) return user.error();
    if (auto done = sync::set_active(rooms.authority, user->id, true, now); !done)
        return done.error();
    return Lines{options.name + " has access again."};
}

Result<Lines> make_admin(UserRooms& rooms, const Options& options, Instant now) {
    auto user = find(rooms, options.name);
    if (!user) return user.error();
    if (auto done = sync::set_admin(rooms.authority, user->id, options.admin, now); !done)
        return done.error();
    return Lines{options.name + (options.admin ? " is an admin of this instance."
                                               : " is not an admin of this instance any more.")};
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
