// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/wandb/team_world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

const std::string delete_run = "mutation D($id: ID!) { deleteRun(input: {id: $id}) { success } }";
const std::string stop_run = "mutation S($id: ID!) { stopRun(input: {id: $id}) { success } }";

std::string run_id(TeamWorld& world, ProjectId project, const std::string& name) {
    return base64("Run:" + std::to_string(world.run(project, name)->id.value));
}

}  // namespace

TEST_CASE("where a run goes, by who sends it and what is named") {
    TeamWorld world;
    const std::string elsewhere(" not found, or ");
    const struct {
        const char* who;
        json entity;
        json project;
        std::string told;  // begins so
    } rows[] = {
        {"mia", "vision", "detector", "vision/detector"},
        {"mia", "Vision", "detector", "vision/detector"},
        {"mia", "vision", "brand-new", "vision/brand-new"},
        {"mia", nullptr, nullptr, "mia/uncategorized"},
        {"mia", "audio", "x", "404 entity audio" + elsewhere + "mia"},
        {"mia", "nowhere", "x", "404 entity nowhere" + elsewhere + "mia"},
        {"max", "vision", "secret", "403 The project secret is not open to max."},
        {"nils", "vision", "detector", "404 entity vision" + elsewhere + "nils"},
        {"nils", "vision", "brand-new-2", "404 entity vision" + elsewhere + "nils"},
        {"nils", "vision", "secret", "404 entity vision" + elsewhere + "nils"},
        {"nils", "vision", "paper", "403 nils is not a member of vision"},
        {"nils", "vision", "course", "vision/course"},
        {"root", "vision", "detector", "403 root is not a member of vision"},
        {"viola", "vision", "detector", "403 viola is view-only in vision, and API keys"},
        {"viola", "vision", "brand-new-3", "403 viola is view-only in vision, and API keys"},
        {"viola", nullptr, "own", "viola/own"},
        {"bot", "vision", "detector", "vision/detector"},
        {"bot", nullptr, "detector", "vision/detector"},
        {"bot", nullptr, nullptr, "vision/uncategorized"},
        {"bot", "vision", "paper", "vision/paper"},
        {"bot", "vision", "secret", "403 The project secret is not open to bot."},
        {"bot", "audio", "x", "404 entity audio" + elsewhere + "bot"},
        {"bot", "mia", "x", "404 entity mia" + elsewhere + "bot"},
        {"drummer", "vision", "detector", "404 entity vision" + elsewhere + "drummer"},
        {"drummer", "vision", "secret", "404 entity vision" + elsewhere + "drummer"},
        {"drummer", "vision", "paper", "403 drummer is not a member of vision"},
        {"drummer", "vision", "course", "vision/course"},
        {"fleet", "vision", "detector", "vision/detector"},
        {"fleet", nullptr, "x", "audio/x"},
        {"fleet", "vision", "secret", "403 The project secret is not open to fleet."},
        {"fleet", "mia", "x", "404 entity mia" + elsewhere + "fleet"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.who);
        CAPTURE(row.told);
        const std::string told = world.place(row.who, row.entity, row.project);
        CHECK_MESSAGE(told.starts_with(row.told), told);
    }
    world.add_to(TeamWorld::secret, "bot");
    CHECK(world.place("bot", "vision", "secret") == "vision/secret");
    world.add_to(TeamWorld::secret, "fleet");
    CHECK(world.place("fleet", "vision", "secret") == "vision/secret");
}

TEST_CASE(
    "a run without an entity goes to the first team that one joined, as long as one is in it") {
    TeamWorld world;
    const auto join = [&](TeamId team, const char* name, std::int64_t number) {
        const InviteId id{TeamWorld::first_id + number};
        const auto outcome = world.authority->submit(
            {.asker = {.user = world.ids["vera"]}},
            teams::InviteMember{.id = id, .team = team, .user = world.ids[name]}, "i", world.now);
        REQUIRE(outcome);
        REQUIRE_FALSE(outcome->refused);
        const auto accepted = world.authority->submit(
            {.asker = {.user = world.ids[name]}}, teams::AcceptInvite{team, id}, "a", world.now);
        REQUIRE(accepted);
        REQUIRE_FALSE(accepted->refused);
    };
    CHECK(world.place("nils", nullptr, "p") == "nils/p");
    join(TeamWorld::vision, "nils", 70);
    CHECK(world.place("nils", nullptr, "p") == "vision/p");
    records::Team team = *world.authority->state().team(TeamWorld::vision);
    team.deleted_at = world.now;
    world.put({team});
    CHECK(world.place("nils", nullptr, "p") == "nils/p");
    CHECK(world.place("nils", "vision", "p").starts_with("404"));
}

TEST_CASE("a key for one team or project goes nowhere else, and there without being told") {
    TeamWorld world;
    world.enrol("mia", TeamWorld::audio, permissions::Role::member);
    const std::string team_key = world.bound_key("mia", TeamWorld::vision);
    CHECK(world.place(team_key, "vision", "detector") == "vision/detector");
    CHECK(world.place(team_key, nullptr, "detector") == "vision/detector");
    for (const char* other : {"audio", "mia", "nowhere"})
        CHECK(world.place(team_key, other, "x") ==
              "403 This API key works only for the team vision. Use another key");
    const std::string project_key = world.bound_key("mia", TeamWorld::vision, TeamWorld::detector);
    CHECK(world.place(project_key, "vision", "detector") == "vision/detector");
    CHECK(world.place(project_key, nullptr, nullptr) == "vision/detector");
    for (const char* other : {"paper", "secret", "none"})
        CHECK(world.place(project_key, "vision", other) ==
              "403 This API key works only for the project vision/detector. Use another key");
    const auto reads = [&](const std::string& key, const char* entity, const char* project) {
        return !world
                    .graphql("query P($e: String, $p: String) { project(name: $p, entityName: $e) "
                             "{ id } }",
                             {{"e", entity}, {"p", project}}, key)
                    .parsed()["data"]["project"]
                    .is_null();
    };
    CHECK(reads(team_key, "vision", "paper"));
    CHECK(reads(project_key, "vision", "detector"));
    CHECK_FALSE(reads(project_key, "vision", "paper"));
}

TEST_CASE("a key that only reads reads, and is told why it does nothing else") {
    TeamWorld world;
    REQUIRE(world.init("mia", "vision", "detector", "r1").status == 200);
    const std::string key = world.bound_key("mia", {}, {}, true);
    const std::string told = "403 This API key only reads. Use one that may write";
    const json seen = world
                          .graphql("{ project(name: \"detector\", entityName: \"vision\") { "
                                   "readOnly run(name: \"r1\") { readOnly name } } }",
                                   json::object(), key)
                          .parsed()["data"]["project"];
    CHECK(seen["readOnly"] == true);
    CHECK(seen["run"]["name"] == "r1");
    CHECK(seen["run"]["readOnly"] == true);
    CHECK(world.place(key, "vision", "detector") == told);
    CHECK(world.place(key, "vision", "brand-new") == told);
    CHECK(world.refusal(key, stop_run, {{"id", run_id(world, TeamWorld::detector, "r1")}}) == told);
    const Reply late =
        world.send("POST", "/files/vision/detector/r1/file_stream", key, R"({"uploaded":[]})");
    CHECK(late.status == 403);
}

TEST_CASE("only who made a run and admins delete and stop it, wherever it is moved") {
    TeamWorld world;
    world.put({records::Project{.id = {TeamWorld::first_id + 30},
                                .team = TeamWorld::vision,
                                .name = "maxs-project",
                                .author = world.ids["max"],
                                .created_at = world.now}});
    const ProjectId moved_to{TeamWorld::first_id + 30};
    REQUIRE(world.init("mia", "vision", "detector", "mias").status == 200);
    const RunId run = world.run(TeamWorld::detector, "mias")->id;
    const auto moved = world.authority->submit({.asker = {.user = world.ids["mia"]}},
                                               runs::MoveRun{run, moved_to}, "m", world.now);
    REQUIRE(moved);
    REQUIRE_FALSE(moved->refused);
    const json id{{"id", run_id(world, moved_to, "mias")}};
    for (const std::string& query : {stop_run, delete_run}) {
        for (const char* other : {"max", "bot", "fleet"})
            CHECK_MESSAGE(world.refusal(other, query, id).find("may do that only to what") !=
                              std::string::npos,
                          other);
        CHECK(world.refusal("viola", query, id).starts_with("404"));
        CHECK(world.refusal("nils", query, id).starts_with("404"));
        CHECK(world.refusal("root", query, id).starts_with("404"));
    }
    CHECK(world.refusal("mia", stop_run, id) == "");
    CHECK(world.refusal("vera", delete_run, id) == "");
}

TEST_CASE("members change each other's runs; strangers in an open project only their own") {
    TeamWorld world;
    REQUIRE(world.init("mia", "vision", "course", "mias").status == 200);
    CHECK(world.init("max", "vision", "course", "mias").status == 200);
    CHECK(world.init("nils", "vision", "course", "nils-own").status == 200);
    CHECK(world.init("nils", "vision", "course", "nils-own").status == 200);
    const Reply refused = world.init("nils", "vision", "course", "mias");
    CHECK(refused.status == 403);
    CHECK(refused.message().starts_with("nils is not a member of vision and may not do that"));
    CHECK(world.name_of(world.run(TeamWorld::course, "mias")->author) == "mia");
}

TEST_CASE("whoever becomes view-only is told so by the next request of the script that runs") {
    TeamWorld world;
    REQUIRE(world.init("max", "vision", "detector", "maxs").status == 200);
    const auto stream = [&] {
        return world.send("POST", "/files/vision/detector/maxs/file_stream", world.keys_of["max"],
                          R"({"uploaded":[]})");
    };
    CHECK(stream().status == 200);
    world.enrol("max", TeamWorld::vision, permissions::Role::view_only);
    const Reply late = stream();
    CHECK(late.status == 403);
    CHECK(late.message().find("max is view-only in vision") != std::string::npos);
    world.enrol("max", TeamWorld::vision, permissions::Role::member);
    CHECK(stream().status == 200);
}

TEST_CASE("who only reads a run gets no address to upload to") {
    TeamWorld world;
    REQUIRE(world.init("mia", "vision", "paper", "r1").status == 200);
    const std::string query =
        "{ project(name: \"paper\", entityName: \"vision\") { run(name: \"r1\") { files(names: "
        "[\"a.txt\"]) { edges { node { name url(upload: true) uploadUrl directUrl } } } } } }";
    const auto node = [&](const std::string& key) {
        return world.graphql(query, json::object(), key)
            .parsed()["data"]["project"]["run"]["files"]["edges"][0]["node"];
    };
    CHECK(node(world.keys_of["mia"])["uploadUrl"].is_string());
    CHECK(node(world.keys_of["max"])["url"].is_string());
    for (const std::string& key :
         {world.keys_of["nils"], world.keys_of["drummer"], world.bound_key("mia", {}, {}, true)}) {
        CHECK(node(key)["name"] == "a.txt");
        CHECK(node(key)["uploadUrl"].is_null());
        CHECK(node(key)["url"].is_null());
        CHECK(node(key)["directUrl"].is_string());
    }
}

TEST_CASE("projects of a team are listed as far as one sees them") {
    TeamWorld world;
    const auto listed = [&](const char* who) {
        const json found = world.ask(
            who, "{ models(entityName: \"vision\") { edges { node { name } } } }")["models"];
        if (found.is_null()) return std::string("null");
        std::vector<std::string> names;
        for (const json& edge : found["edges"])
            names.push_back(edge["node"]["name"]);
        std::sort(names.begin(), names.end());
        std::string text;
        for (const std::string& name : names)
            text += name + " ";
        return text;
    };
    CHECK(listed("mia") == "course detector paper secret ");
    CHECK(listed("max") == "course detector paper ");
    CHECK(listed("bot") == "course detector paper ");
    CHECK(listed("root") == "course paper ");
    CHECK(listed("nils") == "null");
    CHECK(listed("drummer") == "null");
}

TEST_CASE("a stranger logs artifacts to an open project, and adds nothing to those of others") {
    TeamWorld world;
    const auto log = [&](const char* who, const char* name, const json& run = nullptr) {
        const json input{{"entityName", "vision"},
                         {"projectName", "course"},
                         {"runName", run},
                         {"artifactTypeName", "dataset"},
                         {"artifactCollectionName", name},
                         {"digest", std::string(who) + name}};
        return world.graphql("mutation A($i: I!) { createArtifact(input: $i) { artifact { id "
                             "createdBy { ... on Run { name } } } } }",
                             {{"i", input}}, world.keys_of[who]);
    };
    const auto commit = [&](const char* who, const json& artifact) {
        return world.graphql("mutation C($id: ID!) { createArtifactManifest(input: {artifactID: "
                             "$id, name: \"m\"}) { artifactManifest { id } } }",
                             {{"id", artifact}}, world.keys_of[who]);
    };
    const auto id_of = [](const Reply& reply) {
        return reply.parsed()["data"]["createArtifact"]["artifact"]["id"];
    };
    REQUIRE(world.init("mia", "vision", "course", "mias").status == 200);
    REQUIRE(world.init("nils", "vision", "course", "nilss").status == 200);
    const Reply mias = log("mia", "set", "mias");
    REQUIRE(mias.status == 200);
    // What mia has begun is not nils' to go on with, whether it is whole yet or not.
    CHECK(commit("nils", id_of(mias)).status == 403);
    CHECK(commit("mia", id_of(mias)).status == 200);
    const std::string decoded = *from_base64(id_of(mias).get<std::string>());
    REQUIRE(world.artifacts.commit(ArtifactId{std::stoll(decoded.substr(9))}, {}, world.now));
    CHECK(log("nils", "set").status == 403);
    const Reply own = log("nils", "nils-set", "nilss");
    CHECK(own.status == 200);
    CHECK(commit("nils", id_of(own)).status == 200);
    // Nor is it the output of a run that somebody else made.
    const Reply linked = log("nils", "nils-other", "mias");
    REQUIRE(linked.status == 200);
    CHECK(linked.body.find("mias") == std::string::npos);
    CHECK(log("nils", "x").status == 200);
    CHECK(log("drummer", "drummers").status == 200);
    CHECK(log("viola", "violas").status == 403);
}
