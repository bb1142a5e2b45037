// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "daemon/wandb/artifact_node.h"
#include "daemon/wandb/artifact_upload.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/json_text.h"
#include "daemon/wandb/names.h"
#include "daemon/wandb/started_run.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

using graphql::record;
using permissions::Action;

namespace {

struct Target {
    std::shared_ptr<const Place> place;
    storage::Collection collection;
};

// A script whose project was deleted does not bring another of its name into being.
Result<void> check_project_is_there(Session& session, const Arguments& input) {
    const std::string_view run_name = input.text("runName").value_or("");
    if (run_name.empty()) return {};
    auto run = started_run(session, input.text("entityName"), input.text("projectName"), run_name);
    if (!run || !in_trash(session, run->place->project.id)) return {};
    return fail(ErrorCode::gone, "project " + run->place->project.name + " was deleted");
}

// A version more would be the latest of somebody else's artifact.
Result<void> check_begun(Session& session, const Place& place,
                         const storage::Collection& collection) {
    if (!adds_only_to_own(session, place)) return {};
    auto versions = session.rooms().artifacts.versions(collection.id);
    if (!versions) return versions.error();
    const UserId caller = session.caller.user.id;
    const bool own =
        std::all_of(versions->begin(), versions->end(), [caller](const storage::Artifact& version) {
            return version.author == caller;
        });
    if (own) return {};
    return fail(ErrorCode::forbidden, "The artifact " + collection.name +
                                          " was begun by somebody else. Take another name");
}

Result<Target> target_of(Session& session, const Arguments& input) {
    std::string_view name = input.text("artifactCollectionName").value_or("");
    if (const auto names = input.texts("artifactCollectionNames");
        name.empty() && names && !names->empty())
        name = names->front();
    const std::string_view type = input.text("artifactTypeName").value_or("");
    if (auto fine = check_collection_name(name); !fine) return fine.error();
    if (type.empty() || type.size() > limits::artifact_name_bytes_max)
        return fail(ErrorCode::bad_request, "The artifact type is missing or too long");
    if (auto fine = check_project_is_there(session, input); !fine) return fine.error();
    auto place = ensure_place(session, input.text("entityName"), input.text("projectName"),
                              Action::artifact_create);
    if (!place) return place.error();
    auto collection =
        session.rooms().artifacts.ensure_collection((*place)->project.id, name, type, session.now);
    if (!collection && collection.error().code == ErrorCode::conflict)
        return fail(ErrorCode::bad_request, "Artifact " + std::string(name) +
                                                " already exists with another type than " +
                                                std::string(type));
    if (!collection) return collection.error();
    if (auto fine = check_begun(session, **place, *collection); !fine) return fine.error();
    return Target{*place, std::move(*collection)};
}

Result<std::vector<std::string>> wanted_aliases(const Arguments& input,
                                                const std::string& collection) {
    std::vector<std::string> aliases;
    for (const Arguments& one : input.objects("aliases")) {
        if (one.text("artifactCollectionName").value_or(collection) != collection) continue;
        const std::string_view alias = one.text("alias").value_or("");
        if (auto fine = check_alias(alias); !fine) return fine.error();
        if (std::find(aliases.begin(), aliases.end(), alias) == aliases.end())
            aliases.emplace_back(alias);
    }
    if (aliases.size() > limits::tags_max)
        return fail(ErrorCode::too_large, "An artifact has too many aliases");
    return aliases;
}

Result<std::vector<std::string>> wanted_tags(const Arguments& input) {
    std::vector<std::string> tags;
    for (const Arguments& one : input.objects("tags")) {
        const std::string_view tag = one.text("tagName").value_or("");
        if (tag.empty() || tag.size() > limits::tag_bytes_max || tags.size() >= limits::tags_max)
            return fail(ErrorCode::bad_request,
                        "A tag is empty or too long, or there are too many");
        if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.emplace_back(tag);
    }
    return tags;
}

Result<storage::Artifact> described(Session& session, const Target& target,
                                    const Arguments& input) {
    storage::Artifact artifact;
    artifact.collection = target.collection.id;
    artifact.author = session.caller.user.id;
    artifact.digest = std::string(input.text("digest").value_or(""));
    artifact.description = std::string(input.text("description").value_or(""));
    artifact.metadata = std::string(input.text("metadata").value_or("{}"));
    artifact.client_id = std::string(input.text("clientID").value_or(""));
    artifact.sequence_client_id = std::string(input.text("sequenceClientID").value_or(""));
    artifact.distributed_id = std::string(input.text("distributedID").value_or(""));
    artifact.history_step = input.integer("historyStep");
    artifact.ttl_seconds = input.integer("ttlDurationSeconds").value_or(-1);
    artifact.created_at = session.now;
    artifact.updated_at = session.now;
    if (artifact.metadata.size() > limits::metadata_bytes_max ||
        artifact.description.size() > limits::notes_bytes_max)
        return fail(ErrorCode::too_large, "The metadata or description is too large");
    if (!is_object(artifact.metadata))
        return fail(ErrorCode::bad_request, "The metadata is not a JSON object");
    for (const std::string* text : {&artifact.digest, &artifact.client_id,
                                    &artifact.sequence_client_id, &artifact.distributed_id}) {
        if (text->size() > limits::display_name_bytes_max)
            return fail(ErrorCode::too_large, "A digest or client id is too long");
    }
    auto tags = wanted_tags(input);
    if (!tags) return tags.error();
    artifact.tags = std::move(*tags);
    auto aliases = wanted_aliases(input, target.collection.name);
    if (!aliases) return aliases.error();
    artifact.wanted_aliases = std::move(*aliases);
    if (const auto run_name = input.text("runName"); run_name && !run_name->empty()) {
        auto run = session.rooms().runs.find(target.place->project.id, *run_name);
        if (!run) return run.error();
        if (!*run) run = run_once_here(session, target.place->project.id, *run_name);
        if (!run) return run.error();
        const UserId creator =
            *run ? maker(**run, session.caller.user.id, Action::run_update) : UserId{};
        if (*run && may(session, Action::run_update, wandb::target(*target.place, creator)))
            artifact.run = (*run)->id;
    }
    return artifact;
}

// The version that this request has made before, or that has the same content.
Result<std::optional<storage::Artifact>> known_version(Session& session,
                                                       const storage::Artifact& wanted) {
    auto& store = session.rooms().artifacts;
    if (!wanted.client_id.empty()) {
        auto found = store.find_by_client_id(wanted.client_id);
        if (!found) return found;
        if (*found && (*found)->collection == wanted.collection &&
            (*found)->state != storage::ArtifactState::deleted)
            return found;
    }
    if (!wanted.distributed_id.empty()) {
        auto found = store.find_pending(wanted.collection, wanted.distributed_id);
        if (!found || *found) return found;
    }
    if (wanted.digest.empty()) return std::optional<storage::Artifact>();
    return store.find_committed(wanted.collection, wanted.digest);
}

// Content that is there already gets the new aliases; the script stops here.
Result<void> reuse(Session& session, storage::Artifact& known, const storage::Artifact& wanted) {
    auto& store = session.rooms().artifacts;
    if (known.client_id != wanted.client_id && !wanted.client_id.empty()) {
        known.client_id = wanted.client_id;
        if (!wanted.sequence_client_id.empty())
            known.sequence_client_id = wanted.sequence_client_id;
        if (auto done = store.update(known); !done) return done;
    }
    if (known.state != storage::ArtifactState::committed) return {};
    for (const std::string& alias : wanted.wanted_aliases) {
        if (auto done = store.set_alias(known.id, alias); !done) return done;
    }
    return {};
}

}  // namespace

Outcome create_artifact(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    Session& session = root.session;
    auto target = target_of(session, *input);
    if (!target) return target.error();
    auto wanted = described(session, *target, *input);
    if (!wanted) return wanted.error();
    if (auto fine = input->check(); !fine) return fine.error();
    auto known = known_version(session, *wanted);
    if (!known) return known.error();
    if (!*known) {
        auto added = session.rooms().artifacts.add(*wanted);
        if (!added) return added.error();
        *known = std::move(*added);
    } else if (auto done = reuse(session, **known, *wanted); !done) {
        return done.error();
    }
    return record(
        "CreateArtifactPayload",
        {{"artifact", artifact_value({session, target->place, std::move(target->collection),
                                      std::move(**known)})}});
}

// Types come into being with their first sequence.
Outcome create_artifact_type(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    const std::string name(input ? input->text("name").value_or("") : "");
    if (name.empty()) return fail(ErrorCode::bad_request, "input.name is missing");
    auto place = ensure_place(root.session, input->text("entityName"), input->text("projectName"),
                              Action::artifact_create);
    if (!place) return place.error();
    return record("CreateArtifactTypePayload",
                  {{"artifactType",
                    record("ArtifactType",
                           {{"id", global_id("ArtifactType", (*place)->project.id) + ":" + name},
                            {"name", name}})}});
}

}  // namespace ensemble::wandb
