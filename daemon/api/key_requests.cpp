// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/key_requests.h"

#include <algorithm>
#include <initializer_list>
#include <optional>

#include <nlohmann/json.hpp>

#include "daemon/api/views.h"
#include "shared/base/limits.h"
#include "shared/records/names.h"

namespace ensemble::api {

using nlohmann::json;

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::int64_t expiry_days_max = 3650;
constexpr std::int64_t overlap_hours_max = 30 * 24;

// The body, with no other fields than these: what is misspelt is not passed over.
Result<json> fields_of(const http::Request& request,
                       std::initializer_list<std::string_view> known) {
    auto fields = body(request);
    if (!fields) return fields;
    for (const auto& [name, value] : fields->items()) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        constexpr std::size_t shown_bytes_max = 64;
        const bool shown = name.size() <= shown_bytes_max;
        return fail(ErrorCode::bad_request,
                    (shown ? "\"" + name + "\"" : "This") + " is not a field of this request.");
    }
    return fields;
}

// nullopt when it is absent. null is no number.
Result<std::optional<std::int64_t>> integer_field(const json& object, std::string_view key,
                                                  std::int64_t least, std::int64_t most) {
    std::optional<std::int64_t> number;
    const auto found = object.find(key);
    if (found == object.end()) return number;
    // What is too large for the type comes out negative.
    if (found->is_number_integer()) number = found->get<std::int64_t>();
    if (!number || *number < least || *number > most)
        return fail(ErrorCode::bad_request, std::string(key) + " is a whole number from " +
                                                std::to_string(least) + " to " +
                                                std::to_string(most) + ".");
    return number;
}

Result<bool> boolean_field(const json& object, std::string_view key) {
    const auto found = object.find(key);
    if (found == object.end()) return false;
    if (!found->is_boolean())
        return fail(ErrorCode::bad_request, std::string(key) + " is true or false.");
    return found->get<bool>();
}

Result<std::string> name_field(const json& object) {
    auto name = string_field(object, "name", limits::display_name_bytes_max);
    if (!name) return name;
    if (name->empty()) return fail(ErrorCode::bad_request, "A key needs a name.");
    if (!records::clean_text(*name, records::Shape::line))
        return fail(ErrorCode::bad_request, "name is one line of plain text.");
    return name;
}

// Team and project of the key, as far as the user has a part in them.
Result<void> read_place(const records::State& state, const json& fields, storage::ApiKey& key) {
    constexpr std::int64_t id_max = std::int64_t{1} << 53;
    auto team = integer_field(fields, "team", 1, id_max);
    if (!team) return team.error();
    auto project = integer_field(fields, "project", 1, id_max);
    if (!project) return project.error();
    key.team = {team->value_or(0)};
    key.project = {project->value_or(0)};
    if (key.project) {
        const records::Project* found = state.project(key.project);
        const bool seen = found != nullptr && (!key.team || key.team == found->team) &&
                          records::may(state, {.user = key.user}, permissions::Action::project_read,
                                       {found->team, found->id, {}})
                              .allowed;
        if (!seen) return fail(ErrorCode::not_found, "The project was not found.");
        key.team = found->team;
    } else if (key.team && !records::holding(state, key.team, key.user)) {
        return fail(ErrorCode::not_found, "The team was not found.");
    }
    return {};
}

// Unless new ones are switched off.
Result<auth::Accounts::NewKey> new_key(Rooms& rooms, const auth::Caller& caller,
                                       const storage::ApiKey& wanted) {
    const records::State& state = rooms.authority.state();
    if (!state.settings().keys_allowed && !caller.user.admin)
        return fail(ErrorCode::forbidden, "Not allowed: keys_switched_off.");
    return rooms.accounts.make_key(wanted, rooms.now());
}

http::Response made_answer(const auth::Accounts::NewKey& made) {
    return answer(201, {{"key", key_view(made.key)}, {"secret", made.secret}});
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
    auto fields = fields_of(request, {"name", "read_only", "team", "project", "expires_in_days"});
    if (!fields) return fields.error();
    storage::ApiKey key;
    key.user = user;
    auto name = name_field(*fields);
    if (!name) return name.error();
    key.name = std::move(*name);
    auto read_only = boolean_field(*fields, "read_only");
    if (!read_only) return read_only.error();
    key.read_only = *read_only;
    auto days = integer_field(*fields, "expires_in_days", 1, expiry_days_max);
    if (!days) return days.error();
    if (*days) key.expires_at = Instant{rooms.now().ms + **days * day_ms};
    if (auto fine = read_place(rooms.authority.state(), *fields, key); !fine) return fine.error();
    return key;
}

Result<http::Response> make_key(Rooms& rooms, const auth::Caller& caller,
                                const storage::ApiKey& wanted) {
    auto made = new_key(rooms, caller, wanted);
    if (!made) return made.error();
    auto recorded =
        sync::record_key_made(rooms.authority, by(rooms, caller), made->key, rooms.now());
    if (!recorded) return recorded.error();
    return made_answer(*made);
}

Result<http::Response> revoke_key(Rooms& rooms, const auth::Caller& caller, UserId owner,
                                  ApiKeyId id) {
    auto key = live_key(rooms, owner, id);
    if (!key) return key.error();
    if (auto revoked = rooms.accounts.revoke_key(owner, id, rooms.now()); !revoked)
        return revoked.error();
    auto recorded = sync::record_key_revoked(rooms.authority, by(rooms, caller), *key, rooms.now());
    if (!recorded) return recorded.error();
    return no_content();
}

Result<http::Response> rotate_key(Rooms& rooms, const http::Request& request,
                                  const auth::Caller& caller, UserId owner, ApiKeyId id) {
    auto fields = fields_of(request, {"overlap_hours"});
    if (!fields) return fields.error();
    auto hours = integer_field(*fields, "overlap_hours", 0, overlap_hours_max);
    if (!hours) return hours.error();
    auto old = live_key(rooms, owner, id);
    if (!old) return old.error();
    storage::ApiKey wanted = *old;
    wanted.made_by = caller.user.id;
    // As long again as the old one was made for.
    if (old->expires_at)
        wanted.expires_at = Instant{rooms.now().ms + old->expires_at->ms - old->created_at.ms};
    auto made = new_key(rooms, caller, wanted);
    if (!made) return made.error();
    const Instant now = rooms.now();
    const Instant end{now.ms + hours->value_or(0) * hour_ms};
    if (auto done = rooms.accounts.expire_key(owner, id, end, now); !done) return done.error();
    auto recorded =
        sync::record_key_rotated(rooms.authority, by(rooms, caller), *old, made->key, end, now);
    if (!recorded) return recorded.error();
    return made_answer(*made);
}

}  // namespace ensemble::api
