// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/artifact_lists.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "daemon/wandb/artifact_node.h"
#include "daemon/wandb/filter.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/instants.h"
#include "daemon/wandb/run_node.h"
#include "shared/base/encoding.h"

namespace ensemble::wandb {

using graphql::record;
using nlohmann::json;

namespace {

constexpr std::size_t page_default = 50;

// What is known of a version or a sequence, by the names that filters use.
class NamedFacts final : public Facts {
public:
    explicit NamedFacts(json values) : values_(std::move(values)) {}
    const json* find(std::string_view field) override {
        const auto found = values_.find(field);
        return found == values_.end() ? nullptr : &*found;
    }

private:
    json values_;
};

NamedFacts facts_of(const storage::Artifact& artifact) {
    return NamedFacts({{"state", "COMMITTED"},
                       {"tags", artifact.tags},
                       {"tag", artifact.tags},
                       {"version", artifact.version},
                       {"versionIndex", artifact.version},
                       {"digest", artifact.digest},
                       {"createdAt", artifact.created_at.ms},
                       {"created_at", artifact.created_at.ms},
                       {"updatedAt", artifact.updated_at.ms},
                       {"updated_at", artifact.updated_at.ms}});
}

NamedFacts facts_of(const storage::Collection& collection) {
    return NamedFacts({{"name", collection.name},
                       {"description", collection.description},
                       {"artifact_collection_id", collection.id.value},
                       {"createdAt", collection.created_at.ms},
                       {"created_at", collection.created_at.ms}});
}

// Keeps what passes "filters", in the "order" asked for.
template <class Thing>
Result<std::vector<Thing>> chosen(std::vector<Thing> things, const Arguments& arguments) {
    auto filter = Filter::parse(arguments.text("filters").value_or(""));
    if (!filter) return filter.error();
    const Order order = Order::parse(arguments.text("order").value_or(""));
    if (filter->passes_all() && order.keys.empty()) return things;
    std::vector<Thing> passed;
    std::vector<NamedFacts> facts;
    std::uint64_t pattern_bytes = 0;
    for (Thing& thing : things) {
        NamedFacts known = facts_of(thing);
        auto matches = filter->matches(known, pattern_bytes);
        if (!matches) return matches.error();
        if (!*matches) continue;
        passed.push_back(std::move(thing));
        facts.push_back(std::move(known));
    }
    std::vector<Facts*> asked;
    for (NamedFacts& one : facts)
        asked.push_back(&one);
    std::vector<Thing> sorted;
    for (const std::size_t position : sorted_positions(asked, order))
        sorted.push_back(std::move(passed[position]));
    return sorted;
}

struct TypeNode {
    Session& session;
    std::shared_ptr<const Place> place;
    std::string name;
    Instant created_at;
};

Outcome collections_page(Session& session, const std::shared_ptr<const Place>& place,
                         const std::string& type, const Arguments& arguments) {
    auto all = session.rooms().artifacts.collections(place->project.id);
    if (!all) return all.error();
    if (!type.empty())
        std::erase_if(*all, [&type](const storage::Collection& one) { return one.type != type; });
    auto found = chosen(std::move(*all), arguments);
    if (!found) return found.error();
    return connection(
        page(window(arguments, found->size(), page_default), found->size(), [&](std::size_t i) {
            return collection_value({session, place, (*found)[i]});
        }));
}

// A sequence of the project, perhaps of one type only; null when there is none.
Outcome collection_named(Session& session, const std::shared_ptr<const Place>& place,
                         const std::string& type, std::string_view name) {
    auto found = session.rooms().artifacts.find_collection(place->project.id, name);
    if (!found) return found.error();
    if (!*found || (!type.empty() && (*found)->type != type)) return Value();
    return collection_value({session, place, std::move(**found)});
}

const graphql::Type<TypeNode>& type_type() {
    static const graphql::Type<TypeNode> type{
        "ArtifactType",
        {},
        {
            {"id",
             [](const TypeNode& node, const Arguments&) -> Outcome {
                 return base64("ArtifactType:" + std::to_string(node.place->project.id.value) +
                               ":" + node.name);
             }},
            {"name", [](const TypeNode& node, const Arguments&) -> Outcome { return node.name; }},
            {"description", [](const TypeNode&, const Arguments&) -> Outcome { return Value(); }},
            {"createdAt",
             [](const TypeNode& node, const Arguments&) -> Outcome {
                 return iso_text(node.created_at);
             }},
            {"project",
             [](const TypeNode& node, const Arguments&) -> Outcome {
                 return project_value(node.session, node.place);
             }},
            {"artifactCollection",
             [](const TypeNode& node, const Arguments& arguments) -> Outcome {
                 return collection_named(node.session, node.place, node.name,
                                         arguments.text("name").value_or(""));
             }},
            {"artifactCollections",
             [](const TypeNode& node, const Arguments& arguments) -> Outcome {
                 return collections_page(node.session, node.place, node.name, arguments);
             }},
        }};
    return type;
}

// The types that the project's sequences have, by name.
Result<std::vector<TypeNode>> types_of(const ProjectNode& node) {
    auto collections = node.session.rooms().artifacts.collections(node.place->project.id);
    if (!collections) return collections.error();
    std::vector<TypeNode> types;
    for (const storage::Collection& one : *collections) {
        const auto known = std::find_if(types.begin(), types.end(),
                                        [&](const TypeNode& t) { return t.name == one.type; });
        if (known == types.end())
            types.push_back({node.session, node.place, one.type, one.created_at});
        else
            known->created_at = std::min(known->created_at, one.created_at);
    }
    return types;
}

Result<std::optional<ArtifactNode>> version_named(const ProjectNode& node, std::string_view text) {
    const VersionName name = read_version_name(text);
    auto& store = node.session.rooms().artifacts;
    auto collection = store.find_collection(node.place->project.id, name.collection);
    if (!collection) return collection.error();
    if (!*collection) return std::optional<ArtifactNode>();
    auto artifact = store.find((*collection)->id, name.alias);
    if (!artifact) return artifact.error();
    if (!*artifact) return std::optional<ArtifactNode>();
    return std::optional<ArtifactNode>(
        ArtifactNode{node.session, node.place, std::move(**collection), std::move(**artifact)});
}

Outcome artifacts_of_run(const RunNode& node, const Arguments& arguments,
                         Result<std::vector<ArtifactId>> ids) {
    if (!ids) return ids.error();
    std::vector<ArtifactNode> found;
    for (const ArtifactId id : *ids) {
        auto artifact = find_artifact(node.session, id);
        if (!artifact) return artifact.error();
        if (*artifact && (*artifact)->artifact.state == storage::ArtifactState::committed)
            found.push_back(std::move(**artifact));
    }
    return connection(page(window(arguments, found.size(), page_default), found.size(),
                           [&](std::size_t i) { return artifact_value(found[i]); }));
}

}  // namespace

Outcome project_artifact(const ProjectNode& node, const Arguments& arguments) {
    auto found = version_named(node, arguments.text("name").value_or(""));
    if (!found) return found.error();
    return *found ? artifact_value(**found) : Value();
}

Outcome project_membership(const ProjectNode& node, const Arguments& arguments) {
    auto found = version_named(node, arguments.text("name").value_or(""));
    if (!found) return found.error();
    return *found ? membership_value(**found) : Value();
}

Outcome project_artifact_type(const ProjectNode& node, const Arguments& arguments) {
    const std::string_view name = arguments.text("name").value_or("");
    auto types = types_of(node);
    if (!types) return types.error();
    for (TypeNode& type : *types) {
        if (type.name == name) return graphql::object(type_type(), std::move(type));
    }
    return Value();
}

Outcome project_artifact_types(const ProjectNode& node, const Arguments& arguments) {
    auto types = types_of(node);
    if (!types) return types.error();
    return connection(
        page(window(arguments, types->size(), page_default), types->size(),
             [&](std::size_t i) { return graphql::object(type_type(), TypeNode((*types)[i])); }));
}

Outcome project_collection(const ProjectNode& node, const Arguments& arguments) {
    return collection_named(node.session, node.place, "", arguments.text("name").value_or(""));
}

Outcome project_collections(const ProjectNode& node, const Arguments& arguments) {
    return collections_page(node.session, node.place, "", arguments);
}

Outcome artifact_by_id(const Root& root, const Arguments& arguments) {
    const auto id = read_global_id("Artifact", arguments.text("id").value_or(""));
    if (!id) return Value();
    auto found = find_artifact(root.session, ArtifactId{*id});
    if (!found) return found.error();
    return *found ? artifact_value(**found) : Value();
}

Outcome collection_by_id(const Root& root, const Arguments& arguments) {
    const auto id = read_global_id("ArtifactCollection", arguments.text("id").value_or(""));
    if (!id) return Value();
    auto found = root.session.rooms().artifacts.find_collection(CollectionId{*id});
    if (!found) return found.error();
    if (!*found) return Value();
    auto place = place_of(root.session, (*found)->project);
    if (!place) return place.error();
    if (!*place) return Value();
    return collection_value({root.session, *place, std::move(**found)});
}

// A version, or the latest version of the sequence, by the id that the script made up for it.
Outcome client_id_mapping(const Root& root, const Arguments& arguments) {
    const std::string_view client_id = arguments.text("clientID").value_or("");
    auto& store = root.session.rooms().artifacts;
    auto artifact = store.find_by_client_id(client_id);
    if (artifact && !*artifact) artifact = store.find_by_sequence_client_id(client_id);
    if (!artifact) return artifact.error();
    if (!*artifact) return Value();
    auto visible = find_artifact(root.session, (*artifact)->id);
    if (!visible) return visible.error();
    if (!*visible) return Value();
    return record("ClientIDMapping", {{"serverID", global_id("Artifact", (*artifact)->id)}});
}

Outcome collection_versions(const CollectionNode& node, const Arguments& arguments) {
    auto all = node.session.rooms().artifacts.versions(node.collection.id);
    if (!all) return all.error();
    auto found = chosen(std::move(*all), arguments);
    if (!found) return found.error();
    Page versions =
        page(window(arguments, found->size(), page_default), found->size(), [&](std::size_t i) {
            return artifact_value({node.session, node.place, node.collection, (*found)[i]});
        });
    const std::size_t begin = window(arguments, found->size(), page_default).begin;
    for (std::size_t i = 0; i < versions.edges.size(); ++i)
        versions.edges[i].emplace_back("version",
                                       "v" + std::to_string((*found)[begin + i].version));
    return connection(std::move(versions));
}

Outcome collection_aliases(const CollectionNode& node, const Arguments& arguments) {
    auto all = node.session.rooms().artifacts.versions(node.collection.id);
    if (!all) return all.error();
    List aliases;
    for (storage::Artifact& version : *all) {
        auto own = node.session.rooms().artifacts.aliases(version.id);
        if (!own) return own.error();
        const ArtifactNode artifact{node.session, node.place, node.collection, std::move(version)};
        for (const auto& alias : *own)
            aliases.push_back(artifact_alias_value(artifact, alias));
    }
    return connection(page(window(arguments, aliases.size(), 1000), aliases.size(),
                           [&](std::size_t i) { return aliases[i]; }));
}

Outcome output_artifacts(const RunNode& node, const Arguments& arguments) {
    return artifacts_of_run(node, arguments, node.session.rooms().artifacts.outputs(node.run->id));
}

Outcome input_artifacts(const RunNode& node, const Arguments& arguments) {
    return artifacts_of_run(node, arguments, node.session.rooms().artifacts.inputs(node.run->id));
}

}  // namespace ensemble::wandb
