// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "shared/base/ids.h"

// Apart from the names of decision.h, so that one program may hold both.
namespace ensemble::permissions {
inline namespace own_team {

enum class Action : std::uint8_t {
    read_project = 1,
    write_runs = 2,  // make, log to, rename, tag, stop
    delete_runs = 3,
    manage_users = 4,  // of the instance
};

// Who asks. A caller without a user has signed in nowhere.
struct Actor {
    UserId user;
    bool admin = false;  // of the instance
    bool active = true;
};

// What it is about. `team_owner` is the user of a personal team.
struct Target {
    UserId team_owner;
};

enum class Rule : std::uint8_t {
    not_signed_in = 1,
    deactivated = 2,
    own_team = 3,
    foreign_team = 4,
    instance_admin = 5,
    needs_instance_admin = 6,
};

// Never a bare bool: the rule that decided travels with the answer.
struct Decision {
    bool allowed = false;
    Rule rule = Rule::not_signed_in;
};

Decision may(const Actor& actor, Action action, const Target& target);

// Stable snake_case name.
std::string_view name(Rule rule);

}  // namespace own_team
}  // namespace ensemble::permissions
