// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "shared/base/limits.h"
#include "shared/records/names.h"
#include "shared/users/commands.h"
#include "shared/users/objections.h"

namespace ensemble::users {

using permissions::Action;
using namespace records;

namespace {

constexpr std::array<std::string_view, 6> languages{"", "en", "ko", "zh-Hans", "fr", "es"};
constexpr std::array<std::string_view, 3> themes{"", "light", "dark"};
constexpr std::int64_t lease_hours_max = 90 * 24;

std::size_t live_instance_admins(const State& state) {
    std::size_t count = 0;
    state.each(Kind::user, [&](const Row& row) {
        const auto& user = std::get<User>(row);
        if (user.admin && !user.deactivated_at && user.kind == UserKind::person) ++count;
    });
    return count;
}

// The name of a team that has no other admin than this user; "" when there is none.
std::string team_left_alone(const State& state, UserId user) {
    std::string name;
    state.each(Kind::team, [&](const Row& row) {
        const auto& team = std::get<Team>(row);
        if (team.owner || team.deleted_at || !name.empty()) return;
        const Member* member = state.member(team.id, user);
        const bool is_admin = member != nullptr && member->role.base == Role::admin;
        if (is_admin && admin_count(state, team.id) <= 1) name = team.name;
    });
    return name;
}

bool one_of(std::string_view value, const auto& values) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

Refused about_user(Refusal code) {
    return {.code = code, .field = "user"};
}

}  // namespace

Verdict decide(const State& state, const Context& context, const EditProfile& command) {
    Draft draft(state, context);
    const User* found = draft.self();
    if (found == nullptr) return draft.verdict();
    User user = *found;
    Account account{.user = user.id};
    if (const Account* known = state.account(user.id)) account = *known;
    if (command.full_name) user.full_name = *command.full_name;
    if (command.email) account.email = *command.email;
    if (command.language) account.language = *command.language;
    if (command.theme) account.theme = *command.theme;
    draft.line("full_name", user.full_name, limits::full_name_bytes_max);
    if (!account.email.empty() && !is_address(account.email))
        draft.refuse(Refusal::invalid, "email");
    if (!one_of(account.language, languages)) draft.refuse(Refusal::invalid, "language");
    if (!one_of(account.theme, themes)) draft.refuse(Refusal::invalid, "theme");
    draft.put(std::move(user));
    draft.put(std::move(account));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const SetDefaultTeam& command) {
    Draft draft(state, context);
    const User* user = draft.self();
    const Team* team = draft.team(command.team);
    if (user == nullptr || team == nullptr) return draft.verdict();
    if (!draft.may(Action::run_create, {team->id})) return draft.verdict();
    Account account{.user = user->id};
    if (const Account* known = state.account(user->id)) account = *known;
    account.default_team = team->id;
    draft.put(std::move(account));
    return draft.verdict();
}

std::optional<Refused> objection(const State& state, const SetInstanceAdmin& command) {
    const User* user = state.user(command.user);
    if (user == nullptr) return about_user(Refusal::gone);
    if (user->kind != UserKind::person || (command.on && user->deactivated_at))
        return about_user(Refusal::invalid);
    const bool acts = user->admin && !user->deactivated_at;
    if (!command.on && acts && live_instance_admins(state) <= 1)
        return Refused{.code = Refusal::last_admin};
    return std::nullopt;
}

std::optional<Refused> objection(const State& state, const SetActive& command) {
    const User* user = state.user(command.user);
    if (user == nullptr) return about_user(Refusal::gone);
    if (user->kind != UserKind::person) return about_user(Refusal::invalid);
    if (command.on || user->deactivated_at) return std::nullopt;
    if (user->admin && live_instance_admins(state) <= 1)
        return Refused{.code = Refusal::last_admin};
    std::string alone = team_left_alone(state, user->id);
    if (alone.empty()) return std::nullopt;
    return Refused{.code = Refusal::last_admin, .field = "team", .value = std::move(alone)};
}

Verdict decide(const State& state, const Context& context, const SetInstanceAdmin& command) {
    Draft draft(state, context);
    if (!draft.may(Action::org_manage_users, {})) return draft.verdict();
    if (auto against = objection(state, command)) return *std::move(against);
    User changed = *state.user(command.user);
    changed.admin = command.on;
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const SetActive& command) {
    Draft draft(state, context);
    if (!draft.may(Action::org_manage_users, {})) return draft.verdict();
    if (auto against = objection(state, command)) return *std::move(against);
    User changed = *state.user(command.user);
    if (command.on) {
        changed.deactivated_at.reset();
    } else if (!changed.deactivated_at) {
        changed.deactivated_at = context.now;
    }
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const ChangeSetting& command) {
    Draft draft(state, context);
    if (!draft.may(Action::org_configure, {})) return draft.verdict();
    Settings settings = state.settings();
    switch (command.setting) {
    case Setting::users_create_teams:
        settings.users_create_teams = command.on;
        break;
    case Setting::keys_allowed:
        settings.keys_allowed = command.on;
        break;
    case Setting::invites_forbidden:
        settings.invites_forbidden = command.on;
        break;
    case Setting::private_only:
        settings.private_only = command.on;
        break;
    case Setting::teams_hidden:
        settings.teams_hidden = command.on;
        break;
    }
    draft.put(settings);
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const SetLease& command) {
    Draft draft(state, context);
    if (!draft.may(Action::org_configure, {})) return draft.verdict();
    if (command.hours < 0 || command.hours > lease_hours_max)
        draft.refuse(Refusal::invalid, "hours");
    Settings settings = state.settings();
    settings.lease_hours = command.hours;
    draft.put(settings);
    return draft.verdict();
}

}  // namespace ensemble::users
