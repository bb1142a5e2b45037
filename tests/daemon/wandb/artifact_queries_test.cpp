// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/audit_log.h"
#include "tests/daemon/wandb/artifact_world.h"

using namespace ensemble;
using namespace ensemble::tests;

TEST_CASE("files are listed with addresses, references with where they point") {
    World world;
    world.start();
    Logger logger(world);
    const json artifact = logger.create("d1");
    const json made = logger.manifest(artifact);
    logger.put(logger.files(artifact, {{"a.txt", foo}})[0]["node"]["uploadUrl"], "foo");
    logger.put(
        made["file"]["uploadUrl"],
        Logger::manifest_text({{"a.txt", Logger::entry(artifact, foo)},
                               {"r", {{"digest", "etag"}, {"ref", "s3://b/k"}, {"size", 9}}}}));
    REQUIRE(logger.commit(artifact).status == 200);
    const std::string query =
        "query F($names: [String!], $cursor: String, $perPage: Int = 50) { project(name: \"demo\") "
        "{ "
        "artifactCollection(name: \"set\") { __typename artifactMembership(aliasName: \"v0\") { "
        "files(names: $names, after: $cursor, first: $perPage) { totalCount pageInfo { __typename "
        "endCursor hasNextPage } edges { node { __typename id name: displayName url sizeBytes "
        "storagePath mimetype updatedAt digest md5 directUrl } } } } } } }";
    const auto list = [&](const json& variables) {
        return world.data(
            query, variables)["project"]["artifactCollection"]["artifactMembership"]["files"];
    };
    const json files = list(json::object());
    CHECK(files["totalCount"] == 2);
    REQUIRE(files["edges"].size() == 2);
    const json& first = files["edges"][0]["node"];
    CHECK(first["__typename"] == "File");
    CHECK(first["name"] == "a.txt");
    CHECK(first["sizeBytes"] == 3);
    const Reply got = world.send("GET", World::path_of(first["directUrl"].get<std::string>()), "");
    CHECK(got.body == "foo");
    CHECK(files["edges"][1]["node"]["directUrl"] == "s3://b/k");
    CHECK(list({{"names", {"r"}}})["edges"].size() == 1);
    CHECK(list({{"names", {"a.tx", "b"}}})["edges"].empty());
    const json page = list({{"perPage", 1}});
    CHECK(page["pageInfo"]["hasNextPage"] == true);
    CHECK(list({{"cursor", page["pageInfo"]["endCursor"]}})["edges"][0]["node"]["name"] == "r");
}

TEST_CASE("content is read by its MD5 with the caller's own key") {
    World world;
    world.start();
    Logger logger(world);
    const json artifact = logger.log("d1", {{"a.txt", foo}});
    const std::string id = percent_encode(artifact["id"].get<std::string>());
    const std::string path =
        "/artifactsV2/default/alice/demo/set/" + id + "/" + foo.hex_md5 + "/a.txt";
    CHECK(world.send("GET", path, world.alice).body == "foo");
    const std::string longer =
        "/artifactsV2/default/alice/demo/set/" + id + "/" + id + "/" + foo.hex_md5 + "/a.txt";
    CHECK(world.send("GET", longer, world.alice).body == "foo");
    CHECK(world.send("GET", path, world.bob).status == 404);
    CHECK(world.send("GET", path, "").status == 401);
    const std::string other =
        "/artifactsV2/default/alice/demo/set/" + id + "/" + bar.hex_md5 + "/a.txt";
    CHECK(world.send("GET", other, world.alice).status == 404);
}

TEST_CASE("content whose first version was deleted can still be read from a later one") {
    World world;
    world.start();
    Logger logger(world);
    const json first = logger.log("d1", {{"a.txt", foo}});
    logger.log("d2", {{"a.txt", foo}, {"b.txt", bar}});
    world.data(
        "mutation D($id: ID!) { deleteArtifact(input: {artifactID: $id, deleteAliases: true}) "
        "{ artifact { id } } }",
        {{"id", first["id"]}});
    CHECK(membership(world, "set:v0").is_null());
    const std::string id = percent_encode(first["id"].get<std::string>());
    CHECK(world
              .send("GET",
                    "/artifactsV2/default/alice/demo/set/" + id + "/" + foo.hex_md5 + "/a.txt",
                    world.alice)
              .body == "foo");
}

TEST_CASE("a version with aliases is only deleted together with them") {
    World world;
    world.start();
    Logger logger(world);
    const json first = logger.log("d1", {{"a.txt", foo}});
    const json second = logger.log("d2", {{"b.txt", bar}});
    const std::string query =
        "mutation D($id: ID!, $with: Boolean) { deleteArtifact(input: "
        "{artifactID: $id, deleteAliases: $with}) { artifact { id state } } }";
    CHECK(world.graphql(query, {{"id", second["id"]}, {"with", false}}, world.alice).status == 400);
    CHECK(world.graphql(query, {{"id", second["id"]}, {"with", true}}, world.bob).status == 404);
    CHECK(world.data(query, {{"id", second["id"]},
                             {"with", true}})["deleteArtifact"]["artifact"]["state"] == "DELETED");
    CHECK(membership(world, "set:v1").is_null());
    CHECK(membership(world, "set:latest")["artifact"]["id"] == first["id"]);
}

TEST_CASE("aliases, tags and texts of a version change") {
    World world;
    world.start();
    Logger logger(world);
    const json artifact = logger.log("d1", {{"a.txt", foo}});
    const json named{{"entityName", "alice"},
                     {"projectName", "demo"},
                     {"artifactCollectionName", "set"},
                     {"alias", "prod"}};
    CHECK(
        world.data("mutation A($id: ID!, $a: [X!]!) { result: addAliases(input: {artifactID: $id, "
                   "aliases: $a}) { success } }",
                   {{"id", artifact["id"]}, {"a", {named}}})["result"]["success"] == true);
    CHECK(aliases(membership(world, "set:v0")) == std::vector<std::string>{"latest", "prod"});
    world.data("mutation A($id: ID!, $a: [X!]!) { result: deleteAliases(input: {artifactID: $id, "
               "aliases: $a}) { success } }",
               {{"id", artifact["id"]}, {"a", {named}}});
    CHECK(membership(world, "set:prod").is_null());

    const json updated = world.data(
        "mutation U($input: UpdateArtifactInput!) { result: updateArtifact(input: $input) "
        "{ artifact { description metadata tags { __typename name } } } }",
        {{"input",
          {{"artifactID", artifact["id"]},
           {"description", "better"},
           {"metadata", "{}"},
           {"tagsToAdd", {{{"tagName", "gold"}}}},
           {"aliases", nullptr}}}})["result"]["artifact"];
    CHECK(updated["description"] == "better");
    CHECK(updated["metadata"] == "{}");
    CHECK(updated["tags"][0] == json{{"__typename", "Tag"}, {"name", "gold"}});
    CHECK(aliases(membership(world, "set:v0")) == std::vector<std::string>{"latest"});
    world.data(
        "mutation U($input: UpdateArtifactInput!) { updateArtifact(input: $input) { artifact "
        "{ id } } }",
        {{"input", {{"artifactID", artifact["id"]}, {"aliases", {Logger::alias("only")}}}}});
    CHECK(aliases(membership(world, "set:v0")) == std::vector<std::string>{"only"});
}

TEST_CASE("what somebody changes of a version is in the audit, what its script says is not") {
    World world;
    world.start();
    Logger logger(world);
    const json artifact = logger.log("d1", {{"a.txt", foo}});
    storage::AuditLog log(*world.database);
    CHECK((*log.list({.name = "artifact_edited"})).empty());
    const json prod{{"artifactCollectionName", "set"}, {"alias", "prod"}};
    for (int i = 0; i < 2; ++i)
        world.data("mutation A($id: ID!, $a: [X!]!) { addAliases(input: {artifactID: $id, "
                   "aliases: $a}) { success } }",
                   {{"id", artifact["id"]}, {"a", {prod}}});
    world.data("mutation U($input: UpdateArtifactInput!) { updateArtifact(input: $input) { "
               "artifact { id } } }",
               {{"input", {{"artifactID", artifact["id"]}, {"metadata", R"({"rows":4})"}}}});
    world.data("mutation D($id: ID!) { deleteArtifact(input: {artifactID: $id, deleteAliases: "
               "true}) { artifact { id } } }",
               {{"id", artifact["id"]}});
    const auto edited = *log.list({.name = "artifact_edited"});
    REQUIRE(edited.size() == 2);
    CHECK(edited[1].detail == "alice/demo/set:v0");
    CHECK(edited[1].device.starts_with("key laptop"));
    CHECK(edited[1].rule == permissions::Rule::team_role);
    CHECK(json::parse(edited[1].before)[0]["aliases"] == json{"latest"});
    CHECK(json::parse(edited[1].after)[0]["aliases"] == json{"latest", "prod"});
    CHECK(json::parse(edited[0].before)[0]["metadata"] == json{{"rows", 3}});
    CHECK(json::parse(edited[0].after)[0]["metadata"] == json{{"rows", 4}});
    const auto deleted = *log.list({.name = "artifact_deleted"});
    REQUIRE(deleted.size() == 1);
    CHECK(json::parse(deleted[0].before)[0]["aliases"] == json{"latest", "prod"});
    CHECK(deleted[0].after == "[]");
}

TEST_CASE("inputs and outputs of a run are known from both ends") {
    World world;
    world.start();
    Logger logger(world);
    const json artifact = logger.log("d1", {{"a.txt", foo}});
    world.start("r2");
    world.data(
        "mutation U($input: UseArtifactInput!) { useArtifact(input: $input) { artifact { id } "
        "} }",
        {{"input",
          {{"artifactID", artifact["id"]},
           {"entityName", "alice"},
           {"projectName", "demo"},
           {"runName", "r2"}}}});
    const json project = world.data(
        "{ project(name: \"demo\") { r1: run(name: \"r1\") { artifacts: "
        "outputArtifacts(first: 5) { totalCount edges { node { id } } } inputArtifacts { "
        "totalCount } } r2: run(name: \"r2\") { inputArtifacts { totalCount edges { node "
        "{ id } } } } } }")["project"];
    CHECK(project["r1"]["artifacts"]["edges"][0]["node"]["id"] == artifact["id"]);
    CHECK(project["r1"]["inputArtifacts"]["totalCount"] == 0);
    CHECK(project["r2"]["inputArtifacts"]["edges"][0]["node"]["id"] == artifact["id"]);
    const json seen = world.data("query A($id: ID!) { artifact(id: $id) { usedBy { edges { node { "
                                 "__typename name } } } createdBy { __typename ... on Run { name } "
                                 "... on User { username } } } }",
                                 {{"id", artifact["id"]}})["artifact"];
    CHECK(seen["usedBy"]["edges"][0]["node"]["name"] == "r2");
    CHECK(seen["createdBy"] == json{{"__typename", "Run"}, {"name", "r1"}});
}

TEST_CASE("types, sequences and versions of a project are listed") {
    World world;
    world.start();
    Logger logger(world);
    logger.log("d1", {{"a.txt", foo}});
    logger.log("d2", {{"b.txt", bar}});
    logger.log("d3", {{"a.txt", foo}},
               {{"artifactCollectionName", "net"},
                {"artifactTypeName", "model"},
                {"aliases", json::array()}});
    const json project = world.data(
        "{ project(name: \"demo\") { artifactTypes(first: 10) { edges { node { __typename id name "
        "description createdAt } } } artifactType(name: \"dataset\") { artifactCollections(first: "
        "5) { totalCount edges { node { __typename id name type: defaultArtifactType { name } tags "
        "{ "
        "edges { node { id } } } } } } artifactCollection(name: \"set\") { artifacts(first: 5, "
        "order: "
        "\"-createdAt\", filters: \"{\\\"state\\\":\\\"COMMITTED\\\"}\") { totalCount edges { "
        "version "
        "node { id versionIndex } } } } } missing: artifactType(name: \"x\") { name } "
        "artifactCollections { totalCount } artifact(name: \"net:latest\") { artifactType { name } "
        "} "
        "} }")["project"];
    CHECK(project["artifactTypes"]["edges"].size() == 2);
    CHECK(project["artifactTypes"]["edges"][0]["node"]["__typename"] == "ArtifactType");
    CHECK(project["artifactType"]["artifactCollections"]["totalCount"] == 1);
    CHECK(project["artifactType"]["artifactCollections"]["edges"][0]["node"]["type"]["name"] ==
          "dataset");
    const json versions = project["artifactType"]["artifactCollection"]["artifacts"];
    CHECK(versions["totalCount"] == 2);
    CHECK(versions["edges"][0]["version"] ==
          "v" + std::to_string(versions["edges"][0]["node"]["versionIndex"].get<int>()));
    CHECK(project["missing"].is_null());
    CHECK(project["artifactCollections"]["totalCount"] == 2);
    CHECK(project["artifact"]["artifactType"]["name"] == "model");
}

TEST_CASE("an id that a script made up leads to the version") {
    World world;
    world.start();
    Logger logger(world);
    const json artifact = logger.log("d1", {{"a.txt", foo}}, {{"clientID", "mine"}});
    const std::string query = "query C($clientID: ID!) { clientIDMapping(clientID: $clientID) { "
                              "serverID } }";
    CHECK(world.data(query, {{"clientID", "mine"}})["clientIDMapping"]["serverID"] ==
          artifact["id"]);
    CHECK(world.data(query, {{"clientID", "sequence"}})["clientIDMapping"]["serverID"] ==
          artifact["id"]);
    CHECK(world.data(query, {{"clientID", "nope"}})["clientIDMapping"].is_null());
    CHECK(world.graphql(query, {{"clientID", "mine"}}, world.bob)
              .parsed()["data"]["clientIDMapping"]
              .is_null());
}

TEST_CASE("somebody else's version is neither read nor changed") {
    World world;
    world.start();
    Logger logger(world);
    const json artifact = logger.log("d1", {{"a.txt", foo}});
    CHECK(world
              .graphql("query A($id: ID!) { artifact(id: $id) { id } }", {{"id", artifact["id"]}},
                       world.bob)
              .parsed()["data"]["artifact"]
              .is_null());
    for (const char* mutation :
         {"commitArtifact(input: {artifactID: $id}) { artifact { id } }",
          "createArtifactManifest(input: {artifactID: $id, type: FULL, name: \"x\"}) { "
          "artifactManifest { id } }",
          "createArtifactFiles(input: {artifactFiles: [{artifactID: $id, name: \"a\", md5: "
          "\"rL0Y20zC+Fzt72VPzMSk2A==\"}]}) { files { edges { node { uploadUrl } } } }",
          "updateArtifact(input: {artifactID: $id}) { artifact { id } }",
          "addAliases(input: {artifactID: $id, aliases: []}) { success }"}) {
        CAPTURE(mutation);
        CHECK(world
                  .graphql("mutation M($id: ID!) { " + std::string(mutation) + " }",
                           {{"id", artifact["id"]}}, world.bob)
                  .status == 404);
    }
}
