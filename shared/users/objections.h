// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "shared/users/commands.h"

// What stands against a command whoever gives it. Decisions ask after the permission; whoever
// operates the machine needs none and is asked for nothing else.
namespace ensemble::users {

// gone for nobody, invalid for service accounts and for a deactivated admin to be, last_admin when
// the instance, or a team (`value`), would be left without one. nullopt: nothing does.
std::optional<records::Refused> objection(const records::State&, const SetInstanceAdmin&);
std::optional<records::Refused> objection(const records::State&, const SetActive&);

}  // namespace ensemble::users
