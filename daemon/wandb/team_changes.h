// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/context.h"

// What scripts change about teams. Every change is a command of the control plane and decided
// there.
namespace ensemble::wandb {

// Its admin is the caller, or whom an instance admin names.
Outcome create_team(const Root& root, const Arguments& arguments);
// By user name or e-mail address; `role` is "admin", "member", "viewer" or a custom role.
Outcome create_invite(const Root& root, const Arguments& arguments);
// Withdraws an invite, removes a member, deletes a service account of the team, or, for oneself,
// leaves the team.
Outcome delete_invite(const Root& root, const Arguments& arguments);
// With one key, which the next list of members tells whoever asked, once.
Outcome create_service_account(const Root& root, const Arguments& arguments);

}  // namespace ensemble::wandb
