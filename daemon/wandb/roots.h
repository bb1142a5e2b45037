// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/graphql/execute.h"
#include "daemon/wandb/context.h"

namespace ensemble::wandb {

// All queries and mutations that are answered. `session` must outlive them.
graphql::Roots make_roots(Session& session);

// By name, in order, so that whoever checks all of it forgets none.
std::vector<std::string_view> query_names();
std::vector<std::string_view> mutation_names();

}  // namespace ensemble::wandb
