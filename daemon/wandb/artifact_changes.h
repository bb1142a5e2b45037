// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/context.h"

// Mutations on versions that are there.
namespace ensemble::wandb {

Outcome use_artifact(const Root& root, const Arguments& arguments);
Outcome update_artifact(const Root& root, const Arguments& arguments);
Outcome delete_artifact(const Root& root, const Arguments& arguments);
Outcome add_aliases(const Root& root, const Arguments& arguments);
Outcome delete_aliases(const Root& root, const Arguments& arguments);

}  // namespace ensemble::wandb
