// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/wandb/world.h"

using namespace ensemble;
using namespace ensemble::tests;

TEST_CASE("what a script streams can be read back") {
    World world;
    world.start();
    const Reply reply = world.stream(
        "r1",
        {{"files",
          {{"wandb-history.jsonl", {{"offset", 0}, {"content", {R"({"_step":0,"loss":1})"}}}},
           {"wandb-summary.json", {{"offset", 0}, {"content", {R"({"loss":1})"}}}},
           {"output.log", {{"offset", 0}, {"content", {"2026-11-22T02:13:41.949820 hello"}}}}}}});
    CHECK(reply.status == 200);
    CHECK(reply.body == R"({"stopped":false})");
    const json run =
        world.data("{ project(name: \"demo\") { run(name: \"r1\") { history "
                   "historyLineCount logLineCount summaryMetrics } } }")["project"]["run"];
    CHECK(run["historyLineCount"] == 1);
    CHECK(run["logLineCount"] == 1);
    CHECK(run["summaryMetrics"] == R"({"loss":1})");
    CHECK(json::parse(run["history"][0].get<std::string>())["loss"] == 1);
    CHECK(world.witness.recorded.size() == 1);
}

TEST_CASE("the same request twice changes nothing") {
    World world;
    world.start();
    CHECK(world.steps("r1", 0, 0, 5).status == 200);
    CHECK(world.steps("r1", 0, 0, 5).status == 200);
    CHECK(world.recorder->counts(world.find("r1")->id)->history_lines == 5);
}

TEST_CASE("files of other names are accepted silently") {
    World world;
    world.start();
    CHECK(world.lines("r1", "config.yaml", 0, {"a: 1"}).status == 200);
}

TEST_CASE("a run that is not there, or somebody else's, is not found") {
    World world;
    world.start();
    CHECK(world.stream("other", json::object()).status == 404);
    CHECK(world.send("POST", "/files/alice/demo/r1/file_stream", world.bob, "{}").status == 404);
    CHECK(world.send("POST", "/files/alice/demo/r1/file_stream", "", "{}").status == 401);
}

TEST_CASE("broken bodies are refused with 400 and change nothing") {
    World world;
    world.start();
    const Reply reply =
        world.send("POST", "/files/alice/demo/r1/file_stream", world.alice, R"({"complete":tru)");
    CHECK(reply.status == 400);
    CHECK(reply.message().starts_with("file stream: "));
    CHECK(world.state("r1") == "running");
}

TEST_CASE("the exit code decides how a run ended") {
    World world;
    for (const auto& [code, state] :
         {std::pair(0, "finished"), std::pair(1, "failed"), std::pair(255, "failed")}) {
        world.start("r" + std::to_string(code));
        world.stream("r" + std::to_string(code), {{"complete", true}, {"exitcode", code}});
        CHECK(world.state("r" + std::to_string(code)) == state);
        CHECK(world.find("r" + std::to_string(code))->exit_code == code);
        CHECK(world.find("r" + std::to_string(code))->ended_at == world.now);
    }
}

TEST_CASE("a stopped script hears of it with its next answer and ends as killed") {
    World world;
    const json made = world.start();
    world.data("mutation { stopRun(input: {id: \"" + made["id"].get<std::string>() +
               "\"}) { success } }");
    CHECK(world.stream("r1", json::object()).body == R"({"stopped":true})");
    CHECK(world.stream("r1", json::object()).body == R"({"stopped":true})");
    CHECK(world.data(
              "{ project(name: \"demo\") { run(name: \"r1\") { stopped } } }")["project"]["run"]
                                                                              ["stopped"] == true);
    world.stream("r1", {{"complete", true}, {"exitcode", 255}});
    CHECK(world.state("r1") == "killed");
}

TEST_CASE("a request to stop is forgotten when the run is started again") {
    World world;
    const json made = world.start();
    world.data("mutation { stopRun(input: {id: \"" + made["id"].get<std::string>() +
               "\"}) { success } }");
    world.start();
    CHECK(world.stream("r1", json::object()).body == R"({"stopped":false})");
}

TEST_CASE("late requests do not undo the end of a run") {
    World world;
    world.start();
    world.stream("r1", {{"complete", true}, {"exitcode", 0}});
    CHECK(world.steps("r1", 0, 0, 2).status == 200);
    CHECK(world.stream("r1", {{"complete", true}, {"exitcode", 1}}).status == 200);
    CHECK(world.state("r1") == "finished");
    CHECK(world.find("r1")->exit_code == 0);
    CHECK(world.recorder->counts(world.find("r1")->id)->history_lines == 2);
}

TEST_CASE("a run that stays silent for five minutes has crashed, and data brings it back") {
    World world;
    world.start();
    world.steady_ms = 299'999;
    REQUIRE(world.door->sweep_silent(world.steady_ms));
    CHECK(world.state("r1") == "running");
    world.steady_ms = 300'000;
    world.now.ms += 300'000;
    REQUIRE(world.door->sweep_silent(world.steady_ms));
    CHECK(world.state("r1") == "crashed");
    CHECK(world.find("r1")->ended_at == Instant{world.now.ms - 300'000});
    CHECK(world.steps("r1", 0, 0, 1).status == 200);
    CHECK(world.state("r1") == "running");
    CHECK_FALSE(world.find("r1")->ended_at);
}

TEST_CASE("a sign of life is enough to stay running") {
    World world;
    world.start();
    world.steady_ms = 200'000;
    world.stream("r1", json::object());
    world.steady_ms = 400'000;
    REQUIRE(world.door->sweep_silent(world.steady_ms));
    CHECK(world.state("r1") == "running");
    CHECK(world.door->heartbeat(world.find("r1")->id) == world.now);
}

TEST_CASE("a finished run never crashes") {
    World world;
    world.start();
    world.stream("r1", {{"complete", true}, {"exitcode", 0}});
    world.steady_ms = 1'000'000;
    REQUIRE(world.door->sweep_silent(world.steady_ms));
    CHECK(world.state("r1") == "finished");
}

TEST_CASE("a preempted machine is not a crash") {
    World world;
    world.start();
    world.stream("r1", {{"preempting", true}});
    CHECK(world.state("r1") == "preempting");
    world.steady_ms = 300'000;
    REQUIRE(world.door->sweep_silent(world.steady_ms));
    CHECK(world.state("r1") == "preempted");
}

TEST_CASE("runs that were running when the server stopped get the full time to be heard") {
    World world;
    world.start();
    world.steady_ms = 1'000'000;
    world.door = world.open_door();
    world.router = World::routes(*world.door);
    REQUIRE(world.door->sweep_silent(world.steady_ms + 299'999));
    CHECK(world.state("r1") == "running");
    REQUIRE(world.door->sweep_silent(world.steady_ms + 300'000));
    CHECK(world.state("r1") == "crashed");
}

TEST_CASE("a run that ended while the server was away ended when its data says") {
    World world;
    world.start();
    const Instant created = world.now;
    world.now.ms += 7'200'000;
    REQUIRE(world.history("r1", 0, {R"({"_step":0,"_runtime":7100,"x":1})"}).status == 200);
    world.now.ms += 86'400'000;
    world.steady_ms = 0;
    world.door = world.open_door();
    world.router = World::routes(*world.door);
    REQUIRE(world.door->sweep_silent(300'000));
    CHECK(world.state("r1") == "crashed");
    CHECK(world.find("r1")->ended_at == Instant{created.ms + 7'100'000});
}

TEST_CASE("writers of a shared run have their own offsets and steps are given out") {
    World world;
    world.start();
    world.bucket({{"name", "r1"}, {"project", "demo"}, {"host", "h2"}}, shared_writer("w2"));
    const auto line = [](const char* key, int value) { return json{{key, value}}.dump(); };
    CHECK(world
              .lines("r1", "wandb-history.jsonl", 0, {line("a", 0), line("a", 1)},
                     shared_writer("w1"))
              .status == 200);
    CHECK(world.lines("r1", "wandb-history.jsonl", 0, {line("b", 0)}, shared_writer("w2")).status ==
          200);
    CHECK(world.lines("r1", "wandb-history.jsonl", 0, {line("b", 0)}, shared_writer("w2")).status ==
          200);
    const json run = world.data(
        "{ project(name: \"demo\") { run(name: \"r1\") { history } } }")["project"]["run"];
    REQUIRE(run["history"].size() == 3);
    CHECK(json::parse(run["history"][2].get<std::string>())["_step"] == 2);
    CHECK(json::parse(run["history"][2].get<std::string>())["b"] == 0);
}

TEST_CASE("a secondary writer after the end neither revives the run nor ends it again") {
    World world;
    world.start();
    world.stream("r1", {{"complete", true}, {"exitcode", 0}}, shared_writer("w1"));
    CHECK(world.lines("r1", "wandb-history.jsonl", 0, {R"({"b":1})"}, shared_writer("w2")).status ==
          200);
    world.bucket({{"name", "r1"}, {"project", "demo"}, {"config", R"({"a":{"value":1}})"}},
                 shared_writer("w2"));
    CHECK(world.state("r1") == "finished");
}

TEST_CASE("summaries of several writers are merged key by key") {
    World world;
    world.start();
    world.lines("r1", "wandb-summary.json", 0, {R"({"a":1,"x":1})"}, shared_writer("w1"));
    world.lines("r1", "wandb-summary.json", 0, {R"({"b":2,"x":2})"}, shared_writer("w2"));
    const json run = world.data(
        "{ project(name: \"demo\") { run(name: \"r1\") { summaryMetrics } } }")["project"]["run"];
    const json summary = json::parse(run["summaryMetrics"].get<std::string>());
    CHECK(summary == json{{"a", 1}, {"b", 2}, {"x", 2}});
}

TEST_CASE("names in the address are unescaped") {
    World world;
    world.bucket({{"name", "a b"}, {"project", "demo"}, {"host", "h"}});
    CHECK(world.send("POST", "/files/alice/demo/a%20b/file_stream", world.alice, "{}").status ==
          200);
}

TEST_CASE("telemetry and identity federation are answered with 404 on the spot") {
    World world;
    for (const char* path : {"/sdk/otel/v1/metrics", "/sdk/otel/v1/logs", "/oidc/token"}) {
        CHECK(world.send("POST", path, "").status == 404);
        CHECK(world.router.find("POST", path).route->where == http::Where::io);
    }
}
