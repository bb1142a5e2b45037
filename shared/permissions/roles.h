// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/permissions/action.h"

namespace ensemble::permissions {

// What a person is in a team, or in one project of it. Numbers are stored and never change. A
// custom role is one of view_only and member with actions added, never with any taken away.
enum class Role : std::uint8_t { none = 0, view_only = 1, member = 2, admin = 3 };

std::string_view name(Role role);  // "none", "view_only", "member", "admin"
std::optional<Role> role(std::string_view name);

// Everything that the role may do. Other admins are not a kind of role: what they may do comes on
// top of what a person is in a team.
const ActionSet& actions_of(Role role);
const ActionSet& registry_admin_actions();
const ActionSet& instance_admin_actions();

// `none` where no role has it.
Role least_role_with(Action action);

// What a custom role may add: all that some team has a use for, so nothing of the instance.
const ActionSet& addable_actions();

// From most public to least. Numbers are stored and never change.
enum class Visibility : std::uint8_t {
    open = 1,        // everybody reads; everybody who is signed in logs runs and writes reports
    public_ = 2,     // everybody reads, the team writes  NOLINT(readability-identifier-naming)
    team = 3,        // the team only
    restricted = 4,  // those who were added, nobody else
};

std::string_view name(Visibility visibility);  // "open", "public", "team", "restricted"
std::optional<Visibility> visibility(std::string_view name);

// Reading, by anybody who knows the address.
const ActionSet& public_actions();
// What signed-in strangers may do in an open project besides.
const ActionSet& open_actions();

// What a service account is never given, whatever its role: steering a team, keys of its own.
const ActionSet& withheld_from_services();

}  // namespace ensemble::permissions
