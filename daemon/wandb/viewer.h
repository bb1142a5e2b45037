// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/context.h"

// People and their keys.
namespace ensemble::wandb {

Outcome viewer(const Root& root, const Arguments&);
Outcome users(const Root& root, const Arguments& arguments);
Outcome entity(const Root& root, const Arguments& arguments);
Outcome server_info(const Root&, const Arguments&);

// For instance admins. The new user has no password and no key; the operator makes a link.
Outcome create_user(const Root& root, const Arguments& arguments);
Outcome generate_api_key(const Root& root, const Arguments& arguments);
Outcome delete_api_key(const Root& root, const Arguments& arguments);

}  // namespace ensemble::wandb
