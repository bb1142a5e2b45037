// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/audit_log.h"
#include "tests/daemon/wandb/team_world.h"

using namespace ensemble;
using namespace ensemble::tests;
using storage::AuditLog;

namespace {

const http::Headers for_mia{{"X-WANDB-USERNAME", "mia"}};

// Max's run, with what the audit says of runs since.
struct Recorded : TeamWorld {
    json made = upsert({{"entity", "vision"},
                        {"project", "detector"},
                        {"name", "r1"},
                        {"host", "h"},
                        {"displayName", "first"},
                        {"tags", {"a"}},
                        {"config", R"({"lr":{"value":0.1},"_wandb":{"value":{"t":1}}})"},
                        {"summaryMetrics", R"({"acc":0.5,"loss":NaN})"}},
                       {}, keys_of["max"])
                    .parsed()["data"]["upsertBucket"]["bucket"];
    AuditLog log{*database};

    std::vector<storage::LogEntry> entries(const std::string& name) {
        return *log.list({.name = name});
    }
    // What the one edit there is says, before and after, without kind and id.
    std::pair<json, json> edit() {
        const auto found = entries("run_edited");
        REQUIRE(found.size() == 1);
        json before = json::parse(found[0].before).at(0);
        json after = json::parse(found[0].after).at(0);
        for (json* one : {&before, &after}) {
            CHECK((*one)["k"] == "run_facts");
            CHECK((*one)["id"] == run(detector, "r1")->id.value);
            one->erase("k");
            one->erase("id");
        }
        return {before, after};
    }
    // By id, as wandb.Api does.
    void by_api(const std::string& who, json input, http::Headers extra = {}) {
        input["id"] = made["id"];
        const Reply reply = upsert(input, std::move(extra), keys_of[who]);
        REQUIRE_MESSAGE(reply.status == 200, reply.body);
    }
    // By name, as a script does.
    void by_script(const std::string& who, json input) {
        input.update({{"entity", "vision"}, {"project", "detector"}, {"name", "r1"}});
        const Reply reply = upsert(input, {}, keys_of[who]);
        REQUIRE_MESSAGE(reply.status == 200, reply.body);
    }
    void finish() {
        runs::Run ended = *run(detector, "r1");
        ended.state = runs::RunState::finished;
        ended.ended_at = now;
        REQUIRE(runs.update(ended));
    }
};

}  // namespace

TEST_CASE("a run that is made is written down once, with its place and whose key it was") {
    Recorded world;
    world.by_script("max", {{"host", "h"}});
    world.finish();
    world.by_script("max", {{"host", "other"}, {"id", world.made["id"]}});
    const auto made = world.entries("run_made");
    REQUIRE(made.size() == 1);
    CHECK(made[0].actor == world.ids["max"]);
    CHECK_FALSE(made[0].on_behalf_of);
    CHECK(made[0].detail == "vision/detector/r1");
    CHECK(made[0].device.starts_with("key laptop ("));
    CHECK(made[0].rule == permissions::Rule::team_role);
    CHECK(made[0].before == "[]");
    const json run = json::parse(made[0].after).at(0);
    CHECK(run["name"] == "r1");
    CHECK(run["display_name"] == "first");
    CHECK(run["project"] == TeamWorld::detector.value);
    CHECK((*world.log.list({.team = TeamWorld::vision, .name = "run_made"})).size() == 1);
    CHECK((*world.log.list({.team = TeamWorld::audio, .name = "run_made"})).empty());
    CHECK(world.entries("run_edited").empty());
    CHECK_FALSE((*world.log.verify()).commands.broken.has_value());
}

TEST_CASE("a run that is credited to somebody names the service account and them") {
    TeamWorld world;
    REQUIRE(world.init("bot", "vision", "detector", "ci", for_mia).status == 200);
    const auto made = *AuditLog(*world.database).list({.name = "run_made"});
    REQUIRE(made.size() == 1);
    CHECK(made[0].actor == TeamWorld::bot);
    CHECK(made[0].on_behalf_of == world.ids["mia"]);
    CHECK(json::parse(made[0].after).at(0)["sent_by"] == TeamWorld::bot.value);
}

TEST_CASE("a run that could not be stored is not written down") {
    Recorded world;
    REQUIRE(world.database->execute("CREATE TRIGGER full BEFORE UPDATE ON projects BEGIN SELECT "
                                    "RAISE(ABORT, 'full'); END"));
    CHECK(world.init("max", "vision", "detector", "r2").status != 200);
    CHECK_FALSE(world.run(TeamWorld::detector, "r2").has_value());
    CHECK(world.entries("run_made").size() == 1);
}

TEST_CASE("what somebody changes of a run by the public API is there before and after") {
    Recorded world;
    world.finish();
    world.by_api("mia", {{"displayName", "better"},
                         {"notes", "n"},
                         {"tags", {"a", "b"}},
                         {"groupName", "g"},
                         {"jobType", "eval"},
                         {"config", R"({"lr":{"value":0.2},"new":{"value":[1]}})"}});
    const auto [before, after] = world.edit();
    CHECK(before == json{{"display_name", "first"},
                         {"notes", ""},
                         {"group", ""},
                         {"job_type", ""},
                         {"tags", {"a"}},
                         {"config", {{"lr", 0.1}}}});
    CHECK(after == json{{"display_name", "better"},
                        {"notes", "n"},
                        {"group", "g"},
                        {"job_type", "eval"},
                        {"tags", {"a", "b"}},
                        {"config", {{"lr", 0.2}, {"new", {1}}}}});
    const auto entry = world.entries("run_edited").at(0);
    CHECK(entry.actor == world.ids["mia"]);
    CHECK(entry.rule == permissions::Rule::team_role);
    CHECK(entry.detail == "vision/detector/r1");
    // The same again changes nothing, however it is wrapped.
    world.by_api("mia", {{"displayName", "better"}, {"tags", {"a", "b"}}});
    world.by_api(
        "mia", {{"config", R"({"new":{"desc":null,"value":[1]},"lr":{"desc":null,"value":0.2}})"}});
    CHECK(world.entries("run_edited").size() == 1);
}

TEST_CASE("results that somebody writes over are there before and after") {
    Recorded world;
    world.by_api("max", {{"summaryMetrics", R"({"acc":0.9,"loss":NaN})"}});
    const auto [before, after] = world.edit();
    CHECK(before == json{{"summary", {{"acc", 0.5}}}});
    CHECK(after == json{{"summary", {{"acc", 0.9}}}});
}

TEST_CASE("what a script streams of its own live run is not written down, its name is") {
    Recorded world;
    world.by_script("max", {{"host", "h"}, {"config", R"({"lr":{"value":0.3}})"}});
    world.by_script("max", {{"summaryMetrics", R"({"acc":0.7})"}});
    CHECK(world
              .send("POST", "/files/vision/detector/r1/file_stream", world.keys_of["max"],
                    R"({"files":{"wandb-history.jsonl":{"offset":0,"content":["{\"x\":1}"]}}})")
              .status == 200);
    CHECK(world.entries("run_edited").empty());
    world.by_script("max", {{"displayName", "renamed"}, {"config", R"({"lr":{"value":0.4}})"}});
    const auto [before, after] = world.edit();
    CHECK(before == json{{"display_name", "first"}});
    CHECK(after == json{{"display_name", "renamed"}});
}

TEST_CASE("whoever goes on with somebody else's run, or with an ended one, is written down") {
    SUBCASE("another hand, live") {
        Recorded world;
        world.by_script("mia", {{"config", R"({"lr":{"value":9}})"}});
        CHECK(world.edit().second == json{{"config", {{"lr", 9}}}});
    }
    SUBCASE("another hand resumes") {
        Recorded world;
        world.finish();
        world.by_script("mia", {{"host", "h"}});
        CHECK(world.edit() == std::pair{json{{"state", "finished"}}, json{{"state", "running"}}});
    }
    SUBCASE("the own hand, ended") {
        Recorded world;
        world.finish();
        world.by_script("max", {{"config", R"({"lr":{"value":9}})"}});
        CHECK(world.edit().first == json{{"config", {{"lr", 0.1}}}});
    }
    SUBCASE("a service account for somebody") {
        Recorded world;
        world.by_api("bot", {{"notes", "checked"}}, for_mia);
        CHECK(world.entries("run_edited").at(0).actor == TeamWorld::bot);
        CHECK(world.entries("run_edited").at(0).on_behalf_of == world.ids["mia"]);
    }
    SUBCASE("the state by request") {
        Recorded world;
        world.ask("max",
                  "mutation M($id: ID!) { updateRunState(input: {id: $id, state: \"failed\"}) { "
                  "success } }",
                  {{"id", world.made["id"]}});
        CHECK(world.edit() == std::pair{json{{"state", "running"}}, json{{"state", "failed"}}});
    }
}

TEST_CASE("long texts are cut around what differs, and many keys are counted") {
    Recorded world;
    const std::string begin(10'000, 'x');
    world.by_api("max", {{"notes", begin + "é one"}});
    world.by_api("max", {{"notes", begin + "é two"}});
    const json last = json::parse(world.entries("run_edited").at(0).after).at(0);
    CHECK(last["notes"].get<std::string>().ends_with("xé two"));
    CHECK(last["notes"].get<std::string>().starts_with("…x"));
    CHECK(last["notes"].get<std::string>().size() < 300);
    const json first = json::parse(world.entries("run_edited").at(1).after).at(0);
    CHECK(first["notes"].get<std::string>() == std::string(4096, 'x') + "…");
    json config = json::object();
    for (int i = 0; i < 201; ++i)
        config["k" + std::to_string(i)] = {{"value", i}};
    config["lr"] = {{"value", 0.1}};
    world.by_api("max", {{"config", config.dump()}});
    const json many = json::parse(world.entries("run_edited").at(0).after).at(0)["config"];
    CHECK(many.size() == 201);
    CHECK(many["…"] == 1);
}

TEST_CASE("files of a run that are deleted are named, with what they were") {
    Recorded world;
    const RunId id = world.run(TeamWorld::detector, "r1")->id;
    const auto file = *world.files.put(
        {.run = id, .name = "model.bin", .digest = std::string(64, 'a'), .md5 = "", .bytes = 7});
    const std::string query =
        "mutation D($files: [ID!]!) { deleteFiles(input: {files: $files}) { success } }";
    world.ask("max", query, {{"files", {base64("File:" + std::to_string(file.id.value))}}});
    const auto deleted = world.entries("files_deleted");
    REQUIRE(deleted.size() == 1);
    CHECK(deleted[0].detail == "vision/detector/r1");
    CHECK(deleted[0].actor == world.ids["max"]);
    CHECK(json::parse(deleted[0].before).at(0)["name"] == "model.bin");
    CHECK(deleted[0].after == "[]");
    CHECK((*world.log.list({.team = TeamWorld::vision, .name = "files_deleted"})).size() == 1);
}
