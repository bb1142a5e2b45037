// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/wandb/world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

const std::string resume_query =
    "query RunResumeStatus ($project: String, $entity: String, $name: String!) { model(name: "
    "$project, entityName: $entity) { id name entity { id name } bucket(name: $name, missingOk: "
    "true) { id name summaryMetrics displayName logLineCount historyLineCount eventsLineCount "
    "historyTail eventsTail config tags notes wandbConfig(keys: [\"t\"]) } } }";

json resume_status(World& world, const char* name) {
    return world.data(resume_query,
                      {{"project", "demo"}, {"entity", "alice"}, {"name", name}})["model"];
}

const std::string rewind_query =
    "mutation RewindRun ($runName: String!, $entity: String, $project: String, $metricName: "
    "String!, $metricValue: Float!) { rewindRun(input: {runName:$runName,entityName:$entity,"
    "projectName:$project,metricName:$metricName,metricValue:$metricValue}) { rewoundRun { id name "
    "displayName config project { id name entity { id name } } historyLineCount } } }";

}  // namespace

TEST_CASE("nothing to resume is null without an error") {
    World world;
    CHECK(resume_status(world, "r1").is_null());
    world.start("other");
    CHECK(resume_status(world, "r1")["bucket"].is_null());
}

TEST_CASE("everything that resuming needs is a string or an integer") {
    World world;
    world.bucket(
        {{"name", "r1"},
         {"project", "demo"},
         {"host", "h"},
         {"notes", "n1"},
         {"tags", {"t"}},
         {"config", R"({"a":{"value":1},"_wandb":{"value":{"t":{"5":"0.31.0"},"m":[]}}})"}});
    world.stream(
        "r1",
        {{"files",
          {{"wandb-history.jsonl",
            {{"offset", 0},
             {"content", {R"({"_step":14,"acc":9})", R"({"acc":10,"_step":15,"_runtime":3.5})"}}}},
           {"wandb-events.jsonl",
            {{"offset", 0},
             {"content", {R"({"_wandb":true,"_timestamp":1.7e9,"_runtime":4.5,"system.cpu":3})"}}}},
           {"wandb-summary.json",
            {{"offset", 0}, {"content", {R"({"acc":10,"_step":15,"_runtime":3})"}}}},
           {"output.log", {{"offset", 0}, {"content", {"a", "b", "c"}}}}}}});
    const json bucket = resume_status(world, "r1")["bucket"];
    CHECK(bucket["historyLineCount"] == 2);
    CHECK(bucket["eventsLineCount"] == 1);
    CHECK(bucket["logLineCount"] == 3);
    CHECK(bucket["tags"] == json{"t"});
    CHECK(bucket["notes"] == "n1");
    CHECK(bucket["wandbConfig"] == R"({"t":{"5":"0.31.0"}})");
    CHECK(json::parse(bucket["summaryMetrics"].get<std::string>())["_step"] == 15);
    const json history = json::parse(bucket["historyTail"].get<std::string>());
    const json last = json::parse(history.back().get<std::string>());
    CHECK(last["_step"].is_number_integer());
    CHECK(last["_step"] == 15);
    const json events = json::parse(bucket["eventsTail"].get<std::string>());
    CHECK(json::parse(events.back().get<std::string>())["_runtime"] == 4.5);
}

TEST_CASE("a run without lines has empty tails") {
    World world;
    world.start();
    const json bucket = resume_status(world, "r1")["bucket"];
    CHECK(bucket["historyTail"] == "[]");
    CHECK(bucket["eventsTail"] == "[]");
    CHECK(bucket["summaryMetrics"] == "{}");
    CHECK(bucket["config"] == "{}");
    CHECK(bucket["wandbConfig"] == "{}");
}

TEST_CASE("a resumed run goes on at its counts") {
    World world;
    const json made = world.start();
    world.steps("r1", 0, 0, 5);
    world.stream("r1", {{"complete", true}, {"exitcode", 0}});
    const json resumed = world.bucket({{"id", made["id"]},
                                       {"name", "r1"},
                                       {"project", "demo"},
                                       {"entity", "alice"},
                                       {"host", "h"}});
    CHECK(resumed["id"] == made["id"]);
    CHECK(resumed["historyLineCount"] == 5);
    CHECK(resumed["state"] == "running");
    world.steps("r1", 5, 5, 5);
    CHECK(resume_status(world, "r1")["bucket"]["historyLineCount"] == 10);
}

TEST_CASE("segments of a resumed run that are synced by name lose no row") {
    World world;
    world.start();
    world.steps("r1", 0, 0, 1);
    CHECK(world.start()["historyLineCount"] == 1);
    world.steps("r1", 1, 1, 1);
    CHECK(world.start()["historyLineCount"] == 2);
    world.steps("r1", 2, 2, 1);
    const auto counts = world.recorder->counts(world.find("r1")->id);
    REQUIRE(counts);
    CHECK(counts->rows == 3);
}

TEST_CASE("a folder that is synced twice doubles nothing") {
    World world;
    world.start();
    world.steps("r1", 0, 0, 41);
    CHECK(world.start()["historyLineCount"] == 41);
    world.steps("r1", 41, 0, 41);
    const auto counts = world.recorder->counts(world.find("r1")->id);
    REQUIRE(counts);
    CHECK(counts->rows == 41);
    CHECK(counts->duplicates == 41);
}

TEST_CASE("rewinding cuts history and clears events and console") {
    World world;
    const json made = world.start();
    world.steps("r1", 0, 0, 10);
    world.lines("r1", "output.log", 0, {"a", "b"});
    world.lines("r1", "wandb-events.jsonl", 0, {R"({"_timestamp":1.7e9,"_runtime":1})"});
    const json rewound = world.data(rewind_query, {{"runName", "r1"},
                                                   {"entity", nullptr},
                                                   {"project", "demo"},
                                                   {"metricName", "_step"},
                                                   {"metricValue", 6}})["rewindRun"]["rewoundRun"];
    CHECK(rewound["id"] == made["id"]);
    CHECK(rewound["historyLineCount"] == 7);
    const json bucket = resume_status(world, "r1")["bucket"];
    CHECK(bucket["eventsLineCount"] == 0);
    CHECK(bucket["logLineCount"] == 0);
    world.steps("r1", 7, 7, 1);
    CHECK(resume_status(world, "r1")["bucket"]["historyLineCount"] == 8);
    const auto notes = world.runs.notes(world.find("r1")->id);
    REQUIRE(notes);
    REQUIRE(notes->size() == 1);
    CHECK(notes->front().kind == "rewound");
}

TEST_CASE("only a step of an own run can be rewound to") {
    World world;
    world.start();
    const auto status = [&world](const json& change, const std::string& key) {
        json variables{{"runName", "r1"},
                       {"entity", "alice"},
                       {"project", "demo"},
                       {"metricName", "_step"},
                       {"metricValue", 1.0}};
        variables.update(change);
        return world.graphql(rewind_query, variables, key).status;
    };
    CHECK(status(json::object(), world.alice) == 200);
    CHECK(status({{"metricName", "loss"}}, world.alice) == 400);
    CHECK(status({{"metricValue", -1}}, world.alice) == 400);
    CHECK(status({{"metricValue", 1e300}}, world.alice) == 400);
    CHECK(status({{"metricValue", "1"}}, world.alice) == 400);
    CHECK(status({{"runName", "nope"}}, world.alice) == 404);
    CHECK(status(json::object(), world.bob) == 404);
}
