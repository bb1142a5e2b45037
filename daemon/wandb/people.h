// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/context.h"

// People and service accounts, one by one.
namespace ensemble::wandb {

Outcome viewer(const Root& root, const Arguments&);
// By any part of the name or full name, and of the e-mail address as far as the caller sees it:
// their own, and all for instance admins. Who comes with a key for one team, and a service account,
// finds only himself. The first is who is called exactly so, or has exactly that address.
Outcome users(const Root& root, const Arguments& arguments);
// For instance admins; conflict when somebody has the address already. The new user has no password
// and no key; the operator makes a link.
Outcome create_user(const Root& root, const Arguments& arguments);

// The person or account behind a row of the control plane, e-mail address and all.
teams::User user_of(const records::State& state, const records::User& row);

}  // namespace ensemble::wandb
