// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/artifact_node.h"

#include "daemon/wandb/global_id.h"
#include "daemon/wandb/instants.h"
#include "daemon/wandb/run_node.h"

namespace ensemble::wandb {

using graphql::record;

namespace {

std::string_view state_name(storage::ArtifactState state) {
    switch (state) {
    case storage::ArtifactState::pending:
        return "PENDING";
    case storage::ArtifactState::committed:
        return "COMMITTED";
    case storage::ArtifactState::deleted:
        return "DELETED";
    }
    return "DELETED";
}

Outcome sequence(const ArtifactNode& node, const Arguments&) {
    return collection_value({node.session, node.place, node.collection});
}

Outcome version_index(const ArtifactNode& node, const Arguments&) {
    return node.artifact.version < 0 ? Value() : Value(node.artifact.version);
}

Outcome aliases(const ArtifactNode& node, const Arguments&) {
    auto found = node.session.rooms().artifacts.aliases(node.artifact.id);
    if (!found) return found.error();
    List list;
    for (const auto& alias : *found)
        list.push_back(artifact_alias_value(node, alias));
    return list;
}

Outcome tags(const ArtifactNode& node, const Arguments&) {
    List list;
    for (const std::string& tag : node.artifact.tags)
        list.push_back(
            record("Tag", {{"id", global_id("Tag", node.artifact.id) + ":" + tag}, {"name", tag}}));
    return list;
}

Outcome used_by(const ArtifactNode& node, const Arguments&) {
    auto ids = node.session.rooms().artifacts.used_by(node.artifact.id);
    if (!ids) return ids.error();
    Page page;
    for (const RunId id : *ids) {
        auto run = find_run(node.session, id);
        if (!run) return run.error();
        if (!*run) continue;
        page.edges.push_back({{"node", run_value(node.session, std::move(**run))},
                              {"cursor", std::to_string(id.value)}});
    }
    page.total = static_cast<std::int64_t>(page.edges.size());
    return connection(std::move(page));
}

Outcome created_by(const ArtifactNode& node, const Arguments&) {
    if (node.artifact.run) {
        auto run = find_run(node.session, node.artifact.run);
        if (!run) return run.error();
        return *run ? run_value(node.session, std::move(**run)) : Value();
    }
    auto user = node.session.rooms().users.find(node.artifact.author);
    if (!user) return user.error();
    return *user ? user_value(node.session, std::move(**user)) : Value();
}

Outcome memberships(const ArtifactNode& node, const Arguments&) {
    Page page;
    if (node.artifact.state == storage::ArtifactState::committed)
        page.edges.push_back({{"node", membership_value(node)}, {"cursor", "1"}});
    return connection(std::move(page));
}

using Field = Outcome (*)(const ArtifactNode&, const Arguments&);
using Fields = std::unordered_map<std::string_view, Field>;

constexpr Field created_at = [](const ArtifactNode& node, const Arguments&) -> Outcome {
    return iso_text(node.artifact.created_at);
};

Fields artifact_fields() {
    return {
        {"id",
         [](const ArtifactNode& node, const Arguments&) -> Outcome {
             return global_id("Artifact", node.artifact.id);
         }},
        {"artifactSequence", sequence},
        {"versionIndex", version_index},
        {"artifactType",
         [](const ArtifactNode& node, const Arguments&) -> Outcome {
             return record("ArtifactType", {{"name", node.collection.type}});
         }},
        {"description",
         [](const ArtifactNode& node, const Arguments&) -> Outcome {
             return text_or_null(node.artifact.description);
         }},
        {"metadata",
         [](const ArtifactNode& node, const Arguments&) -> Outcome {
             return node.artifact.metadata;
         }},
        {"ttlDurationSeconds",
         [](const ArtifactNode& node, const Arguments&) -> Outcome {
             return node.artifact.ttl_seconds;
         }},
        {"ttlIsInherited",
         [](const ArtifactNode& node, const Arguments&) -> Outcome {
             return node.artifact.ttl_seconds == -1;
         }},
        {"tags", tags},
        {"historyStep",
         [](const ArtifactNode& node, const Arguments&) -> Outcome {
             return node.artifact.history_step ? Value(*node.artifact.history_step) : Value();
         }},
        {"state",
         [](const ArtifactNode& node, const Arguments&) -> Outcome {
             return state_name(node.artifact.state);
         }},
        {"size",
         [](const ArtifactNode& node, const Arguments&) -> Outcome { return node.artifact.bytes; }},
        {"digest",
         [](const ArtifactNode& node, const Arguments&) -> Outcome {
             return node.artifact.digest;
         }},
        {"digestAlgorithm",
         [](const ArtifactNode&, const Arguments&) -> Outcome { return "MANIFEST_MD5"; }},
        {"commitHash", [](const ArtifactNode&, const Arguments&) -> Outcome { return Value(); }},
        {"fileCount",
         [](const ArtifactNode& node, const Arguments&) -> Outcome {
             return node.artifact.file_count;
         }},
        {"createdAt", created_at},
        {"updatedAt",
         [](const ArtifactNode& node, const Arguments&) -> Outcome {
             return iso_text(node.artifact.updated_at);
         }},
        {"aliases", aliases},
        {"currentManifest", current_manifest},
        {"files", artifact_files},
        {"filesByManifestEntries", artifact_files},
        {"usedBy", used_by},
        {"createdBy", created_by},
        {"artifactMemberships", memberships},
    };
}

const graphql::Type<ArtifactNode>& artifact_type() {
    static const graphql::Type<ArtifactNode> type{"Artifact", {}, artifact_fields()};
    return type;
}

const graphql::Type<ArtifactNode>& membership_type() {
    static const graphql::Type<ArtifactNode> type{
        "ArtifactCollectionMembership",
        {},
        {
            {"id",
             [](const ArtifactNode& node, const Arguments&) -> Outcome {
                 return global_id("ArtifactCollectionMembership", node.artifact.id);
             }},
            {"versionIndex", version_index},
            {"createdAt", created_at},
            {"aliases", aliases},
            {"artifactCollection", sequence},
            {"artifact",
             [](const ArtifactNode& node, const Arguments&) -> Outcome {
                 return artifact_value(node);
             }},
            {"files", artifact_files},
        }};
    return type;
}

}  // namespace

Value artifact_value(const ArtifactNode& node) {
    return graphql::object(artifact_type(), node);
}

Value membership_value(const ArtifactNode& node) {
    return graphql::object(membership_type(), node);
}

Value artifact_alias_value(const ArtifactNode& node, const storage::ArtifactStore::Alias& alias) {
    return record(
        "ArtifactAlias",
        {{"id", global_id("ArtifactAlias", alias.id)},
         {"alias", alias.name},
         {"artifactCollection", collection_value({node.session, node.place, node.collection})}});
}

Result<std::optional<ArtifactNode>> find_artifact(Session& session, ArtifactId id) {
    auto artifact = session.rooms().artifacts.find(id);
    if (!artifact) return artifact.error();
    if (!*artifact) return std::optional<ArtifactNode>();
    auto collection = session.rooms().artifacts.find_collection((*artifact)->collection);
    if (!collection) return collection.error();
    if (!*collection) return std::optional<ArtifactNode>();
    auto place = place_of(session, (*collection)->project);
    if (!place) return place.error();
    if (!*place) return std::optional<ArtifactNode>();
    return std::optional<ArtifactNode>(
        ArtifactNode{session, *place, std::move(**collection), std::move(**artifact)});
}

Result<ArtifactNode> artifact_for(Session& session, const std::optional<std::string_view>& id,
                                  permissions::Action action) {
    const std::string_view text = id.value_or("");
    const auto number = read_global_id("Artifact", text);
    auto found = number ? find_artifact(session, ArtifactId{*number})
                        : Result<std::optional<ArtifactNode>>(std::nullopt);
    if (!found) return found.error();
    if (!*found || !may(session, action, target(*(*found)->place, (*found)->artifact.author)))
        return fail(ErrorCode::not_found, "artifact " + std::string(text) + " not found, or " +
                                              session.caller.user.name + " has no access to it");
    const bool others = (*found)->artifact.author != session.caller.user.id;
    if (action == permissions::Action::artifact_create && others &&
        adds_only_to_own(session, *(*found)->place))
        return fail(ErrorCode::forbidden, "artifact " + std::string(text) + " is somebody else's");
    return std::move(**found);
}

bool adds_only_to_own(const Session& session, const Place& place) {
    const auto decision = records::may(session.state(), session.caller.asker,
                                       permissions::Action::artifact_create, target(place, {}));
    return decision.rule == permissions::Rule::open_project;
}

VersionName read_version_name(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    if (colon == std::string_view::npos) return {name, "latest"};
    return {name.substr(0, colon), name.substr(colon + 1)};
}

}  // namespace ensemble::wandb
