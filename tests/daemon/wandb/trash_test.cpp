// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/wandb/team_world.h"

// What a script says of a run that somebody deleted or moved while it runs.
using namespace ensemble;
using namespace ensemble::tests;

namespace {

const std::string create_files =
    "mutation C($i: I!) { createRunFiles(input: $i) { files { uploadUrl } } }";

// Mia's run r1 in vision/detector with one line; commands are Vera's.
struct Trash : TeamWorld {
    Trash() {
        REQUIRE(init("mia", "vision", "detector", "r1").status == 200);
        REQUIRE(line(0).status == 200);
        id = run(detector, "r1")->id;
        witness.changed.clear();
        witness.recorded.clear();
    }
    void does(sync::Command command) {
        const auto outcome = authority->submit({.asker = {.user = ids["vera"]}}, std::move(command),
                                               std::to_string(++commands), now);
        REQUIRE(outcome);
        REQUIRE_FALSE(outcome->refused);
    }
    Reply line(int step, const std::string& who = "mia") {
        const json body{{"files",
                         {{"wandb-history.jsonl",
                           {{"offset", step}, {"content", {json{{"_step", step}}.dump()}}}}}}};
        return send("POST", "/files/vision/detector/r1/file_stream", keys_of[who], body.dump());
    }
    Reply put_file(const std::string& who = "mia") {
        const json input{{"entityName", "vision"},
                         {"projectName", "detector"},
                         {"runName", "r1"},
                         {"files", {"late.txt"}}};
        const Reply made = graphql(create_files, {{"i", input}}, keys_of[who]);
        if (made.status != 200) return made;
        const auto url = made.parsed()["data"]["createRunFiles"]["files"][0]["uploadUrl"];
        return send("PUT", path_of(url.get<std::string>()), "", "late");
    }
    Reply config() {
        return upsert({{"entity", "vision"},
                       {"project", "detector"},
                       {"name", "r1"},
                       {"config", R"({"late":{"value":true}})"}},
                      {}, keys_of["mia"]);
    }
    void restart() {
        door = open_door();
        router = routes(*door);
    }

    RunId id;
    int commands = 0;
};

}  // namespace

TEST_CASE("a script goes on in the trash, and all of it is there when the run is restored") {
    for (const bool project_too : {false, true}) {
        for (const bool restarted : {false, true}) {
            CAPTURE(project_too);
            CAPTURE(restarted);
            Trash world;
            if (project_too)
                world.does(projects::DeleteProject{TeamWorld::detector});
            else
                world.does(runs::DeleteRun{world.id});
            if (restarted) world.restart();
            CHECK(world.line(1).status == 200);
            CHECK(world.put_file().status == 200);
            CHECK(world.config().status == 200);
            // Nobody else may, and nobody sees it.
            CHECK(world.line(2, "nils").status == 404);
            CHECK(world.put_file("nils").status == 404);
            CHECK(world.witness.changed.empty());
            if (project_too)
                world.does(projects::RestoreProject{TeamWorld::detector});
            else
                world.does(runs::RestoreRun{world.id});
            CHECK(world.line(2).status == 200);
            CHECK(world.recorder->counts(world.id)->rows == 3);
            CHECK(*world.files.find(world.id, "late.txt"));
            const auto run = world.run(TeamWorld::detector, "r1");
            CHECK(run->config.find("late") != std::string::npos);
            CHECK(world.runs.list(TeamWorld::detector)->size() == 1);
        }
    }
}

TEST_CASE("the end of a script is heard in the trash, and so is its silence") {
    Trash world;
    world.does(runs::DeleteRun{world.id});
    world.steady_ms += 300'000;
    REQUIRE(world.door->sweep_silent(world.steady_ms));
    CHECK((*world.runs.find(world.id))->state == runs::RunState::crashed);
    const json end{{"complete", true}, {"exitcode", 0}};
    CHECK(
        world
            .send("POST", "/files/vision/detector/r1/file_stream", world.keys_of["mia"], end.dump())
            .status == 200);
    CHECK((*world.runs.find(world.id))->state == runs::RunState::finished);
    CHECK((*world.runs.find(world.id))->deleted_at);
    CHECK(world.witness.changed.empty());
    CHECK(world.witness.recorded.empty());
}

TEST_CASE("the id of a deleted run is not given again in its project") {
    Trash world;
    world.does(runs::DeleteRun{world.id});
    const Reply again = world.init("mia", "vision", "detector", "r1");
    CHECK(again.status == 410);
    CHECK(again.message().find("r1 was deleted") != std::string::npos);
    const json resumed{{"id", base64("Run:" + std::to_string(world.id.value))},
                       {"entity", "vision"},
                       {"project", "detector"},
                       {"name", "r1"}};
    CHECK(world.upsert(resumed, {}, world.keys_of["mia"]).status == 410);
    const json pending{
        {"entity", "vision"}, {"project", "detector"}, {"name", "r1"}, {"state", "pending"}};
    CHECK(world.upsert(pending, {}, world.keys_of["mia"]).status == 410);
    CHECK(world.init("mia", "vision", "other", "r1").status == 200);
    CHECK(world.init("mia", "vision", "detector", "r2").status == 200);
    world.does(runs::RestoreRun{world.id});
    CHECK(world.init("mia", "vision", "detector", "r1").status == 200);
    CHECK(world.run(TeamWorld::detector, "r1")->id == world.id);
}

TEST_CASE("a script goes on with its run wherever that is moved, and makes no second one") {
    for (const bool restarted : {false, true}) {
        CAPTURE(restarted);
        Trash world;
        world.does(runs::MoveRun{world.id, TeamWorld::paper});
        world.does(runs::MoveRun{world.id, TeamWorld::course});
        if (restarted) world.restart();
        CHECK(world.line(1).status == 200);
        CHECK(world.put_file().status == 200);
        CHECK(world.config().status == 200);
        CHECK(world.runs.list(TeamWorld::detector)->empty());
        CHECK(world.recorder->counts(world.id)->rows == 2);
        CHECK(*world.files.find(world.id, "late.txt"));
        const auto run = world.run(TeamWorld::course, "r1");
        REQUIRE(run);
        CHECK(run->config.find("late") != std::string::npos);
        // Nor does another script take the name that its own still uses.
        CHECK(world.init("max", "vision", "detector", "r1").status == 410);
        world.does(runs::MoveRun{world.id, TeamWorld::detector});
        CHECK(world.line(2).status == 200);
        CHECK(world.init("mia", "vision", "detector", "r1").status == 200);
        CHECK(world.run(TeamWorld::detector, "r1")->id == world.id);
    }
}

TEST_CASE("a script goes on with its run when its project is renamed, whoever takes the name") {
    for (const bool taken : {false, true}) {
        for (const bool restarted : {false, true}) {
            CAPTURE(taken);
            CAPTURE(restarted);
            Trash world;
            world.does(projects::RenameProject{TeamWorld::detector, "finder"});
            const ProjectId other{7'000'000'007};
            if (taken)
                world.does(projects::CreateProject{
                    .id = other, .team = TeamWorld::vision, .name = "detector"});
            if (restarted) world.restart();
            CHECK(world.line(1).status == 200);
            CHECK(world.put_file().status == 200);
            CHECK(world.config().status == 200);
            CHECK(world.recorder->counts(world.id)->rows == 2);
            CHECK(*world.files.find(world.id, "late.txt"));
            const auto run = world.run(TeamWorld::detector, "r1");
            REQUIRE(run);
            CHECK(run->config.find("late") != std::string::npos);
            if (taken) CHECK(world.runs.list(other)->empty());
        }
    }
}

TEST_CASE("who still says the name that a project had starts runs in it, until another has it") {
    Trash world;
    world.does(projects::RenameProject{TeamWorld::detector, "finder"});
    const Reply made = world.init("mia", "vision", "detector", "r2");
    REQUIRE(made.status == 200);
    CHECK(made.parsed()["data"]["upsertBucket"]["bucket"]["project"]["name"] == "finder");
    CHECK(world.run(TeamWorld::detector, "r2"));

    const ProjectId other{7'000'000'007};
    world.does(projects::CreateProject{.id = other, .team = TeamWorld::vision, .name = "detector"});
    CHECK(world.init("mia", "vision", "detector", "r3").status == 200);
    CHECK(world.run(other, "r3"));
    CHECK_FALSE(world.run(TeamWorld::detector, "r3"));
}

TEST_CASE("a script whose project was renamed and deleted goes on in the trash") {
    Trash world;
    world.does(projects::RenameProject{TeamWorld::detector, "finder"});
    world.does(projects::DeleteProject{TeamWorld::detector});
    world.restart();
    CHECK(world.line(1).status == 200);
    CHECK(world.recorder->counts(world.id)->rows == 2);
}

TEST_CASE("a script whose project was deleted makes no other of that name by an artifact") {
    Trash world;
    world.does(projects::DeleteProject{TeamWorld::detector});
    const json input{{"entityName", "vision"},
                     {"projectName", "detector"},
                     {"runName", "r1"},
                     {"artifactTypeName", "dataset"},
                     {"artifactCollectionName", "set"}};
    const Reply made =
        world.graphql("mutation A($i: I!) { createArtifact(input: $i) { artifact { id } } }",
                      {{"i", input}}, world.keys_of["mia"]);
    CHECK(made.status == 410);
    CHECK(world.authority->state().project_named(TeamWorld::vision, "detector") == nullptr);
}

TEST_CASE("an address to upload to is good as long as whoever asked for it may write the run") {
    Trash world;
    const json input{{"entityName", "vision"},
                     {"projectName", "detector"},
                     {"runName", "r1"},
                     {"files", {"late.txt"}}};
    const json made = world.graphql(create_files, {{"i", input}}, world.keys_of["mia"]).parsed();
    const std::string path =
        World::path_of(made["data"]["createRunFiles"]["files"][0]["uploadUrl"].get<std::string>());
    const std::string list = "{ project(name: \"detector\", entityName: \"vision\") { run(name: "
                             "\"r1\") { files(names: [\"late.txt\"]) { edges { node { directUrl } "
                             "} } } } }";
    CHECK(world.send("PUT", path, "", "early").status == 200);
    const json seen = world.graphql(list, json::object(), world.keys_of["max"]).parsed();
    const std::string read =
        World::path_of(seen["data"]["project"]["run"]["files"]["edges"][0]["node"]["directUrl"]
                           .get<std::string>());
    CHECK(world.send("GET", read, "").body == "early");
    world.does(teams::RemoveMember{TeamWorld::vision, world.ids["mia"]});
    CHECK(world.send("PUT", path, "", "late").status == 403);
    CHECK(world.send("GET", read, "").body == "early");
    world.does(teams::RemoveMember{TeamWorld::vision, world.ids["max"]});
    CHECK(world.send("GET", read, "").status == 403);
}
