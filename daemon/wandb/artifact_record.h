// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "daemon/wandb/artifact_node.h"

// What somebody changes of a version of an artifact that is there goes into the audit.
namespace ensemble::wandb {

struct VersionBefore {
    storage::Artifact artifact;
    std::vector<std::string> aliases;
};
Result<VersionBefore> version_before(const ArtifactNode& node);

// Compares with what is stored now; nothing is written when nothing differs.
Result<void> record_version_edited(const ArtifactNode& node, const VersionBefore& before,
                                   permissions::Action action);
Result<void> record_version_deleted(const ArtifactNode& node, const VersionBefore& before);

}  // namespace ensemble::wandb
