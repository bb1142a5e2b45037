// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/context.h"

// Logging a version, in the order in which a script does it: the version, its manifest, its files
// (bytes travel by transfer.h), and the commit.
namespace ensemble::wandb {

Outcome create_artifact(const Root& root, const Arguments& arguments);
Outcome create_artifact_type(const Root& root, const Arguments& arguments);
Outcome create_artifact_manifest(const Root& root, const Arguments& arguments);
Outcome update_artifact_manifest(const Root& root, const Arguments& arguments);
Outcome create_artifact_files(const Root& root, const Arguments& arguments);
Outcome commit_artifact(const Root& root, const Arguments& arguments);

}  // namespace ensemble::wandb
