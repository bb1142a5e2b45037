// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/context.h"

namespace ensemble::wandb {

// Makes a run or changes it: the first request of every script, and every change of its settings.
// Null leaves a field as it is; an empty text or list clears it.
Outcome upsert_bucket(const Root& root, const Arguments& arguments);

}  // namespace ensemble::wandb
