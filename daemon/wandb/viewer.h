// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/context.h"

// People and their keys.
namespace ensemble::wandb {

Outcome viewer(const Root& root, const Arguments&);
Outcome users(const Root& root, const Arguments& arguments);
Outcome entity(const Root& root, const Arguments& arguments);
Outcome server_info(const Root&, const Arguments&);

Outcome generate_api_key(const Root& root, const Arguments& arguments);
Outcome delete_api_key(const Root& root, const Arguments& arguments);

}  // namespace ensemble::wandb
