// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "daemon/wandb/nodes.h"

// Versions and their sequences as GraphQL objects, and finding them.
namespace ensemble::wandb {

struct ArtifactNode {
    Session& session;
    std::shared_ptr<const Place> place;
    storage::Collection collection;
    storage::Artifact artifact;
};

struct CollectionNode {
    Session& session;
    std::shared_ptr<const Place> place;
    storage::Collection collection;
};

// nullopt: not there for this caller.
Result<std::optional<ArtifactNode>> find_artifact(Session& session, ArtifactId id);
// For changes, by global id: not_found when it is not there or `action` is not allowed.
// Who is not in the team of an open project adds to what they began there, and to nothing else.
bool adds_only_to_own(const Session& session, const Place& place);
Result<ArtifactNode> artifact_for(Session& session, const std::optional<std::string_view>& id,
                                  permissions::Action action);

Value artifact_value(const ArtifactNode& node);
// The version as a member of its sequence.
Value membership_value(const ArtifactNode& node);
Value collection_value(const CollectionNode& node);
Value artifact_alias_value(const ArtifactNode& node, const storage::ArtifactStore::Alias& alias);

// "set:v3", "set:best" or "set", which means "set:latest".
struct VersionName {
    std::string_view collection;
    std::string_view alias;
};
VersionName read_version_name(std::string_view name);

// artifact_files.cpp
Outcome artifact_files(const ArtifactNode& node, const Arguments& arguments);
Outcome current_manifest(const ArtifactNode& node, const Arguments&);

// artifact_lists.cpp
Outcome collection_versions(const CollectionNode& node, const Arguments& arguments);
Outcome collection_aliases(const CollectionNode& node, const Arguments& arguments);

}  // namespace ensemble::wandb
