// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/wandb/artifact_world.h"

using namespace ensemble;
using namespace ensemble::tests;

TEST_CASE("a version is pending until it is committed and found by alias and number then") {
    World world;
    world.start();
    Logger logger(world);
    const json artifact = logger.create("d1");
    CHECK(artifact["state"] == "PENDING");
    CHECK(artifact["artifactSequence"]["latestArtifact"].is_null());
    CHECK(membership(world, "set:v0").is_null());

    const json made = logger.log("d2", {{"a.txt", foo}, {"sub/b c.bin", bar}},
                                 {{"aliases", {Logger::alias("best"), Logger::alias("latest")}}});
    for (const char* name : {"set:v0", "set:best", "set:latest", "set"}) {
        CAPTURE(name);
        const json found = membership(world, name);
        REQUIRE(found.is_object());
        CHECK(found["__typename"] == "ArtifactCollectionMembership");
        CHECK(found["versionIndex"] == 0);
        CHECK(aliases(found) == std::vector<std::string>{"best", "latest"});
        const json& version = found["artifact"];
        CHECK(version["id"] == made["id"]);
        CHECK(version["state"] == "COMMITTED");
        CHECK(version["size"] == 6);
        CHECK(version["fileCount"] == 2);
        CHECK(version["digest"] == "d2");
        CHECK(version["ttlDurationSeconds"] == -1);
        CHECK(version["ttlIsInherited"] == true);
        CHECK(version["tags"] == json::array());
        CHECK(version["metadata"] == R"({"rows":3})");
        CHECK(version["artifactType"]["name"] == "dataset");
        CHECK(version["artifactSequence"]["__typename"] == "ArtifactSequence");
        CHECK(version["artifactSequence"]["project"]["entity"]["name"] == "alice");
        CHECK_FALSE(version.contains("aliases"));
    }
    CHECK(membership(world, "set:v1").is_null());
    CHECK(membership(world, "other:latest").is_null());
}

TEST_CASE("the same request again gives the same version, other content another") {
    World world;
    world.start();
    Logger logger(world);
    const json first = logger.create("d1", {{"clientID", "c"}});
    CHECK(logger.create("d1", {{"clientID", "c"}})["id"] == first["id"]);
    CHECK(logger.create("d1", {{"clientID", "c2"}})["id"] != first["id"]);
}

TEST_CASE("content that is there already is answered as committed with the new aliases") {
    World world;
    world.start();
    Logger logger(world);
    const json made = logger.log("d1", {{"a.txt", foo}});
    const json again = logger.create("d1", {{"aliases", {Logger::alias("again")}}});
    CHECK(again["id"] == made["id"]);
    CHECK(again["state"] == "COMMITTED");
    CHECK(again["artifactSequence"]["latestArtifact"]["id"] == made["id"]);
    CHECK(aliases(membership(world, "set:v0")) == std::vector<std::string>{"again", "latest"});
}

TEST_CASE("several scripts of one distributed id share a pending version") {
    World world;
    world.start();
    Logger logger(world);
    const json first = logger.create("", {{"distributedID", "group"}});
    CHECK(logger.create("", {{"distributedID", "group"}})["id"] == first["id"]);
}

TEST_CASE("a sequence keeps its type and its names are checked") {
    World world;
    world.start();
    Logger logger(world);
    logger.create("d1");
    const auto status = [&world](const json& change) {
        json input{{"artifactCollectionName", "set"},
                   {"artifactTypeName", "dataset"},
                   {"projectName", "demo"},
                   {"digest", "x"}};
        input.update(change);
        return world
            .graphql("mutation C($input: CreateArtifactInput!) { createArtifact(input: $input) { "
                     "artifact { id } } }",
                     {{"input", input}}, world.alice)
            .status;
    };
    CHECK(status(json::object()) == 200);
    CHECK(status({{"artifactTypeName", "model"}}) == 400);
    CHECK(status({{"artifactCollectionName", "a/b"}}) == 400);
    CHECK(status({{"metadata", "[]"}}) == 400);
    CHECK(status({{"aliases", {{{"alias", "v3"}, {"artifactCollectionName", "set"}}}}}) == 400);
    CHECK(status({{"entityName", "bob"}}) == 404);
}

TEST_CASE("files come back in the order asked and known content is not uploaded again") {
    World world;
    world.start();
    Logger logger(world);
    const json first = logger.log("d1", {{"a.txt", foo}});
    const json second = logger.create("d2");
    const json edges = logger.files(second, {{"z.txt", bar}, {"a.txt", foo}, {"y.txt", bar}});
    REQUIRE(edges.size() == 3);
    CHECK(edges[0]["node"]["uploadUrl"].is_string());
    CHECK(edges[0]["node"]["storagePath"] == "artifact/" + bar.hex_md5);
    CHECK(edges[0]["node"]["uploadHeaders"] == json{"Content-MD5: " + bar.md5});
    CHECK(edges[0]["node"]["uploadMultipartUrls"].is_null());
    CHECK(edges[0]["node"]["artifact"]["id"] == second["id"]);
    CHECK(edges[1]["node"]["uploadUrl"].is_null());
    CHECK(edges[1]["node"]["artifact"]["id"] == first["id"]);
    CHECK(edges[2]["node"]["uploadUrl"].is_string());
}

TEST_CASE("content of another team counts as unknown") {
    World world;
    world.start();
    Logger logger(world);
    logger.log("d1", {{"a.txt", foo}});
    const Reply made = world.graphql("mutation C($input: CreateArtifactInput!) { "
                                     "createArtifact(input: $input) { artifact { id } "
                                     "} }",
                                     {{"input",
                                       {{"artifactCollectionName", "set"},
                                        {"artifactTypeName", "dataset"},
                                        {"projectName", "demo"},
                                        {"digest", "x"}}}},
                                     world.bob);
    const json id = made.parsed()["data"]["createArtifact"]["artifact"]["id"];
    const Reply files = world.graphql(
        "mutation F($f: [CreateArtifactFileSpecInput!]!) { createArtifactFiles(input: "
        "{artifactFiles: $f}) { files { edges { node { uploadUrl } } } } }",
        {{"f", {{{"artifactID", id}, {"name", "a.txt"}, {"md5", foo.md5}}}}}, world.bob);
    CHECK(files.parsed()["data"]["createArtifactFiles"]["files"]["edges"][0]["node"]["uploadUrl"]
              .is_string());
}

TEST_CASE("bytes with another MD5 than announced are refused") {
    World world;
    world.start();
    Logger logger(world);
    const json artifact = logger.create("d1");
    const json edges = logger.files(artifact, {{"a.txt", foo}});
    const std::string path = World::path_of(edges[0]["node"]["uploadUrl"].get<std::string>());
    CHECK(world.send("PUT", path, "", "not foo").status == 400);
    CHECK(world.send("PUT", path, "", "foo").status == 200);
}

TEST_CASE("a version whose content is missing cannot be committed") {
    World world;
    world.start();
    Logger logger(world);
    const json artifact = logger.create("d1");
    CHECK(logger.commit(artifact).status == 400);
    const json made = logger.manifest(artifact);
    logger.put(made["file"]["uploadUrl"],
               Logger::manifest_text({{"a.txt", Logger::entry(artifact, foo)}}));
    const Reply reply = logger.commit(artifact);
    CHECK(reply.status == 400);
    CHECK(reply.message().find("a.txt") != std::string::npos);
    logger.put(logger.files(artifact, {{"a.txt", foo}})[0]["node"]["uploadUrl"], "foo");
    CHECK(logger.commit(artifact).status == 200);
    CHECK(logger.commit(artifact).parsed()["data"]["commitArtifact"]["artifact"]["versionIndex"] ==
          0);
}

TEST_CASE("a manifest that leads out of its version is refused") {
    World world;
    world.start();
    Logger logger(world);
    for (const char* path : {"../x", "/x", "a//b", ""}) {
        const json artifact = logger.create("d1");
        const json made = logger.manifest(artifact);
        logger.put(made["file"]["uploadUrl"],
                   Logger::manifest_text({{path, {{"digest", "x"}, {"ref", "s3://b/k"}}}}));
        CHECK(logger.commit(artifact).status == 400);
    }
}

TEST_CASE("the manifest comes back whole, without the sender's folders") {
    World world;
    world.start();
    Logger logger(world);
    const json artifact = logger.log("d1", {{"a.txt", foo}});
    const json manifest = downloaded_manifest(world, artifact);
    CHECK(manifest["storagePolicyConfig"]["storageLayout"] == "V2");
    CHECK(manifest["version"] == 1);
    CHECK(manifest["contents"]["a.txt"] == json{{"digest", foo.md5},
                                                {"size", 3},
                                                {"birthArtifactID", artifact["id"]},
                                                {"extra", {{"k", 1}}}});
}

TEST_CASE("a manifest uploaded after the commit changes nothing") {
    World world;
    world.start();
    Logger logger(world);
    const json artifact = logger.create("d1");
    const json made = logger.manifest(artifact);
    logger.put(made["file"]["uploadUrl"], Logger::manifest_text(json::object()));
    REQUIRE(logger.commit(artifact).status == 200);
    logger.put(made["file"]["uploadUrl"],
               Logger::manifest_text({{"x", {{"digest", "d"}, {"ref", "s3://b/k"}}}}));
    CHECK(downloaded_manifest(world, artifact)["contents"] == json::object());
}

TEST_CASE("an incremental version stands on the one before") {
    World world;
    world.start();
    Logger logger(world);
    const json base = logger.log("d1", {{"a.txt", foo}});
    const json next = logger.create("d2");
    CHECK(next["artifactSequence"]["latestArtifact"]["id"] == base["id"]);
    const json made = logger.manifest(next, "INCREMENTAL", base["id"]);
    const json updated = world.data(
        "mutation U($id: ID!, $base: ID) { updateArtifactManifest(input: "
        "{artifactManifestID: $id, digest: \"x\", baseArtifactID: $base}) { "
        "artifactManifest { id file { uploadUrl uploadHeaders } } } }",
        {{"id", made["id"]}, {"base", nullptr}})["updateArtifactManifest"]["artifactManifest"];
    logger.put(logger.files(next, {{"b.txt", bar}})[0]["node"]["uploadUrl"], "bar");
    logger.put(updated["file"]["uploadUrl"],
               Logger::manifest_text({{"b.txt", Logger::entry(next, bar)}}));
    REQUIRE(logger.commit(next).status == 200);
    const json contents = downloaded_manifest(world, next)["contents"];
    CHECK(contents.size() == 2);
    CHECK(contents["a.txt"]["birthArtifactID"] == base["id"]);
    CHECK(membership(world, "set:v1")["artifact"]["fileCount"] == 2);
}

TEST_CASE("patches of several scripts make one version") {
    World world;
    world.start();
    Logger logger(world);
    const json artifact = logger.create("", {{"distributedID", "group"}});
    const json one = logger.manifest(artifact, "PATCH");
    const json two = logger.manifest(artifact, "PATCH");
    CHECK(one["id"] != two["id"]);
    const json edges = logger.files(artifact, {{"a.txt", foo}, {"b.txt", bar}});
    logger.put(edges[0]["node"]["uploadUrl"], "foo");
    logger.put(edges[1]["node"]["uploadUrl"], "bar");
    logger.put(one["file"]["uploadUrl"],
               Logger::manifest_text({{"a.txt", Logger::entry(artifact, foo)}}));
    logger.put(two["file"]["uploadUrl"],
               Logger::manifest_text({{"b.txt", Logger::entry(artifact, bar)}}));
    REQUIRE(logger.commit(artifact).status == 200);
    CHECK(downloaded_manifest(world, artifact)["contents"].size() == 2);
}
