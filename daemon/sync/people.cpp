// SPDX-License-Identifier: Apache-2.0
#include "daemon/sync/people.h"

#include <algorithm>

#include "daemon/sync/outside_commands.h"
#include "shared/records/names.h"
#include "shared/users/objections.h"

namespace ensemble::sync {

using records::Account;
using records::Kind;
using records::Member;
using records::Team;
using records::User;

namespace {

// Small numbers are given one after the other; large ones are the random ones of pages.
constexpr std::int64_t first_random_id = std::int64_t{1} << 32;
constexpr std::int64_t random_ids = (std::int64_t{1} << 52) - first_random_id;

std::int64_t next_small_id(const records::State& state, Kind kind) {
    std::int64_t last = 0;
    state.each(kind, [&](const Row& row) {
        const std::int64_t id = records::key(row).first;
        if (id < first_random_id) last = std::max(last, id);
    });
    return last + 1;
}

// Invites to the address are for this user from now on, and shown on their page.
void bind_invites(const records::State& state, const std::string& email, UserId user,
                  records::Changes& changes) {
    state.each(Kind::invite, [&](const Row& row) {
        const auto& invite = std::get<records::Invite>(row);
        const Team* team = state.team(invite.team);
        if (invite.user || team == nullptr || !records::same_name(invite.email, email)) return;
        records::Invite bound = invite;
        bound.user = user;
        bound.email.clear();
        changes.put.push_back(bound);
        changes.put.push_back(records::Invitation{.user = user,
                                                  .id = invite.id,
                                                  .team = invite.team,
                                                  .team_name = team->name,
                                                  .role = invite.role,
                                                  .inviter = invite.inviter,
                                                  .expires_at = invite.expires_at});
    });
}

Result<void> change_user(Authority& authority, UserId id, std::string event, std::string detail,
                         Instant now, const std::function<void(User&)>& change) {
    const User* user = authority.state().user(id);
    if (user == nullptr) return fail(ErrorCode::not_found, "The user was not found.");
    User changed = *user;
    change(changed);
    Decided decided{.at = now,
                    .device = std::string(command_line),
                    .event = std::move(event),
                    .detail = std::move(detail)};
    decided.changes.put.push_back(std::move(changed));
    return authority.record(std::move(decided));
}

}  // namespace

Error as_error(const records::Refused& refused) {
    using records::Refusal;
    switch (refused.code) {
    case Refusal::gone:
        return fail(ErrorCode::not_found,
                    "There is no such " + (refused.field.empty() ? "thing" : refused.field) + ".");
    case Refusal::forbidden:
        return fail(ErrorCode::forbidden,
                    "Not allowed: " + std::string(permissions::name(refused.rule)) + ".");
    case Refusal::invalid:
        return fail(ErrorCode::bad_request,
                    refused.value.empty() ? refused.field + " is not valid." : refused.value);
    case Refusal::conflict:
    case Refusal::duplicate:
        if (refused.field == "email")
            return fail(ErrorCode::conflict, "Somebody else has this e-mail address already.");
        return fail(ErrorCode::conflict, refused.field + " is taken or was done already.");
    case Refusal::last_admin:
        return fail(ErrorCode::conflict, "Nobody would be left as an admin.");
    case Refusal::quota:
        return fail(ErrorCode::too_large, "There are too many " + refused.field + ".");
    case Refusal::enforced:
        return fail(ErrorCode::forbidden, "A setting of the " + refused.field + " forbids it.");
    case Refusal::unsupported_version:
        return fail(ErrorCode::unsupported, "This version of the command is not understood.");
    }
    return fail(ErrorCode::internal, "The command was refused.");
}

std::int64_t fresh_id(Random random) {
    return first_random_id + static_cast<std::int64_t>(random() % std::uint64_t{random_ids});
}

std::string fresh_command_id(Random random) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (int half = 0; half < 2; ++half) {
        std::uint64_t bits = random();
        for (int i = 0; i < 16; ++i, bits >>= 4)
            text += digits[bits & 0xf];
    }
    return text;
}

bool address_taken(const records::State& state, std::string_view address, UserId apart_from) {
    bool taken = false;
    if (address.empty()) return taken;
    state.each(Kind::account, [&](const Row& row) {
        const auto& account = std::get<Account>(row);
        if (account.user == apart_from || !records::same_name(account.email, address)) return;
        const User* user = state.user(account.user);
        taken = taken || (user != nullptr && !user->deactivated_at);
    });
    return taken;
}

Result<UserId> add_user(Authority& authority, const NewUser& wanted, UserId by, Instant now) {
    const std::string_view fault = records::fault_of_team_name(wanted.name);
    if (!fault.empty()) return fail(ErrorCode::bad_request, std::string(fault));
    const records::State& state = authority.state();
    if (state.team_named(wanted.name) != nullptr || state.user_named(wanted.name) != nullptr)
        return fail(ErrorCode::conflict, "The name \"" + wanted.name + "\" is taken.");
    if (address_taken(state, wanted.email))
        return fail(ErrorCode::conflict,
                    "A user with the e-mail address " + wanted.email + " exists already.");
    const UserId id{next_small_id(state, Kind::user)};
    const TeamId team{next_small_id(state, Kind::team)};
    Decided decided{.at = now, .actor = by, .event = "user_added", .detail = wanted.name};
    if (wanted.by_themselves)
        decided.actor = id;
    else if (!by)
        decided.device = command_line;
    decided.changes.put = {User{.id = id,
                                .name = wanted.name,
                                .full_name = wanted.full_name,
                                .admin = wanted.admin,
                                .personal_team = team,
                                .created_at = now},
                           Team{.id = team, .name = wanted.name, .owner = id, .created_at = now},
                           Member{.team = team,
                                  .user = id,
                                  .role = {records::Role::admin, {}},
                                  .joined_at = now,
                                  .changed = {id, now}},
                           Account{.user = id, .email = wanted.email, .default_team = team}};
    if (wanted.owns_address && !wanted.email.empty())
        bind_invites(state, wanted.email, id, decided.changes);
    if (auto recorded = authority.record(std::move(decided)); !recorded) return recorded.error();
    return id;
}

Result<void> set_active(Authority& authority, UserId id, bool on, Instant now) {
    const auto against = users::objection(authority.state(), users::SetActive{id, on});
    if (against) return as_error(*against);
    return change_user(
        authority, id, on ? "user_activated" : "user_deactivated", "", now,
        [&](User& user) { user.deactivated_at = on ? std::nullopt : std::optional(now); });
}

Result<void> set_admin(Authority& authority, UserId id, bool on, Instant now) {
    const auto against = users::objection(authority.state(), users::SetInstanceAdmin{id, on});
    if (against) return as_error(*against);
    return change_user(authority, id, on ? "instance_admin_made" : "instance_admin_unmade", "", now,
                       [&](User& user) { user.admin = on; });
}

}  // namespace ensemble::sync
