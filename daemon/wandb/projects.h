// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/context.h"

namespace ensemble::wandb {

// Root fields: one project ("project" and "model"), and those of a team ("models", "projects").
Outcome project(const Root& root, const Arguments& arguments);
Outcome project_list(const Root& root, const Arguments& arguments);
// Makes a project or changes its description.
Outcome upsert_model(const Root& root, const Arguments& arguments);

}  // namespace ensemble::wandb
