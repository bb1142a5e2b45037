// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/graphql/execute.h"
#include "daemon/wandb/context.h"

namespace ensemble::wandb {

// All queries and mutations that are answered. `session` must outlive them.
graphql::Roots make_roots(Session& session);

}  // namespace ensemble::wandb
