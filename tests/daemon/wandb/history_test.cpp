// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/wandb/world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

// A field of run r1 with its arguments.
json field(World& world, const std::string& name, const std::string& arguments = "") {
    return world.data("{ project(name: \"demo\") { run(name: \"r1\") { answer: " + name +
                      arguments + " } } }")["project"]["run"]["answer"];
}

json sampled(World& world, const json& spec) {
    return world.data("query Q($spec: JSONString!) { project(name: \"demo\") { run(name: \"r1\") { "
                      "sampledHistory(specs: [$spec]) } } }",
                      {{"spec", spec.dump()}})["project"]["run"]["sampledHistory"][0];
}

}  // namespace

TEST_CASE("history comes back the way it was logged, bare NaN inside the strings") {
    World world;
    world.start();
    world.history("r1", 0,
                  {R"({"_step":0,"a":{"b":1},"loss":NaN})",
                   R"({"_step":1,"img":{"_type":"image-file","path":"x.png"},"t":"s","l":[1,2]})"});
    const json rows = field(world, "history");
    REQUIRE(rows.size() == 2);
    const std::string first = rows[0].get<std::string>();
    CHECK(first.find("NaN") != std::string::npos);
    CHECK(first.find("\"NaN\"") == std::string::npos);
    CHECK(first.find(R"("a":{"b":1})") != std::string::npos);
    const json second = json::parse(rows[1].get<std::string>());
    CHECK(second["_step"] == 1);
    CHECK(second["img"]["path"] == "x.png");
    CHECK(second["l"] == json{1, 2});
}

TEST_CASE("a history page ends before its last step and a keyed page with it") {
    World world;
    world.start();
    world.steps("r1", 0, 0, 61);
    CHECK(field(world, "history", "(minStep: 0, maxStep: 10, samples: 1000)").size() == 10);
    CHECK(field(world, "history", "(minStep: 0, maxStep: 61, samples: 61)").size() == 61);
    const json rows = sampled(
        world,
        {{"keys", {"_step", "x", "_step"}}, {"minStep", 0}, {"maxStep", 60}, {"samples", 61}});
    REQUIRE(rows.size() == 61);
    CHECK(rows[60] == json{{"_step", 60}, {"x", 60}});
    CHECK(rows[60]["_step"].is_number_integer());
}

TEST_CASE("no more rows than asked for come, evenly thinned") {
    World world;
    world.start();
    world.steps("r1", 0, 0, 1000);
    CHECK(field(world, "history", "(samples: 100)").size() <= 100);
    CHECK(field(world, "history").size() <= 500);
    CHECK(sampled(world, {{"keys", {"x"}}, {"samples", 7}}).size() <= 7);
}

TEST_CASE("keyed rows hold exactly the keys, and only rows with all of them") {
    World world;
    world.start();
    world.history("r1", 0,
                  {R"({"_step":0,"a":{"b":{"c":1}},"y":1})", R"({"_step":1,"y":2})",
                   R"({"_step":2,"a":{"b":{"c":Infinity}},"y":-Infinity,"z":[NaN,1]})"});
    CHECK(sampled(world, {{"keys", {"a.b.c", "y"}}}) ==
          json::parse(R"([{"a.b.c":1,"y":1},{"a.b.c":"Infinity","y":"-Infinity"}])"));
    CHECK(sampled(world, {{"keys", {"z"}}}) == json::parse(R"([{"z":["NaN",1]}])"));
    CHECK(sampled(world, {{"keys", {"none"}}}) == json::array());
}

TEST_CASE("a spec that cannot be read is an error, not a crash") {
    World world;
    world.start();
    for (const char* spec : {"x", "[]", R"({"keys":[1]})"}) {
        const Reply reply = world.graphql(
            "query Q($s: JSONString!) { project(name: \"demo\") { run(name: \"r1\") { "
            "sampledHistory(specs: [$s]) } } }",
            {{"s", spec}}, world.alice);
        CHECK(reply.status == 200);
        CHECK_FALSE(reply.message().empty());
    }
}

TEST_CASE("history keys tell the last step, types and last values") {
    World world;
    world.start();
    CHECK(field(world, "historyKeys").is_null());
    world.history(
        "r1", 0,
        {R"({"_step":3,"loss":1,"dict":{"val1":5}})", R"({"_step":11,"loss":NaN,"s":"t"})"});
    const json keys = field(world, "historyKeys");
    CHECK(keys["lastStep"] == 11);
    CHECK(keys["sets"] == json::array());
    CHECK(keys["keys"]["_step"]["previousValue"] == 11);
    CHECK(keys["keys"]["dict.val1"]["previousValue"] == 5);
    CHECK(keys["keys"]["loss"]["previousValue"] == "NaN");
    CHECK(keys["keys"]["loss"]["typeCounts"][0] == json{{"type", "number"}, {"count", 2}});
    CHECK(keys["keys"]["s"]["typeCounts"][0] == json{{"type", "string"}, {"count", 1}});
}

TEST_CASE("there are no parquet files and no live rows beside them") {
    World world;
    world.start();
    CHECK(world.data(
              "{ project(name: \"demo\") { run(name: \"r1\") { parquetHistory(liveKeys: "
              "[\"_step\"]) { parquetUrls liveData } } } }")["project"]["run"]["parquetHistory"] ==
          json{{"parquetUrls", json::array()}, {"liveData", json::array()}});
}

TEST_CASE("system metrics are the last value of every system key") {
    World world;
    world.start();
    CHECK(field(world, "systemMetrics") == "{}");
    world.lines(
        "r1", "wandb-events.jsonl", 0,
        {R"({"_wandb":true,"_timestamp":1.7e9,"_runtime":1,"system.cpu":1,"system.gpu.0.gpu":5})",
         R"({"_wandb":true,"_timestamp":1.8e9,"_runtime":2,"system.cpu":2})"});
    const json metrics = json::parse(field(world, "systemMetrics").get<std::string>());
    CHECK(metrics == json{{"system.cpu", 2}, {"system.gpu.0.gpu", 5}});
    CHECK(field(world, "events", "(samples: 10)").size() == 2);
}

TEST_CASE("console lines are taken apart and paged") {
    World world;
    world.start();
    world.lines("r1", "output.log", 0,
                {"2026-11-22T02:11:07.124575 plain", "ERROR 2026-11-22T02:11:07.124606 boom",
                 R"({"ts":"2026-11-22T02:18:32.273076","content":"line","label":"rank-p"})",
                 "no time at all", "ERROR today"});
    const std::string nodes = "{ edges { node { number timestamp level label line } cursor } "
                              "pageInfo { endCursor hasNextPage } }";
    const json all = field(world, "logLines", "(last: 10) " + nodes)["edges"];
    REQUIRE(all.size() == 5);
    CHECK(all[0]["node"] == json{{"number", 0},
                                 {"timestamp", "2026-11-22T02:11:07.124575Z"},
                                 {"level", ""},
                                 {"label", nullptr},
                                 {"line", "plain"}});
    CHECK(all[1]["node"]["level"] == "error");
    CHECK(all[1]["node"]["line"] == "boom");
    CHECK(all[2]["node"]["label"] == "rank-p");
    CHECK(all[2]["node"]["line"] == "line");
    CHECK(all[3]["node"]["line"] == "no time at all");
    CHECK(all[3]["node"]["timestamp"].is_null());
    CHECK(all[4]["node"]["line"] == "ERROR today");
    CHECK(field(world, "logLines", "(last: 2) " + nodes)["edges"][0]["node"]["number"] == 3);

    const json page = field(world, "logLines", "(first: 2) " + nodes);
    CHECK(page["pageInfo"] == json{{"endCursor", "1"}, {"hasNextPage", true}});
    const json next = field(world, "logLines", "(first: 10, after: \"1\") " + nodes);
    REQUIRE(next["edges"].size() == 3);
    CHECK(next["edges"][0]["node"]["number"] == 2);
    CHECK(next["pageInfo"]["hasNextPage"] == false);
}
