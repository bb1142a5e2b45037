// SPDX-License-Identifier: Apache-2.0
#include "shared/protocol/enums.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace ensemble::protocol {

namespace {

// Numbered without a hole.
template <class Enum>
std::vector<Enum> numbered(Enum first, Enum last) {
    std::vector<Enum> all;
    for (auto i = static_cast<std::uint8_t>(first); i <= static_cast<std::uint8_t>(last); ++i)
        all.push_back(static_cast<Enum>(i));
    return all;
}

template <class Enum, std::size_t Size>
std::string_view nth(const std::array<std::string_view, Size>& names, Enum value) {
    const auto at = static_cast<std::size_t>(value) - 1;
    return at < Size ? names[at] : std::string_view();
}

constexpr std::array<std::string_view, 12> kinds{
    "settings", "user",       "account", "custom_role",    "team", "member",
    "invite",   "invitation", "project", "project_member", "star", "run"};
static_assert(kinds.size() == std::variant_size_v<records::Row>);
constexpr std::array<std::string_view, 3> user_kinds{"person", "team_service", "instance_service"};
constexpr std::array<std::string_view, 5> settings{
    "users_create_teams", "keys_allowed", "invites_forbidden", "private_only", "teams_hidden"};
constexpr std::array<std::string_view, 3> switches{"hidden", "private_only", "members_invite"};
constexpr std::array<std::string_view, 2> reasons{"revoked", "deleted"};

}  // namespace

using permissions::Action;
using permissions::Role;
using permissions::Rule;
using permissions::Visibility;

const std::vector<Role>& Choice<Role>::all() {
    static const auto all = numbered(Role::none, Role::admin);
    return all;
}

const std::vector<Visibility>& Choice<Visibility>::all() {
    static const auto all = numbered(Visibility::open, Visibility::restricted);
    return all;
}

const std::vector<Action>& Choice<Action>::all() {
    static const auto all = [] {
        auto actions =
            numbered(Action::team_read, static_cast<Action>(permissions::action_count - 1));
        std::sort(actions.begin(), actions.end(),
                  [](Action a, Action b) { return permissions::name(a) < permissions::name(b); });
        return actions;
    }();
    return all;
}

const std::vector<Rule>& Choice<Rule>::all() {
    static const std::vector<Rule> all(permissions::all_rules.begin(),
                                       permissions::all_rules.end());
    return all;
}

const std::vector<records::Kind>& Choice<records::Kind>::all() {
    static const auto all = numbered(records::Kind::settings, records::Kind::run);
    return all;
}

const std::vector<records::UserKind>& Choice<records::UserKind>::all() {
    static const auto all =
        numbered(records::UserKind::person, records::UserKind::instance_service);
    return all;
}

const std::vector<records::Refusal>& Choice<records::Refusal>::all() {
    static const auto all = numbered(records::Refusal::forbidden, records::Refusal::duplicate);
    return all;
}

const std::vector<users::Setting>& Choice<users::Setting>::all() {
    static const auto all =
        numbered(users::Setting::users_create_teams, users::Setting::teams_hidden);
    return all;
}

const std::vector<teams::TeamSwitch>& Choice<teams::TeamSwitch>::all() {
    static const auto all = numbered(teams::TeamSwitch::hidden, teams::TeamSwitch::members_invite);
    return all;
}

const std::vector<sync::DropReason>& Choice<sync::DropReason>::all() {
    static const auto all = numbered(sync::DropReason::revoked, sync::DropReason::deleted);
    return all;
}

std::string_view name(Role role) {
    return permissions::name(role);
}

std::string_view name(Visibility visibility) {
    return permissions::name(visibility);
}

std::string_view name(Action action) {
    return permissions::name(action);
}

std::string_view name(Rule rule) {
    return permissions::name(rule);
}

std::string_view name(records::Kind kind) {
    return nth(kinds, kind);
}

std::string_view name(records::UserKind kind) {
    return nth(user_kinds, kind);
}

std::string_view name(records::Refusal refusal) {
    return records::name(refusal);
}

std::string_view name(users::Setting setting) {
    return nth(settings, setting);
}

std::string_view name(teams::TeamSwitch which) {
    return nth(switches, which);
}

std::string_view name(sync::DropReason reason) {
    return nth(reasons, reason);
}

}  // namespace ensemble::protocol
