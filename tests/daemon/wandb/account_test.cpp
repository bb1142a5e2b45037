// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/wandb/world.h"

using namespace ensemble;
using namespace ensemble::tests;

TEST_CASE("the viewer is the owner of the key") {
    World world;
    const json viewer = world.data("query Viewer { viewer { id entity username email flags teams { "
                                   "edges { node { name } } } } }")["viewer"];
    CHECK(viewer["username"] == "alice");
    CHECK(viewer["entity"] == "alice");
    CHECK(viewer["email"] == "alice@example.org");
    CHECK(viewer["teams"]["edges"] == json::parse(R"([{"node":{"name":"alice"}}])"));
    CHECK(json::parse(viewer["flags"].get<std::string>()).is_object());
}

TEST_CASE("the version that clients ask for is an object with a version") {
    World world;
    const json info = world.data("query Viewer{ viewer { id } serverInfo { cliVersionInfo "
                                 "latestLocalVersionInfo { outOfDate } } }")["serverInfo"];
    CHECK(info["cliVersionInfo"]["max_cli_version"] == "99.0.0");
    CHECK(info["latestLocalVersionInfo"].is_null());
}

TEST_CASE("every feature that is named is on") {
    World world;
    const json features =
        world.data("{ serverInfo { features { name isEnabled } } }")["serverInfo"]["features"];
    CHECK_FALSE(features.empty());
    for (const json& feature : features)
        CHECK(feature["isEnabled"] == true);
}

TEST_CASE("probes for organisations are null without an error") {
    World world;
    CHECK(world.data("query O($entityName: String!) { entity(name: $entityName) { organization { "
                     "coreWeaveOrganizationId } } organization(name: \"x\") { id } }",
                     {{"entityName", "alice"}}) ==
          json::parse(R"({"entity":{"organization":null},"organization":null})"));
}

TEST_CASE("a key is shown whole once and by its beginning afterwards") {
    World world;
    const json made = world.data("mutation G($d: String) { result: generateApiKey(input: "
                                 "{description: $d}) { apiKey { id name description } } }",
                                 {{"d", "ci"}})["result"]["apiKey"];
    const auto secret = made["name"].get<std::string>();
    CHECK(secret.size() >= 40);
    CHECK(made["description"] == "ci");
    CHECK(world.graphql("{ viewer { id } }", json::object(), secret).status == 200);
    const json edges = world.data(
        "{ viewer { apiKeys { edges { node { id name description } } } } }")["viewer"]["apiKeys"]
                                                                            ["edges"];
    REQUIRE(edges.size() == 2);
    bool found = false;
    for (const json& edge : edges) {
        if (edge["node"]["id"] != made["id"]) continue;
        found = true;
        CHECK(secret.starts_with(edge["node"]["name"].get<std::string>()));
        CHECK(edge["node"]["name"] != secret);
    }
    CHECK(found);

    const std::string remove =
        "mutation D($id: ID!) { result: deleteApiKey(input: {id: $id}) { success } }";
    CHECK(world.graphql(remove, {{"id", made["id"]}}, world.bob).status == 404);
    CHECK(world.data(remove, {{"id", made["id"]}})["result"]["success"] == true);
    CHECK(world.graphql("{ viewer { id } }", json::object(), secret).status == 401);
}

TEST_CASE("an instance admin makes users, nobody else does") {
    World world;
    const std::string admin = world.add_user("root2", true);
    const std::string query = "mutation C($email: String!, $admin: Boolean) { result: "
                              "createUser(input: {email: $email, admin: $admin}) { user { id name "
                              "username email admin } } }";
    const json variables{{"email", "ann.lee@example.org"}, {"admin", false}};
    CHECK(world.graphql(query, variables, world.alice).status == 403);
    const auto made = [&](const char* email) {
        return world.graphql(query, {{"email", email}}, admin);
    };
    const auto name = [&](const char* email) {
        return made(email).parsed()["data"]["result"]["user"]["username"].get<std::string>();
    };
    CHECK(name("ann.lee@example.org") == "ann-lee");
    CHECK(name("ann.lee@example.com") == "ann-lee-2");
    // Who is here already is not made again.
    const std::size_t people = (*world.users.list()).size();
    for (const char* taken : {"ann.lee@example.org", "Ann.Lee@Example.org", "alice@example.org"}) {
        const Reply refused = made(taken);
        CHECK(refused.status == 409);
        CHECK(refused.message() ==
              "A user with the e-mail address " + std::string(taken) + " exists already.");
    }
    CHECK((*world.users.list()).size() == people);
    const UserId alice = (*world.users.find_by_name("alice"))->id;
    REQUIRE(sync::set_active(*world.authority, alice, false, world.now));
    CHECK(name("alice@example.org") == "alice-2");
    CHECK(world.graphql(query, {{"email", "nobody"}}, admin).status == 400);
}

TEST_CASE("the personal team has one member and every field of its strict fragment") {
    World world;
    const std::string query =
        "query GetTeamEntity($name: String!) { entity(name: $name) { id name available photoUrl "
        "readOnly readOnlyAdmin isTeam entityType privateOnly storageBytes codeSavingEnabled "
        "defaultAccess isPaid members { id admin pending email username name photoUrl accountType "
        "apiKey } } }";
    const json team = world.data(query, {{"name", "alice"}})["entity"];
    CHECK(team["isTeam"] == false);
    CHECK(team["readOnlyAdmin"] == false);
    CHECK(team["privateOnly"].is_boolean());
    CHECK(team["storageBytes"].is_number_integer());
    CHECK(team["defaultAccess"].is_string());
    REQUIRE(team["members"].size() == 1);
    CHECK(team["members"][0]["accountType"] == "USER");
    CHECK(team["members"][0]["username"] == "alice");
    CHECK(world.data(query, {{"name", "bob"}})["entity"].is_null());
    CHECK(world.data(query, {{"name", "nobody"}})["entity"].is_null());
}

TEST_CASE("projects are made once, described and listed") {
    World world;
    const std::string query =
        "mutation C($input: UpsertModelInput!) { result: upsertModel(input: $input) { project { id "
        "name entityName description access views } model { name } inserted } }";
    const json first =
        world.data(query, {{"input", {{"name", "p1"}, {"entityName", "alice"}}}})["result"];
    CHECK(first["inserted"] == true);
    CHECK(first["project"]["name"] == "p1");
    CHECK(first["model"]["name"] == "p1");
    const json second =
        world.data(query, {{"input", {{"name", "p1"}, {"description", "about"}}}})["result"];
    CHECK(second["inserted"] == false);
    CHECK(second["project"]["description"] == "about");
    CHECK(second["project"]["id"] == first["project"]["id"]);
    CHECK(world.graphql(query, {{"input", {{"name", "p2"}, {"entityName", "bob"}}}}, world.alice)
              .status == 404);
    CHECK(world.graphql(query, {{"input", {{"name", "wandb-registry-x"}}}}, world.alice).status ==
          501);

    const json page = world.data(
        "query GetProjects($entity: String, $cursor: String, $perPage: Int = 50) { "
        "models(entityName: $entity, after: $cursor, first: $perPage) { pageInfo { "
        "__typename endCursor hasNextPage } edges { node { __typename id name entityName "
        "createdAt isBenchmark user { id name username } } } } }",
        {{"entity", "alice"}})["models"];
    REQUIRE(page["edges"].size() == 1);
    CHECK(page["pageInfo"]["__typename"] == "PageInfo");
    CHECK(page["edges"][0]["node"]["__typename"] == "Project");
    CHECK(page["edges"][0]["node"]["isBenchmark"] == false);
    CHECK(page["edges"][0]["node"]["user"]["username"] == "alice");
}

TEST_CASE("what is not offered says so by name") {
    World world;
    for (const char* name : {"upsertSweep", "linkArtifact", "upsertView"}) {
        const Reply reply =
            world.graphql("mutation { result: " + std::string(name) + "(input: {}) { id } }",
                          json::object(), world.alice);
        CHECK(reply.status == 501);
        CHECK(reply.message() == std::string(name) + " is not supported by this server yet");
    }
}

TEST_CASE("fields that are not known are null and logged once") {
    World world;
    world.data("{ viewer { shoeSize } }");
    CHECK(world.data("{ viewer { shoeSize } }")["viewer"]["shoeSize"].is_null());
    REQUIRE(world.log.size() == 1);
    CHECK(world.log[0].find("User.shoeSize") != std::string::npos);
}

TEST_CASE("a request of ten megabytes is answered") {
    World world;
    const Reply reply = world.graphql("query Q($big: String) { viewer { username } }",
                                      {{"big", std::string(10u << 20, 'x')}}, world.alice);
    CHECK(reply.status == 200);
    CHECK(reply.parsed()["data"]["viewer"]["username"] == "alice");
}

TEST_CASE("a broken query is answered with 400 and a sentence") {
    World world;
    const Reply reply = world.graphql("{ viewer { ", json::object(), world.alice);
    CHECK(reply.status == 400);
    CHECK(reply.message().find("unexpected end") != std::string::npos);
}
