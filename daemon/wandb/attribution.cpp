// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/attribution.h"

#include <nlohmann/json.hpp>

#include "shared/base/encoding.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

using nlohmann::json;

namespace {

std::string bounded(std::string_view text, std::size_t bytes_max) {
    return text.size() <= bytes_max && valid_utf8(text) ? std::string(text) : "";
}

bool is_service(const Session& session) {
    const records::User* user = session.state().user(session.caller.user.id);
    return user != nullptr && user->kind != records::UserKind::person;
}

// Only members are looked at, so that nothing is told about anybody else.
UserId member_meant(const records::State& state, TeamId team, const Claim& claim) {
    UserId by_name;
    UserId by_email;
    state.each(records::Kind::member, team.value, [&](const records::Row& row) {
        const UserId id = std::get<records::Member>(row).user;
        const records::User* user = state.user(id);
        if (user == nullptr || user->deactivated_at || user->kind != records::UserKind::person)
            return;
        if (!claim.username.empty() && records::same_name(user->name, claim.username)) by_name = id;
        const records::Account* account = state.account(id);
        const bool same = account != nullptr && !claim.email.empty() &&
                          records::same_name(account->email, claim.email);
        if (same && !by_email) by_email = id;
    });
    return by_name ? by_name : by_email;
}

}  // namespace

Claim claim_of(const http::Request& request) {
    return {bounded(request.header("X-WANDB-USERNAME"), limits::user_name_bytes_max),
            bounded(request.header("X-WANDB-USER-EMAIL"), limits::email_bytes_max)};
}

UserId credited(const Session& session, TeamId team) {
    if (session.claim.empty() || !is_service(session)) return {};
    return member_meant(session.state(), team, session.claim);
}

std::optional<std::string> failed_claim(const Session& session, TeamId team) {
    if (session.claim.empty() || !is_service(session) || credited(session, team))
        return std::nullopt;
    return json{{"username", session.claim.username}, {"email", session.claim.email}}.dump();
}

Claim read_claim(std::string_view note) {
    const json value = json::parse(note, nullptr, false);
    if (!value.is_object()) return {};
    const auto text = [&](const char* key) {
        const auto found = value.find(key);
        return found != value.end() && found->is_string() ? found->get<std::string>() : "";
    };
    return {text("username"), text("email")};
}

}  // namespace ensemble::wandb
