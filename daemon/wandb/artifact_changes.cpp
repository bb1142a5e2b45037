// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/artifact_changes.h"

#include <algorithm>

#include "daemon/storage/database.h"
#include "daemon/wandb/artifact_node.h"
#include "daemon/wandb/artifact_record.h"
#include "daemon/wandb/json_text.h"
#include "daemon/wandb/names.h"
#include "daemon/wandb/started_run.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

using graphql::record;
using permissions::Action;

namespace {

Result<ArtifactNode> version_of(const Root& root, const std::optional<Arguments>& input,
                                Action action) {
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    return artifact_for(root.session, input->text("artifactID"), action);
}

Result<std::vector<std::string>> aliases_in(const ArtifactNode& node, const Arguments& input) {
    std::vector<std::string> aliases;
    for (const Arguments& one : input.objects("aliases")) {
        const auto collection = one.text("artifactCollectionName");
        if (collection && *collection != node.collection.name)
            return fail(ErrorCode::unsupported,
                        "links to other collections are not supported by this server yet");
        const std::string_view alias = one.text("alias").value_or("");
        if (auto fine = check_alias(alias); !fine) return fine.error();
        aliases.emplace_back(alias);
    }
    if (auto fine = input.check(); !fine) return fine.error();
    return aliases;
}

// Exactly these aliases from now on.
Result<void> replace_aliases(const ArtifactNode& node, const std::vector<std::string>& wanted) {
    auto& store = node.session.rooms().artifacts;
    auto before = store.aliases(node.artifact.id);
    if (!before) return before.error();
    for (const auto& alias : *before) {
        if (std::find(wanted.begin(), wanted.end(), alias.name) != wanted.end()) continue;
        if (auto done = store.remove_alias(node.artifact.id, alias.name); !done) return done;
    }
    for (const std::string& alias : wanted) {
        if (auto done = store.set_alias(node.artifact.id, alias); !done) return done;
    }
    return {};
}

Result<void> change_tags(storage::Artifact& artifact, const Arguments& input) {
    for (const Arguments& one : input.objects("tagsToAdd")) {
        const std::string tag(one.text("tagName").value_or(""));
        if (tag.empty() || tag.size() > limits::tag_bytes_max)
            return fail(ErrorCode::bad_request, "A tag is empty or too long");
        if (std::find(artifact.tags.begin(), artifact.tags.end(), tag) == artifact.tags.end())
            artifact.tags.push_back(tag);
    }
    for (const Arguments& one : input.objects("tagsToDelete"))
        std::erase(artifact.tags, one.text("tagName").value_or(""));
    if (artifact.tags.size() > limits::tags_max)
        return fail(ErrorCode::too_large, "An artifact has too many tags");
    return {};
}

Result<void> change_fields(storage::Artifact& artifact, const Arguments& input) {
    if (const auto description = input.text("description")) {
        if (description->size() > limits::notes_bytes_max)
            return fail(ErrorCode::too_large, "The description is too long");
        artifact.description = std::string(*description);
    }
    if (const auto metadata = input.text("metadata")) {
        if (metadata->size() > limits::metadata_bytes_max)
            return fail(ErrorCode::too_large, "The metadata is too large");
        if (!is_object(*metadata))
            return fail(ErrorCode::bad_request, "The metadata is not a JSON object");
        artifact.metadata = std::string(*metadata);
    }
    if (const auto ttl = input.integer("ttlDurationSeconds")) artifact.ttl_seconds = *ttl;
    return change_tags(artifact, input);
}

using ChangeAlias = Result<void> (storage::ArtifactStore::*)(ArtifactId, std::string_view);

// Does the same to every alias that is named.
Outcome change_aliases(const Root& root, const Arguments& arguments, ChangeAlias change,
                       const char* payload) {
    const auto input = arguments.object("input");
    auto found = version_of(root, input, Action::artifact_alias);
    if (!found) return found.error();
    auto aliases = aliases_in(*found, *input);
    if (!aliases) return aliases.error();
    auto before = version_before(*found);
    if (!before) return before.error();
    auto transaction = root.session.rooms().runs.begin();
    if (!transaction) return transaction.error();
    for (const std::string& alias : *aliases) {
        auto done = (root.session.rooms().artifacts.*change)(found->artifact.id, alias);
        if (!done) return done.error();
    }
    auto recorded = record_version_edited(*found, *before, Action::artifact_alias);
    if (!recorded) return recorded.error();
    if (auto done = transaction->commit(); !done) return done.error();
    return record(payload, {{"success", true}});
}

}  // namespace

Outcome use_artifact(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    auto artifact = version_of(root, input, Action::artifact_download);
    if (!artifact) return artifact.error();
    auto run = started_run(root.session, input->text("entityName"), input->text("projectName"),
                           input->text("runName").value_or(""));
    if (!run) return run.error();
    auto done = root.session.rooms().artifacts.use(run->run.id, artifact->artifact.id);
    if (!done) return done.error();
    return record("UseArtifactPayload", {{"artifact", artifact_value(*artifact)}});
}

Outcome update_artifact(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    auto found = version_of(root, input, Action::artifact_update_metadata);
    if (!found) return found.error();
    auto before = version_before(*found);
    if (!before) return before.error();
    if (auto done = change_fields(found->artifact, *input); !done) return done.error();
    auto aliases = aliases_in(*found, *input);
    if (!aliases) return aliases.error();
    found->artifact.updated_at = root.session.now;
    auto transaction = root.session.rooms().runs.begin();
    if (!transaction) return transaction.error();
    if (auto done = root.session.rooms().artifacts.update(found->artifact); !done)
        return done.error();
    if (input->given("aliases")) {
        if (auto done = replace_aliases(*found, *aliases); !done) return done.error();
    }
    auto recorded = record_version_edited(*found, *before, Action::artifact_update_metadata);
    if (!recorded) return recorded.error();
    if (auto done = transaction->commit(); !done) return done.error();
    return record("UpdateArtifactPayload", {{"artifact", artifact_value(*found)}});
}

Outcome delete_artifact(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    auto found = version_of(root, input, Action::artifact_delete);
    if (!found) return found.error();
    auto& store = root.session.rooms().artifacts;
    const bool with_aliases = input->boolean("deleteAliases").value_or(false);
    if (auto fine = input->check(); !fine) return fine.error();
    auto aliases = store.aliases(found->artifact.id);
    if (!aliases) return aliases.error();
    if (!aliases->empty() && !with_aliases)
        return fail(ErrorCode::bad_request,
                    "The artifact has aliases; delete them as well, or remove them first");
    auto before = version_before(*found);
    if (!before) return before.error();
    found->artifact.state = storage::ArtifactState::deleted;
    found->artifact.updated_at = root.session.now;
    auto transaction = root.session.rooms().runs.begin();
    if (!transaction) return transaction.error();
    if (auto done = store.update(found->artifact); !done) return done.error();
    if (auto done = record_version_deleted(*found, *before); !done) return done.error();
    if (auto done = transaction->commit(); !done) return done.error();
    return record("DeleteArtifactPayload", {{"artifact", artifact_value(*found)}});
}

Outcome add_aliases(const Root& root, const Arguments& arguments) {
    return change_aliases(root, arguments, &storage::ArtifactStore::set_alias, "AddAliasesPayload");
}

Outcome delete_aliases(const Root& root, const Arguments& arguments) {
    return change_aliases(root, arguments, &storage::ArtifactStore::remove_alias,
                          "DeleteAliasesPayload");
}

}  // namespace ensemble::wandb
