// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/nodes.h"

// Keys as scripts see them: whole once, by their beginning afterwards.
namespace ensemble::wandb {

// Of oneself; of service accounts for those who steer them; of everybody for instance admins. A key
// with bounds sees only itself.
Outcome api_keys(const UserNode& node, const Arguments&);

Outcome generate_api_key(const Root& root, const Arguments& arguments);
// By people who see it in a list, but not with a key that has bounds.
Outcome delete_api_key(const Root& root, const Arguments& arguments);

// A key of the user; audited.
Result<auth::Accounts::NewKey> make_key(Session& session, UserId user, std::string_view name);

}  // namespace ensemble::wandb
