// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/attribution.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "shared/base/encoding.h"
#include "shared/base/limits.h"
#include "shared/records/names.h"

namespace ensemble::wandb {

using nlohmann::json;

namespace {

// Whole when it can mean somebody. What is too long or not UTF-8 is made such that it can be shown
// and means nobody: neither a name nor an address has a space.
std::string showable(std::string_view text, std::size_t bytes_max) {
    const bool sound = valid_utf8(text);
    if (sound && text.size() <= bytes_max) return std::string(text);
    std::string shown = sound ? std::string(text) : percent_encode(text, "@+");
    std::size_t size = std::min(shown.size(), bytes_max);
    while (size > 0 && size < shown.size() && (shown[size] & 0xc0) == 0x80)
        --size;
    shown.resize(size);
    return shown + " …";
}

bool is_service(const Session& session) {
    const records::User* user = session.state().user(session.caller.user.id);
    return user != nullptr && user->kind != records::UserKind::person;
}

bool can_act(const records::User* user) {
    return user != nullptr && !user->deactivated_at && user->kind == records::UserKind::person;
}

bool has_address(const records::State& state, UserId user, std::string_view email) {
    const records::Account* account = state.account(user);
    return account != nullptr && records::same_name(account->email, email);
}

// Why something of a claim did not count.
enum class Fault { not_in_team, several_people, somebody_else };

// What came of a claim: a person or nobody, and what of it did not count.
struct Meant {
    UserId person{};
    Claim failed{};
    Fault fault = Fault::not_in_team;
};

UserId member_named(const records::State& state, TeamId team, std::string_view name) {
    const records::User* user = name.empty() ? nullptr : state.user_named(name);
    return can_act(user) && state.member(team, user->id) != nullptr ? user->id : UserId();
}

// Everybody may write any address into their profile. One that two people have is nobody's, also
// when the other one is not in the team.
Meant by_address(const records::State& state, TeamId team, const std::string& email) {
    Meant meant{.failed = {.email = email}};
    if (!records::is_address(email)) return meant;
    std::size_t people = 0;
    state.each(records::Kind::account, [&](const records::Row& row) {
        const UserId id = std::get<records::Account>(row).user;
        if (!has_address(state, id, email) || !can_act(state.user(id))) return;
        ++people;
        if (state.member(team, id) != nullptr) meant.person = id;
    });
    if (meant.person && people == 1) return {.person = meant.person};
    if (meant.person) meant.fault = Fault::several_people;
    meant.person = {};
    return meant;
}

// The name goes first. What was said besides and means somebody else, or nobody, failed.
Meant meant(const records::State& state, TeamId team, const Claim& claim) {
    const UserId named = member_named(state, team, claim.username);
    if (named) {
        Meant meant{.person = named};
        if (claim.email.empty() || has_address(state, named, claim.email)) return meant;
        const Meant other = by_address(state, team, claim.email);
        meant.failed.email = claim.email;
        meant.fault = other.person ? Fault::somebody_else : other.fault;
        return meant;
    }
    Meant meant;
    if (!claim.email.empty()) meant = by_address(state, team, claim.email);
    if (!claim.username.empty()) {
        meant.failed.username = claim.username;
        meant.fault = Fault::not_in_team;
    }
    return meant;
}

std::string_view word(Fault fault) {
    switch (fault) {
    case Fault::not_in_team:
        return "not_in_team";
    case Fault::several_people:
        return "several_people";
    case Fault::somebody_else:
        return "somebody_else";
    }
    return "not_in_team";
}

}  // namespace

Claim claim_of(const http::Request& request) {
    return {showable(request.header("X-WANDB-USERNAME"), limits::user_name_bytes_max),
            showable(request.header("X-WANDB-USER-EMAIL"), limits::email_bytes_max)};
}

UserId credited(const Session& session, TeamId team) {
    if (session.claim.empty() || !is_service(session)) return {};
    return meant(session.state(), team, session.claim).person;
}

std::optional<std::string> failed_claim(const Session& session, TeamId team) {
    if (session.claim.empty() || !is_service(session)) return std::nullopt;
    const Meant found = meant(session.state(), team, session.claim);
    if (found.failed.empty()) return std::nullopt;
    return json{{"username", found.failed.username},
                {"email", found.failed.email},
                {"fault", word(found.fault)}}
        .dump();
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
