// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/artifact_record.h"

#include <utility>

#include "daemon/wandb/noted_facts.h"
#include "daemon/wandb/run_record.h"

namespace ensemble::wandb {

using permissions::Action;

namespace {

std::string place_of(const ArtifactNode& node) {
    return node.place->team.name + "/" + node.place->project.name + "/" + node.collection.name +
           ":v" + std::to_string(node.artifact.version);
}

NotedFacts facts_of(const ArtifactNode& node, const VersionBefore& before,
                    const VersionBefore& after) {
    const storage::Artifact& was = before.artifact;
    const storage::Artifact& is = after.artifact;
    NotedFacts facts("artifact", node.artifact.id.value);
    facts.add_list("aliases", before.aliases, after.aliases);
    facts.add_list("tags", was.tags, is.tags);
    facts.add_text("description", was.description, is.description);
    facts.add_object("metadata", was.metadata, is.metadata);
    facts.add_number("ttl_seconds", was.ttl_seconds, is.ttl_seconds);
    return facts;
}

sync::Edit edit_of(const ArtifactNode& node, Action action) {
    return {node.place->team.id,
            place_of(node),
            {},
            {},
            rule_of(node.session, *node.place, action, node.artifact.author)};
}

}  // namespace

Result<VersionBefore> version_before(const ArtifactNode& node) {
    auto aliases = node.session.rooms().artifacts.aliases(node.artifact.id);
    if (!aliases) return aliases.error();
    VersionBefore before{node.artifact, {}};
    for (const auto& alias : *aliases)
        before.aliases.push_back(alias.name);
    return before;
}

Result<void> record_version_edited(const ArtifactNode& node, const VersionBefore& before,
                                   Action action) {
    auto after = version_before(node);
    if (!after) return after.error();
    const NotedFacts facts = facts_of(node, before, *after);
    if (!facts.any()) return {};
    sync::Edit edit = edit_of(node, action);
    edit.before.push_back(facts.before());
    edit.after.push_back(facts.after());
    Session& session = node.session;
    return sync::record_artifact_edited(
        session.rooms().authority, recorded_by(session, *node.place), std::move(edit), session.now);
}

Result<void> record_version_deleted(const ArtifactNode& node, const VersionBefore& before) {
    sync::Edit edit = edit_of(node, Action::artifact_delete);
    VersionBefore none;
    none.artifact.metadata = before.artifact.metadata;
    none.artifact.ttl_seconds = before.artifact.ttl_seconds;
    edit.before.push_back(facts_of(node, before, none).before());
    Session& session = node.session;
    return sync::record_artifact_deleted(
        session.rooms().authority, recorded_by(session, *node.place), std::move(edit), session.now);
}

}  // namespace ensemble::wandb
