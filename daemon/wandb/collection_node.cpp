// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/artifact_node.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/instants.h"

namespace ensemble::wandb {

using graphql::record;

namespace {

Outcome version(const CollectionNode& node, std::string_view alias, bool as_membership) {
    auto found = node.session.rooms().artifacts.find(node.collection.id, alias);
    if (!found) return found.error();
    if (!*found) return Value();
    const ArtifactNode artifact{node.session, node.place, node.collection, std::move(**found)};
    return as_membership ? membership_value(artifact) : artifact_value(artifact);
}

const graphql::Type<CollectionNode>& collection_type() {
    static const graphql::Type<CollectionNode> type{
        "ArtifactSequence",
        {"ArtifactCollection"},
        {
            {"id",
             [](const CollectionNode& node, const Arguments&) -> Outcome {
                 return global_id("ArtifactCollection", node.collection.id);
             }},
            {"name",
             [](const CollectionNode& node, const Arguments&) -> Outcome {
                 return node.collection.name;
             }},
            {"description",
             [](const CollectionNode& node, const Arguments&) -> Outcome {
                 return text_or_null(node.collection.description);
             }},
            {"createdAt",
             [](const CollectionNode& node, const Arguments&) -> Outcome {
                 return iso_text(node.collection.created_at);
             }},
            {"updatedAt",
             [](const CollectionNode& node, const Arguments&) -> Outcome {
                 return iso_text(node.collection.created_at);
             }},
            {"project",
             [](const CollectionNode& node, const Arguments&) -> Outcome {
                 return project_value(node.session, node.place);
             }},
            {"defaultArtifactType",
             [](const CollectionNode& node, const Arguments&) -> Outcome {
                 return record("ArtifactType", {{"name", node.collection.type}});
             }},
            {"tags",
             [](const CollectionNode&, const Arguments&) -> Outcome { return connection({}); }},
            {"state", [](const CollectionNode&, const Arguments&) -> Outcome { return "READY"; }},
            {"artifacts", collection_versions},
            {"aliases", collection_aliases},
            {"latestArtifact",
             [](const CollectionNode& node, const Arguments&) -> Outcome {
                 return version(node, "latest", false);
             }},
            {"artifactMembership",
             [](const CollectionNode& node, const Arguments& arguments) -> Outcome {
                 return version(node, arguments.text("aliasName").value_or("latest"), true);
             }},
        }};
    return type;
}

}  // namespace

Value collection_value(const CollectionNode& node) {
    return graphql::object(collection_type(), node);
}

}  // namespace ensemble::wandb
