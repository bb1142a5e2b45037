// SPDX-License-Identifier: Apache-2.0
#include "shared/permissions/may.h"

namespace ensemble::permissions {
inline namespace own_team {

Decision may(const Actor& actor, Action action, const Target& target) {
    if (!actor.user) return {false, Rule::not_signed_in};
    if (!actor.active) return {false, Rule::deactivated};
    switch (action) {
    case Action::manage_users:
        if (actor.admin) return {true, Rule::instance_admin};
        return {false, Rule::needs_instance_admin};
    case Action::read_project:
    case Action::write_runs:
    case Action::delete_runs:
        if (actor.user == target.team_owner) return {true, Rule::own_team};
        return {false, Rule::foreign_team};
    }
    return {false, Rule::foreign_team};
}

std::string_view name(Rule rule) {
    switch (rule) {
    case Rule::not_signed_in:
        return "not_signed_in";
    case Rule::deactivated:
        return "deactivated";
    case Rule::own_team:
        return "own_team";
    case Rule::foreign_team:
        return "foreign_team";
    case Rule::instance_admin:
        return "instance_admin";
    case Rule::needs_instance_admin:
        return "needs_instance_admin";
    }
    return "foreign_team";
}

}  // namespace own_team
}  // namespace ensemble::permissions
