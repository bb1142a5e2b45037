// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/daemon/wandb/world.h"

namespace ensemble::tests {

// base64 and hex MD5 of the contents used here.
struct Content {
    std::string bytes;
    std::string md5;
    std::string hex_md5;
};
inline const Content foo{"foo", "rL0Y20zC+Fzt72VPzMSk2A==", "acbd18db4cc2f85cedef654fccc4a4d8"};
inline const Content bar{"bar", "N7UdGUp1E+RbVvZSTy1R8g==", "37b51d194a7513e45b56f6524f2d51f2"};

// What a script does to log one version.
class Logger {
public:
    explicit Logger(World& world) : world_(world) {}

    json create(const std::string& digest, const json& change = json::object()) {
        json input{{"artifactCollectionName", "set"},
                   {"artifactTypeName", "dataset"},
                   {"entityName", "alice"},
                   {"projectName", "demo"},
                   {"runName", "r1"},
                   {"digest", digest},
                   {"aliases", {alias("latest")}},
                   {"clientID", "client-" + std::to_string(++clients_)},
                   {"sequenceClientID", "sequence"},
                   {"metadata", R"({"rows":3})"}};
        input.update(change);
        return world_.data("mutation CreateArtifact ($input: CreateArtifactInput!) { "
                           "createArtifact(input: $input) "
                           "{ ... CreatedArtifact } } fragment CreatedArtifact on "
                           "CreateArtifactPayload { artifact "
                           "{ id state artifactSequence { latestArtifact { id } } } }",
                           {{"input", input}})["createArtifact"]["artifact"];
    }
    static json alias(const std::string& name) {
        return {{"alias", name}, {"artifactCollectionName", "set"}};
    }

    json manifest(const json& artifact, const char* kind = "FULL", const json& base = nullptr) {
        return world_.data(
            "mutation CreateArtifactManifest ($artifactID: ID!, $baseArtifactID: ID, "
            "$manifestType: "
            "ArtifactManifestType!) { createArtifactManifest(input: {artifactID:$artifactID,"
            "baseArtifactID:$baseArtifactID,name:\"wandb_manifest.json\",digest:\"\",entityName:"
            "\"alice\",projectName:\"demo\",runName:\"r1\",type:$manifestType}) { artifactManifest "
            "{ "
            "id file { id uploadUrl @include(if: true) uploadHeaders } } } }",
            {{"artifactID", artifact["id"]},
             {"manifestType", kind},
             {"baseArtifactID", base}})["createArtifactManifest"]["artifactManifest"];
    }

    json files(const json& artifact, const std::vector<std::pair<std::string, Content>>& files) {
        json wanted = json::array();
        for (const auto& [name, content] : files)
            wanted.push_back(
                {{"artifactID", artifact["id"]}, {"name", name}, {"md5", content.md5}});
        return world_.data(
            "mutation CreateArtifactFiles ($input: CreateArtifactFilesInput!) { "
            "createArtifactFiles(input: $input) { files { edges { node { storagePath uploadUrl "
            "uploadHeaders uploadMultipartUrls { uploadID } artifact { id } } } } } }",
            {{"input",
              {{"artifactFiles", wanted},
               {"storageLayout", "V2"}}}})["createArtifactFiles"]["files"]["edges"];
    }

    void put(const json& url, const std::string& bytes) {
        REQUIRE(world_.send("PUT", World::path_of(url.get<std::string>()), "", bytes).status ==
                200);
    }

    static json entry(const json& artifact, const Content& content) {
        return {{"digest", content.md5},
                {"size", content.bytes.size()},
                {"birthArtifactID", artifact["id"]},
                {"local_path", "/home/alice/secret"},
                {"extra", {{"k", 1}}}};
    }
    static std::string manifest_text(const json& contents) {
        return json{{"version", 1},
                    {"storagePolicy", "wandb-storage-policy-v1"},
                    {"storagePolicyConfig", {{"storageLayout", "V2"}}},
                    {"contents", contents}}
            .dump();
    }

    Reply commit(const json& artifact) {
        return world_.graphql("mutation CommitArtifact ($artifactID: ID!) { "
                              "commitArtifact(input: {artifactID:$artifactID}) { artifact { id "
                              "digest versionIndex } } }",
                              {{"artifactID", artifact["id"]}}, world_.alice);
    }

    // A version of the files; uploads what is not known yet.
    json log(const std::string& digest, const std::vector<std::pair<std::string, Content>>& given,
             const json& change = json::object()) {
        const json artifact = create(digest, change);
        const json made = manifest(artifact);
        const json edges = files(artifact, given);
        json contents = json::object();
        for (std::size_t i = 0; i < given.size(); ++i) {
            const json& node = edges[i]["node"];
            if (!node["uploadUrl"].is_null()) put(node["uploadUrl"], given[i].second.bytes);
            contents[given[i].first] = entry(node["artifact"], given[i].second);
        }
        put(made["file"]["uploadUrl"], manifest_text(contents));
        REQUIRE(commit(artifact).status == 200);
        return artifact;
    }

private:
    World& world_;
    int clients_ = 0;
};

inline json membership(World& world, const std::string& name) {
    return world.data(
        "query ArtifactMembershipByName ($entity: String!, $project: String!, $name: String!, "
        "$includeAliases: Boolean = false) { project(name: $project, entityName: $entity) { "
        "artifactCollectionMembership(name: $name) { ... ArtifactMembershipFragment } } } fragment "
        "ArtifactAliasFragment on ArtifactAlias { __typename id alias } fragment ArtifactFragment "
        "on "
        "Artifact { __typename id artifactSequence { ... SourceCollectionInfoFragment } "
        "versionIndex "
        "artifactType { name } description metadata ttlDurationSeconds ttlIsInherited tags { ... "
        "TagFragment } historyStep state size digest commitHash fileCount createdAt updatedAt "
        "aliases @include(if: $includeAliases) { artifactCollection { ... CollectionInfoFragment } "
        "... ArtifactAliasFragment } } fragment ArtifactMembershipFragment on "
        "ArtifactCollectionMembership { __typename id versionIndex createdAt aliases { ... "
        "ArtifactAliasFragment } artifactCollection { ... CollectionInfoFragment } artifact { ... "
        "ArtifactFragment } } fragment CollectionInfoFragment on ArtifactCollection { __typename "
        "name project { ... ProjectInfoFragment } } fragment ProjectInfoFragment on Project { id "
        "internalId name entity { name } } fragment SourceCollectionInfoFragment on "
        "ArtifactSequence "
        "{ __typename name project { ... ProjectInfoFragment } } fragment TagFragment on Tag { "
        "__typename id name }",
        {{"entity", "alice"},
         {"project", "demo"},
         {"name", name}})["project"]["artifactCollectionMembership"];
}

inline std::vector<std::string> aliases(const json& membership) {
    std::vector<std::string> names;
    for (const json& alias : membership["aliases"])
        names.push_back(alias["alias"]);
    std::sort(names.begin(), names.end());
    return names;
}

inline json downloaded_manifest(World& world, const json& artifact) {
    const json found = world.data("query FetchArtifactManifest($id: ID!) { artifact(id: $id) { "
                                  "currentManifest { file { directUrl } } } }",
                                  {{"id", artifact["id"]}})["artifact"]["currentManifest"];
    const Reply reply =
        world.send("GET", World::path_of(found["file"]["directUrl"].get<std::string>()), "");
    REQUIRE(reply.status == 200);
    return json::parse(reply.body);
}

}  // namespace ensemble::tests
