// SPDX-License-Identifier: Apache-2.0
#include "shared/base/limits.h"
#include "tests/daemon/wandb/world.h"

using namespace ensemble;
using namespace ensemble::tests;

TEST_CASE("the first upsert makes project and run and answers who it is") {
    World world;
    const Reply reply = world.upsert({{"name", "r1"}, {"project", "demo"}, {"host", "trainer"}});
    REQUIRE(reply.status == 200);
    const json answer = reply.parsed()["data"]["upsertBucket"];
    CHECK(answer["inserted"] == true);
    CHECK(answer["bucket"]["name"] == "r1");
    CHECK(answer["bucket"]["state"] == "running");
    CHECK(answer["bucket"]["historyLineCount"] == 0);
    CHECK(answer["bucket"]["project"]["name"] == "demo");
    CHECK(answer["bucket"]["project"]["entity"]["name"] == "alice");
    CHECK(answer["bucket"]["config"] == "{}");
    CHECK(answer["bucket"]["displayName"].get<std::string>().ends_with("-1"));
    REQUIRE(world.witness.changed.size() == 1);
    CHECK(world.witness.changed[0].name == "r1");
}

TEST_CASE("without names the caller's team, the default project and a new id are taken") {
    World world;
    const json bucket = world.bucket({{"name", nullptr}, {"host", "trainer"}});
    CHECK(bucket["project"]["name"] == "uncategorized");
    CHECK(bucket["project"]["entity"]["name"] == "alice");
    CHECK(bucket["name"].get<std::string>().size() == 8);
}

TEST_CASE("an upsert sent twice makes one run") {
    World world;
    const json first = world.start();
    const json second = world.start();
    CHECK(first["id"] == second["id"]);
    CHECK(first["displayName"] == second["displayName"]);
}

TEST_CASE("null leaves a field as it is") {
    World world;
    world.bucket({{"name", "r1"},
                  {"project", "demo"},
                  {"host", "h"},
                  {"displayName", "first"},
                  {"notes", "n"},
                  {"tags", {"a", "b", "a"}},
                  {"config", R"({"lr":{"value":0.1}})"}});
    const json bucket = world.bucket({{"name", "r1"}, {"project", "demo"}, {"notes", nullptr}});
    CHECK(bucket["displayName"] == "first");
    CHECK(bucket["notes"] == "n");
    CHECK(bucket["tags"] == json{"a", "b"});
    CHECK(bucket["config"] == R"({"lr":{"value":0.1}})");
}

TEST_CASE("an empty text or list clears a field") {
    World world;
    const json made = world.bucket({{"name", "r1"},
                                    {"project", "demo"},
                                    {"host", "h"},
                                    {"displayName", "first"},
                                    {"notes", "n"},
                                    {"tags", {"a"}}});
    const json bucket = world.bucket(
        {{"id", made["id"]}, {"notes", ""}, {"tags", json::array()}, {"displayName", ""}});
    CHECK(bucket["notes"].is_null());
    CHECK(bucket["tags"] == json::array());
    CHECK(bucket["displayName"] != "first");
}

TEST_CASE("the public API replaces the config, a script adds to it") {
    World world;
    const json made = world.bucket(
        {{"name", "r1"}, {"project", "demo"}, {"host", "h"}, {"config", R"({"a":{"value":1}})"}});
    CHECK(
        world.bucket(
            {{"name", "r1"}, {"project", "demo"}, {"config", R"({"b":{"value":2}})"}})["config"] ==
        R"({"b":{"value":2},"a":{"value":1}})");
    CHECK(world.bucket(
              {{"id", made["id"]}, {"config", R"({"c":{"value":3,"desc":null}})"}})["config"] ==
          R"({"c":{"value":3,"desc":null}})");
}

TEST_CASE("the real number of history lines is answered to whoever asks") {
    World world;
    world.start();
    REQUIRE(world.steps("r1", 0, 0, 5).status == 200);
    CHECK(world.start()["historyLineCount"] == 5);
}

TEST_CASE("an unknown entity and somebody else's look the same") {
    World world;
    const auto refusal = [&world](const char* entity) {
        const Reply reply =
            world.upsert({{"name", "r1"}, {"project", "demo"}, {"entity", entity}, {"host", "h"}});
        CHECK(reply.status == 404);
        CHECK(reply.parsed()["data"]["upsertBucket"].is_null());
        return reply.message();
    };
    CHECK(refusal("nobody") == "entity nobody not found, or alice has no access to it");
    CHECK(refusal("bob") == "entity bob not found, or alice has no access to it");
    CHECK_FALSE((*world.projects.list((*world.users.find_team_by_name("bob"))->id)).size());
}

TEST_CASE("somebody else's run is not found by its id") {
    World world;
    const json bucket = world.start();
    const Reply reply = world.upsert({{"id", bucket["id"]}, {"notes", "x"}}, {}, world.bob);
    CHECK(reply.status == 404);
    CHECK(world.find("r1")->notes.empty());
}

TEST_CASE("names that cannot be are refused with a sentence") {
    World world;
    CHECK(world.upsert({{"name", "a/b"}, {"project", "demo"}}).status == 400);
    CHECK(world.upsert({{"name", "r1"}, {"project", "a#b"}}).status == 400);
    const Reply reply = world.upsert({{"name", std::string(limits::run_name_bytes_max + 1, 'x')}});
    CHECK(reply.status == 413);
    CHECK(reply.message().find("longer than") != std::string::npos);
}

TEST_CASE("fields of the wrong type change nothing") {
    World world;
    CHECK(world.upsert({{"name", "r1"}, {"project", "demo"}, {"tags", {1}}}).status == 400);
    CHECK(world.upsert({{"name", "r1"}, {"project", "demo"}, {"config", "[]"}}).status == 400);
    CHECK(world.upsert({{"name", "r1"}, {"project", "demo"}, {"summaryMetrics", "x"}}).status ==
          400);
    CHECK(world.upsert({{"name", "r1"}, {"project", "demo"}, {"state", "finished"}}).status == 400);
    CHECK_FALSE(world.find("r1"));
}

TEST_CASE("tags and texts are bounded") {
    World world;
    const auto status = [&world](const char* field, const json& value) {
        return world.upsert({{"name", "r1"}, {"project", "demo"}, {field, value}}).status;
    };
    CHECK(status("displayName", std::string(limits::display_name_bytes_max, 'x')) == 200);
    CHECK(status("displayName", std::string(limits::display_name_bytes_max + 1, 'x')) == 413);
    CHECK(status("notes", std::string(limits::notes_bytes_max + 1, 'x')) == 413);
    CHECK(status("tags", json{std::string(limits::tag_bytes_max, 'x')}) == 200);
    CHECK(status("tags", json{std::string(limits::tag_bytes_max + 1, 'x')}) == 400);
    json many = json::array();
    for (std::size_t i = 0; i <= limits::tags_max; ++i)
        many.push_back("t" + std::to_string(i));
    CHECK(status("tags", many) == 413);
    many.erase(0);
    CHECK(status("tags", many) == 200);
}

TEST_CASE("only the first upsert of a script sets an ended run going again") {
    World world;
    const json made = world.start();
    const auto finish = [&world] {
        world.start();
        world.stream("r1", {{"complete", true}, {"exitcode", 1}});
        REQUIRE(world.state("r1") == "failed");
    };
    finish();
    CHECK(world.find("r1")->exit_code == 1);
    world.bucket({{"id", made["id"]}, {"notes", "from the API"}});
    CHECK(world.state("r1") == "failed");
    world.bucket({{"name", "r1"}, {"project", "demo"}, {"config", "{}"}});
    CHECK(world.state("r1") == "failed");
    world.bucket({{"name", "r1"}, {"project", "demo"}, {"state", "running"}});
    CHECK(world.state("r1") == "failed");
    world.bucket({{"name", "r1"}, {"project", "demo"}, {"host", "h"}});
    CHECK(world.state("r1") == "running");
    CHECK_FALSE(world.find("r1")->exit_code);
    CHECK_FALSE(world.find("r1")->ended_at);
    finish();
    world.bucket({{"id", made["id"]}, {"name", "r1"}, {"project", "demo"}});
    CHECK(world.state("r1") == "running");
}

TEST_CASE("create_run makes a pending run that its script sets going") {
    World world;
    const json made = world.bucket({{"name", "later"}, {"project", "demo"}, {"state", "pending"}});
    CHECK(made["state"] == "pending");
    CHECK(world.start("later")["state"] == "running");
}

TEST_CASE("a fork begins with the history of its parent and counts its own lines") {
    World world;
    world.start("parent");
    REQUIRE(world.steps("parent", 0, 0, 6).status == 200);
    const json fork = world.bucket(
        {{"name", "fork"},
         {"project", "demo"},
         {"host", "h"},
         {"config", R"({"_wandb":{"value":{"branch_point":{"run_id":"parent","step":3}}}})"}});
    CHECK(fork["historyLineCount"] == 0);
    REQUIRE(world.steps("fork", 0, 4, 1).status == 200);
    const json run = world.data(
        "{ project(name: \"demo\") { run(name: \"fork\") { history } } }")["project"]["run"];
    CHECK(run["history"].size() == 5);
}

TEST_CASE("a fork of a run that is not there is refused and can be asked again") {
    World world;
    const json input{
        {"name", "fork"},
        {"project", "demo"},
        {"host", "h"},
        {"config", R"({"_wandb":{"value":{"branch_point":{"run_id":"parent","step":3}}}})"}};
    CHECK(world.upsert(input).status == 404);
    CHECK_FALSE(world.find("fork"));
    world.start("parent");
    world.steps("parent", 0, 0, 6);
    CHECK(world.upsert(input).status == 200);
}

TEST_CASE("the summary of the public API replaces the stored one") {
    World world;
    const json made = world.start();
    world.lines("r1", "wandb-summary.json", 0, {R"({"loss":NaN,"acc":1})"});
    world.bucket({{"id", made["id"]}, {"summaryMetrics", R"({"best":0.5})"}});
    CHECK(world.data("{ project(name: \"demo\") { run(name: \"r1\") { summaryMetrics } } }")
              ["project"]["run"]["summaryMetrics"] == R"({"best":0.5})");
}

TEST_CASE("no key and a wrong key are answered with 401 and a sentence") {
    World world;
    for (const std::string& key : {std::string(), std::string(40, 'x')}) {
        const Reply reply = world.graphql("{ viewer { id } }", json::object(), key);
        CHECK(reply.status == 401);
        CHECK_FALSE(reply.message().empty());
    }
}
