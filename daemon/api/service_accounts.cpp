// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include <nlohmann/json.hpp>

#include "daemon/api/door.h"
#include "daemon/api/key_requests.h"
#include "daemon/api/views.h"
#include "daemon/auth/reach.h"
#include "shared/base/limits.h"

// Keys of service accounts, made and revoked by those who steer them.
namespace ensemble::api {

using nlohmann::json;
using permissions::Action;

namespace {

struct Steered {
    auth::Caller caller;
    const records::User* account = nullptr;
};

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// The service account of the path, if the caller steers it; what is hidden is not found. A key that
// reaches less far than its owner steers none: with theirs it would.
Result<Steered> steered(Rooms& rooms, const http::Request& request) {
    auto who = caller(rooms, request);
    if (!who) return who.error();
    if (auto fine = auth::check_reach(*who); !fine) return fine.error();
    const records::State& state = rooms.authority.state();
    const auto id = number(request.params.at(0));
    const records::User* account = id ? state.user({*id}) : nullptr;
    const auto missing = fail(ErrorCode::not_found, "The service account was not found.");
    if (account == nullptr || account->kind == records::UserKind::person || account->deactivated_at)
        return missing;
    const bool of_team = account->kind == records::UserKind::team_service;
    const auto decision = records::may(
        state, who->asker,
        of_team ? Action::team_manage_service_accounts : Action::org_manage_service_accounts,
        of_team ? records::Target{account->home_team} : records::Target{});
    if (!decision.allowed) return missing;
    return Steered{std::move(*who), account};
}

Result<http::Response> list(Rooms& rooms, const http::Request& request) {
    auto found = steered(rooms, request);
    if (!found) return found.error();
    auto keys = rooms.keys.list(found->account->id);
    if (!keys) return keys.error();
    json all = json::array();
    for (const storage::ApiKey& key : *keys)
        all.push_back(key_view(key));
    return answer(200, {{"keys", std::move(all)}});
}

Result<http::Response> make(Rooms& rooms, const http::Request& request) {
    auto found = steered(rooms, request);
    if (!found) return found.error();
    auto wanted = read_key(rooms, request, found->account->id);
    if (!wanted) return wanted.error();
    wanted->made_by = found->caller.user.id;
    return make_key(rooms, found->caller, *wanted);
}

Result<ApiKeyId> key_of_path(const http::Request& request) {
    const auto id = number(request.params.at(1));
    if (!id) return fail(ErrorCode::not_found, "The key was not found.");
    return ApiKeyId{*id};
}

}  // namespace

void add_service_account_routes(http::Router& router, Rooms& rooms) {
    const std::string keys = "/api/service-accounts/{account}/keys";
    add(router, "GET", keys,
        [&rooms](const http::Request& request) { return list(rooms, request); });
    add(
        router, "POST", keys,
        [&rooms](const http::Request& request) { return make(rooms, request); },
        limits::page_body_bytes_max);
    add(router, "DELETE", keys + "/{key}",
        [&rooms](const http::Request& request) -> Result<http::Response> {
            auto found = steered(rooms, request);
            if (!found) return found.error();
            auto key = key_of_path(request);
            if (!key) return key.error();
            return revoke_key(rooms, found->caller, found->account->id, *key);
        });
    add(
        router, "POST", keys + "/{key}/rotate",
        [&rooms](const http::Request& request) -> Result<http::Response> {
            auto found = steered(rooms, request);
            if (!found) return found.error();
            auto key = key_of_path(request);
            if (!key) return key.error();
            return rotate_key(rooms, request, found->caller, found->account->id, *key);
        },
        limits::page_body_bytes_max);
}

}  // namespace ensemble::api
