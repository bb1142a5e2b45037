// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "daemon/command/command_line.h"
#include "shared/permissions/decision.h"

// What `ensembled permissions` prints, worked out by the engine that decides.
namespace ensemble::command {

struct RoleColumn {
    std::string_view name;
    std::string_view title;
    const permissions::ActionSet& actions;
};
const std::array<RoleColumn, 5>& role_columns();

enum class Extent : std::uint8_t { nothing, own, everything };
Extent extent(const permissions::ActionSet& set, permissions::Action action);

// The whole catalogue, in its order.
const std::array<permissions::Action, permissions::action_count>& every_action();

// Every action and who has it, one line each under a head line.
std::string permission_table();

// {"roles": {"view_only": [action…], "member": …, "team_admin": …, "registry_admin": …,
// "instance_admin": …}}: each list complete, in the order of its bytes; with a newline at the end.
std::string permission_json();

// docs/permissions.md, with a newline at the end.
std::string permission_document();

// One of them, as the command line asks for it.
std::string permissions_as(Format format);

}  // namespace ensemble::command
