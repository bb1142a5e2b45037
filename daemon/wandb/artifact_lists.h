// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/wandb/nodes.h"

// Looking up versions, sequences and types of a project.
namespace ensemble::wandb {

Outcome project_artifact(const ProjectNode& node, const Arguments& arguments);
Outcome project_artifact_type(const ProjectNode& node, const Arguments& arguments);
Outcome project_artifact_types(const ProjectNode& node, const Arguments& arguments);
Outcome project_collection(const ProjectNode& node, const Arguments& arguments);
Outcome project_collections(const ProjectNode& node, const Arguments& arguments);
Outcome project_membership(const ProjectNode& node, const Arguments& arguments);

Outcome artifact_by_id(const Root& root, const Arguments& arguments);
Outcome collection_by_id(const Root& root, const Arguments& arguments);
Outcome client_id_mapping(const Root& root, const Arguments& arguments);

}  // namespace ensemble::wandb
