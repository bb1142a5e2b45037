// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/context.h"

// Mutations that change a run that is there.
namespace ensemble::wandb {

Outcome delete_run(const Root& root, const Arguments& arguments);
Outcome stop_run(const Root& root, const Arguments& arguments);
Outcome update_run_state(const Root& root, const Arguments& arguments);
Outcome rewind_run(const Root& root, const Arguments& arguments);
Outcome notify_alert(const Root& root, const Arguments& arguments);

}  // namespace ensemble::wandb
