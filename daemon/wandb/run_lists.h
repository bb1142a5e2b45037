// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/nodes.h"

namespace ensemble::wandb {

// Fields of a project that list its runs.
Outcome run_count(const ProjectNode& node, const Arguments& arguments);
Outcome run_list(const ProjectNode& node, const Arguments& arguments);

}  // namespace ensemble::wandb
