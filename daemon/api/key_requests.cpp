// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/key_requests.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "daemon/api/views.h"
#include "shared/base/limits.h"

namespace ensemble::api {

using nlohmann::json;

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::int64_t expiry_days_max = 3650;
constexpr std::int64_t overlap_hours_max = 30 * 24;

Result<std::int64_t> integer_field(const json& object, std::string_view key, std::int64_t most) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return std::int64_t{0};
    if (!found->is_number_integer() || found->get<std::int64_t>() < 0 ||
        found->get<std::int64_t>() > most)
        return fail(ErrorCode::bad_request,
                    std::string(key) + " is a number from 0 to " + std::to_string(most) + ".");
    return found->get<std::int64_t>();
}

Result<void> audit(Rooms& rooms, const auth::Caller& caller, std::string event, UserId owner,
                   const storage::ApiKey& key) {
    storage::Decided line{.at = rooms.now(), .actor = caller.user.id, .on_behalf_of = owner};
    line.event = std::move(event);
    line.detail = key.name + " (" + key.prefix + "…)";
    return rooms.authority.record(std::move(line));
}

Result<storage::ApiKey> live_key(Rooms& rooms, UserId owner, ApiKeyId id) {
    auto keys = rooms.keys.list(owner);
    if (!keys) return keys.error();
    const auto found = std::find_if(keys->begin(), keys->end(),
                                    [&](const storage::ApiKey& key) { return key.id == id; });
    if (found == keys->end()) return fail(ErrorCode::not_found, "The key was not found.");
    return *found;
}

}  // namespace

Result<storage::ApiKey> read_key(Rooms& rooms, const http::Request& request, UserId user) {
    auto fields = body(request);
    if (!fields) return fields.error();
    storage::ApiKey key;
    key.user = user;
    auto name = string_field(*fields, "name", limits::display_name_bytes_max);
    if (!name) return name.error();
    if (name->empty()) return fail(ErrorCode::bad_request, "A key needs a name.");
    key.name = std::move(*name);
    key.read_only = fields->value("read_only", json(false)) == json(true);
    auto team = integer_field(*fields, "team", std::int64_t{1} << 53);
    if (!team) return team.error();
    auto project = integer_field(*fields, "project", std::int64_t{1} << 53);
    if (!project) return project.error();
    auto days = integer_field(*fields, "expires_in_days", expiry_days_max);
    if (!days) return days.error();
    key.team = {*team};
    key.project = {*project};
    const records::State& state = rooms.authority.state();
    if (key.project) {
        const records::Project* found = state.project(key.project);
        const bool seen = found != nullptr &&
                          records::may(state, {.user = user}, permissions::Action::project_read,
                                       {found->team, found->id, {}})
                              .allowed;
        if (!seen) return fail(ErrorCode::not_found, "The project was not found.");
        key.team = found->team;
    } else if (key.team && !records::holding(state, key.team, user)) {
        return fail(ErrorCode::not_found, "The team was not found.");
    }
    if (*days > 0) key.expires_at = Instant{rooms.now().ms + *days * day_ms};
    return key;
}

Result<http::Response> make_key(Rooms& rooms, const auth::Caller& caller,
                                const storage::ApiKey& wanted) {
    const records::State& state = rooms.authority.state();
    if (!state.settings().keys_allowed && !caller.user.admin)
        return fail(ErrorCode::forbidden, "Not allowed: keys_switched_off.");
    auto made = rooms.accounts.make_key(wanted, rooms.now());
    if (!made) return made.error();
    if (auto done = audit(rooms, caller, "key_made", wanted.user, made->key); !done)
        return done.error();
    return answer(201, {{"key", key_view(made->key)}, {"secret", made->secret}});
}

Result<http::Response> revoke_key(Rooms& rooms, const auth::Caller& caller, UserId owner,
                                  ApiKeyId id) {
    auto key = live_key(rooms, owner, id);
    if (!key) return key.error();
    if (auto revoked = rooms.accounts.revoke_key(owner, id, rooms.now()); !revoked)
        return revoked.error();
    if (auto done = audit(rooms, caller, "key_revoked", owner, *key); !done) return done.error();
    return no_content();
}

Result<http::Response> rotate_key(Rooms& rooms, const http::Request& request,
                                  const auth::Caller& caller, UserId owner, ApiKeyId id) {
    auto fields = body(request);
    if (!fields) return fields.error();
    auto hours = integer_field(*fields, "overlap_hours", overlap_hours_max);
    if (!hours) return hours.error();
    auto old = live_key(rooms, owner, id);
    if (!old) return old.error();
    storage::ApiKey wanted = *old;
    wanted.made_by = caller.user.id;
    // As long again as the old one was made for.
    if (old->expires_at)
        wanted.expires_at = Instant{rooms.now().ms + old->expires_at->ms - old->created_at.ms};
    auto answered = make_key(rooms, caller, wanted);
    if (!answered) return answered;
    const Instant end{rooms.now().ms + *hours * hour_ms};
    if (auto done = rooms.keys.expire(id, end); !done) return done.error();
    return answered;
}

}  // namespace ensemble::api
