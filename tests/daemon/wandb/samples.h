// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/daemon/wandb/artifact_world.h"
#include "tests/daemon/wandb/team_world.h"

// One request for every root field of the door, each about the same run, file and artifact.
namespace ensemble::tests {

// Stands in everything that only those may read who may read the project.
inline const std::string marker = "hush-hush";

// By what names a request asks. All that is there, or nothing of it.
struct Names {
    std::string team;
    std::string project;
    std::string run;
    std::string run_id;
    std::string file_id;
    std::string artifact_id;
    std::string collection_id;
    std::string manifest_id;
    std::string client_id;
    std::string collection;
    std::string member_id;
    std::string key_id;

    // Of an answer, so that only what it says is left, not what was asked.
    std::string without(std::string text) const {
        for (const std::string* name :
             {&run_id, &file_id, &artifact_id, &collection_id, &manifest_id, &client_id, &member_id,
              &key_id, &collection, &project, &run, &team}) {
            for (auto at = text.find(*name); at != std::string::npos; at = text.find(*name, at + 1))
                text.replace(at, name->size(), "…");
        }
        return text;
    }
};

struct Sample {
    std::string name;  // of the root field
    std::string document;
    std::function<json(const Names&)> variables;
    bool tells = false;        // a query: whoever may read the project finds the marker
    bool of_instance = false;  // not about the team at all
};

inline const std::string run_fields =
    "id name displayName notes config summaryMetrics tags user { username email } history(samples: "
    "10) files { edges { node { name directUrl } } } logLines(last: 5) { edges { node { line } } } "
    "outputArtifacts { edges { node { id metadata } } } ";
inline const std::string artifact_fields =
    "id metadata description artifactSequence { name project { name entity { name } } } "
    "currentManifest { file { directUrl } } files { edges { node { name directUrl } } } createdBy "
    "{ ... on Run { name notes } } ";

inline std::vector<Sample> query_samples() {
    const auto nothing = [](const Names&) { return json::object(); };
    const auto placed = [](const Names& n) -> json {
        return {{"e", n.team}, {"p", n.project}, {"r", n.run}, {"q", "mi"}};
    };
    const auto project = [](const std::string& field) {
        return "query Q($e: String, $p: String, $r: String!) { " + field +
               "(name: $p, entityName: $e) { id name description runCount runs { edges { node { " +
               run_fields + " } } } run(name: $r) { " + run_fields +
               " } artifactTypes { edges { node { name } } } artifactCollections { edges { node { "
               "name } } } } }";
    };
    const auto projects = [](const std::string& field) {
        return "query Q($e: String) { " + field +
               "(entityName: $e) { edges { node { name description } } totalCount } }";
    };
    const auto with_id = [](std::string Names::*member) {
        return [member](const Names& n) -> json { return {{"id", n.*member}}; };
    };
    return {
        {"viewer", "{ viewer { id username email teams { edges { node { name } } } } }", nothing},
        {"serverInfo", "{ serverInfo { features { name isEnabled } } }", nothing},
        {"organization", "{ organization(name: \"vision\") { id } }", nothing},
        {"users", "query Q($q: String) { users(query: $q) { edges { node { username email } } } }",
         placed},
        {"entity",
         "query Q($e: String) { entity(name: $e) { id name members { username email } } }", placed},
        {"project", project("project"), placed, true},
        {"model", project("model"), placed, true},
        {"projects", projects("projects"), placed, true},
        {"models", projects("models"), placed, true},
        {"artifact", "query Q($id: ID!) { artifact(id: $id) { " + artifact_fields + " } }",
         with_id(&Names::artifact_id), true},
        {"artifactCollection",
         "query Q($id: ID!) { artifactCollection(id: $id) { name project { name } artifacts { "
         "edges { node { metadata } } } } }",
         with_id(&Names::collection_id), true},
        {"clientIDMapping", "query Q($id: ID!) { clientIDMapping(clientID: $id) { serverID } }",
         with_id(&Names::client_id)},
    };
}

inline Sample change(std::string name, std::string type, std::string fields,
                     std::function<json(const Names&)> input, bool of_instance = false) {
    std::string document = "mutation M($input: " + type + "!) { result: " + name +
                           "(input: $input) { " + fields + " } }";
    return {std::move(name), std::move(document),
            [input = std::move(input)](const Names& n) -> json {
                return {{"input", input(n)}};
            },
            false, of_instance};
}

inline std::vector<Sample> run_changes() {
    const auto by_id = [](const Names& n) -> json { return {{"id", n.run_id}}; };
    const auto by_name = [](json more) {
        return [more = std::move(more)](const Names& n) -> json {
            json input{{"entityName", n.team}, {"projectName", n.project}, {"runName", n.run}};
            input.update(more);
            return input;
        };
    };
    return {
        change("upsertBucket", "I", "inserted bucket { " + run_fields + " }",
               [](const Names& n) -> json {
                   return {{"entityName", n.team},
                           {"modelName", n.project},
                           {"name", n.run},
                           {"host", "h"},
                           {"notes", "changed"}};
               }),
        change("deleteRun", "I", "success", by_id),
        change("stopRun", "I", "success", by_id),
        change("updateRunState", "I", "success",
               [](const Names& n) -> json {
                   return {{"id", n.run_id}, {"state", "failed"}};
               }),
        change("rewindRun", "I", "rewoundRun { " + run_fields + " }",
               by_name({{"metricName", "_step"}, {"metricValue", 0}})),
        change("notifyScriptableRunAlert", "I", "success",
               by_name({{"title", "t"}, {"text", "x"}})),
        change("createRunFiles", "I", "runID files { name uploadUrl }",
               by_name({{"files", {"new.txt"}}})),
        change("markRunFilesUploaded", "I", "success", by_name({{"files", {"new.txt"}}})),
        change("deleteFiles", "I", "success",
               [](const Names& n) -> json {
                   return {{"files", {n.file_id}}};
               }),
        change("upsertModel", "I", "inserted project { id name description } model { name }",
               [](const Names& n) -> json {
                   return {{"entityName", n.team}, {"name", n.project}, {"description", "changed"}};
               }),
    };
}

inline std::vector<Sample> team_samples() {
    const auto nothing = [](const Names&) { return json::object(); };
    return {
        change(
            "createUser", "I", "user { id username email }",
            [](const Names&) -> json {
                return {{"email", "new@example.org"}};
            },
            true),
        change("generateApiKey", "I", "apiKey { id name }", nothing, true),
        change(
            "deleteApiKey", "I", "success",
            [](const Names& n) -> json {
                return {{"id", n.key_id}};
            },
            true),
        change(
            "createTeam", "I", "entity { id name }",
            [](const Names& n) -> json {
                return {{"teamName", n.team}};
            },
            true),
        change("createInvite", "I", "invite { id name email }",
               [](const Names& n) -> json {
                   return {{"entityName", n.team}, {"username", "nils"}};
               }),
        change("deleteInvite", "I", "success",
               [](const Names& n) -> json {
                   return {{"entityName", n.team}, {"id", n.member_id}};
               }),
        change("createServiceAccount", "I", "user { id }",
               [](const Names& n) -> json {
                   return {{"entityName", n.team}, {"description", "ci"}};
               }),
    };
}

inline std::vector<Sample> artifact_samples() {
    const auto by_id = [](json more) {
        return [more = std::move(more)](const Names& n) -> json {
            json input{{"artifactID", n.artifact_id}};
            input.update(more);
            return input;
        };
    };
    const auto alias = [](const Names& n) -> json {
        return {{"artifactID", n.artifact_id},
                {"aliases", {{{"alias", "best"}, {"artifactCollectionName", n.collection}}}}};
    };
    return {
        change("createArtifact", "I", "artifact { " + artifact_fields + " }",
               [](const Names& n) -> json {
                   return {{"entityName", n.team},
                           {"projectName", n.project},
                           {"artifactCollectionName", n.collection},
                           {"artifactTypeName", "dataset"},
                           {"digest", "another"},
                           {"clientID", "another"}};
               }),
        change("createArtifactType", "I", "artifactType { id name }",
               [](const Names& n) -> json {
                   return {{"entityName", n.team}, {"projectName", n.project}, {"name", "t"}};
               }),
        change("createArtifactManifest", "I", "artifactManifest { id file { uploadUrl } }",
               by_id({{"type", "FULL"}, {"name", "wandb_manifest.json"}})),
        change("updateArtifactManifest", "I", "artifactManifest { id file { uploadUrl } }",
               [](const Names& n) -> json {
                   return {{"artifactManifestID", n.manifest_id}, {"digest", "d"}};
               }),
        change("createArtifactFiles", "I", "files { edges { node { uploadUrl } } }",
               [](const Names& n) -> json {
                   return {{"artifactFiles",
                            {{{"artifactID", n.artifact_id}, {"name", "x"}, {"md5", bar.md5}}}}};
               }),
        change("commitArtifact", "I", "artifact { " + artifact_fields + " }",
               by_id(json::object())),
        change("useArtifact", "I", "artifact { " + artifact_fields + " }",
               [](const Names& n) -> json {
                   return {{"artifactID", n.artifact_id},
                           {"entityName", n.team},
                           {"projectName", n.project},
                           {"runName", n.run}};
               }),
        change("updateArtifact", "I", "artifact { " + artifact_fields + " }",
               by_id({{"description", "changed"}})),
        change("deleteArtifact", "I", "artifact { id metadata }", by_id({{"deleteAliases", true}})),
        change("addAliases", "I", "success", alias),
        change("deleteAliases", "I", "success", alias),
    };
}

inline std::vector<Sample> mutation_samples() {
    std::vector<Sample> all;
    for (const auto& part : {run_changes(), team_samples(), artifact_samples()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace ensemble::tests
