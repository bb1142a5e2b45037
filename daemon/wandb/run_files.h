// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/context.h"

// Files of a run: announcing, naming and deleting them. Their bytes travel by transfer.h.
namespace ensemble::wandb {

Outcome create_run_files(const Root& root, const Arguments& arguments);
Outcome mark_run_files_uploaded(const Root& root, const Arguments& arguments);
Outcome delete_files(const Root& root, const Arguments& arguments);

}  // namespace ensemble::wandb
