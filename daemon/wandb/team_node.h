// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/nodes.h"

namespace ensemble::wandb {

// A team, for those who are in it and for instance admins; null for everybody else.
Outcome entity(const Root& root, const Arguments& arguments);

// Who is in the team, for those who may read it: people by name, then who is invited (for those who
// may invite), then service accounts, the newest last: scripts look for the one they made there.
Outcome members(const TeamNode& node, const Arguments&);

// "admin", "member", "viewer", or the name of the custom role.
std::string role_name(const records::State& state, const records::Holding& role);

}  // namespace ensemble::wandb
