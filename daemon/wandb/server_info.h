// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/context.h"

namespace ensemble::wandb {

// What this server understands, so that clients send it.
Outcome server_info(const Root&, const Arguments&);

}  // namespace ensemble::wandb
