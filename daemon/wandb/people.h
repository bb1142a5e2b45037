// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/context.h"

// People and service accounts, one by one.
namespace ensemble::wandb {

Outcome viewer(const Root& root, const Arguments&);
// By the beginning of the name, and for instance admins also of the e-mail address. Who comes with
// a key for one team, and a service account, finds only himself.
Outcome users(const Root& root, const Arguments& arguments);
// For instance admins. The new user has no password and no key; the operator makes a link.
Outcome create_user(const Root& root, const Arguments& arguments);

// The person or account behind a row of the control plane, e-mail address and all.
teams::User user_of(const records::State& state, const records::User& row);

}  // namespace ensemble::wandb
