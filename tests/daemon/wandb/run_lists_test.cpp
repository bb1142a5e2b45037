// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/wandb/world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

const std::string runs_query =
    "#graphql\nquery Runs($project: String!, $entity: String!, $cursor: String, $perPage: Int = 50,"
    " $order: String, $filters: JSONString) { project(name: $project, entityName: $entity) { "
    "internalId runCount(filters: $filters) readOnly runs(filters: $filters, after: $cursor, "
    "first: "
    "$perPage, order: $order) { edges { node { projectId ...LightweightRunFragment } cursor } "
    "pageInfo { endCursor hasNextPage } } } } fragment LightweightRunFragment on Run { id tags "
    "name "
    "displayName sweepName state group jobType commit readOnly createdAt heartbeatAt description "
    "notes historyLineCount user { name username } }";

// Four runs a, b, c, d, a second apart, with lr 0.1 … 0.4 and loss 4 … 1.
void add_runs(World& world) {
    int i = 0;
    for (const char* name : {"a", "b", "c", "d"}) {
        ++i;
        world.now.ms += 1000;
        world.bucket({{"name", name},
                      {"project", "demo"},
                      {"host", "h"},
                      {"displayName", "run " + std::string(name)},
                      {"groupName", i % 2 == 0 ? "even" : "odd"},
                      {"tags", {"t" + std::to_string(i)}},
                      {"config", json{{"lr", {{"value", i / 10.0}}},
                                      {"opt", {{"value", {{"name", i > 2 ? "sgd" : "adam"}}}}}}
                                     .dump()}});
        world.lines(name, "wandb-summary.json", 0,
                    {json{{"loss", 5 - i}, {"val", {{"acc", i}}}}.dump()});
        world.steps(name, 0, 0, i);
    }
}

json list(World& world, const json& change) {
    json variables{{"project", "demo"}, {"entity", "alice"}, {"order", "+created_at"}};
    variables.update(change);
    return world.data(runs_query, variables)["project"];
}

std::string names(World& world, const json& change) {
    std::string joined;
    const json answer = list(world, change);
    for (const json& edge : answer["runs"]["edges"])
        joined += edge["node"]["name"].get<std::string>();
    return joined;
}

std::string filtered(World& world, const json& filter) {
    return names(world, json{{"filters", filter.dump()}});
}

}  // namespace

TEST_CASE("a run in a list has everything that the client reads, in its types") {
    World world;
    add_runs(world);
    const json answer = list(world, json{{"filters", "{}"}});
    CHECK(answer["runCount"] == 4);
    CHECK(answer["readOnly"] == false);
    CHECK(answer["internalId"].is_string());
    const json node = answer["runs"]["edges"][0]["node"];
    CHECK(node["projectId"].is_number_integer());
    CHECK(node["name"] == "a");
    CHECK(node["state"] == "running");
    CHECK(node["group"] == "odd");
    CHECK(node["historyLineCount"] == 1);
    CHECK(node["sweepName"].is_null());
    CHECK(node["user"] == json{{"name", "alice"}, {"username", "alice"}});
    CHECK(node["createdAt"] == "2026-11-22T02:13:42.000Z");
}

TEST_CASE("filters look into every part of a run") {
    World world;
    add_runs(world);
    CHECK(filtered(world, json{{"config.lr", 0.2}}) == "b");
    CHECK(filtered(world, json{{"config.lr.value", {{"$gt", 0.2}}}}) == "cd");
    CHECK(filtered(world, json{{"config.opt.name", "adam"}}) == "ab");
    CHECK(filtered(world, json{{"config.opt.value.name", "adam"}}) == "ab");
    CHECK(filtered(world, json{{"summary_metrics.loss", {{"$lte", 2}}}}) == "cd");
    CHECK(filtered(world, json{{"summary_metrics.val.acc", 1}}) == "a");
    CHECK(filtered(world, json{{"group", "even"}}) == "bd");
    CHECK(filtered(world, json{{"tags", {{"$in", {"t1", "t4"}}}}}) == "ad");
    CHECK(filtered(world, json{{"tags.t2", {{"$exists", true}}}}) == "b");
    CHECK(filtered(world, json{{"display_name", {{"$regex", "run [ac]"}}}}) == "ac");
    CHECK(filtered(world, json{{"name", "d"}}) == "d");
    CHECK(filtered(world, json{{"username", "alice"}}) == "abcd");
    CHECK(filtered(world, json{{"state", "finished"}}) == "");
    CHECK(filtered(world, json{{"createdAt", {{"$gt", "2026-11-22T02:13:43Z"}}}}) == "cd");
    CHECK(filtered(world, json{{"keys_info.keys.x", {{"$exists", true}}}}) == "abcd");
    CHECK(filtered(world, json{{"sweep", nullptr}}) == "abcd");
    CHECK(filtered(world, json{{"$or", {{{"$and", {{{"name", "a"}}}}}, {{"name", "c"}}}}}) == "ac");
    CHECK(list(world, json{{"filters", R"({"group":"even"})"}})["runCount"] == 2);
}

TEST_CASE("orders go by any field, in either direction") {
    World world;
    add_runs(world);
    CHECK(names(world, json{{"order", "-created_at"}}) == "dcba");
    CHECK(names(world, json{{"order", "+summary_metrics.loss"}}) == "dcba");
    CHECK(names(world, json{{"order", "-config.lr"}}) == "dcba");
    CHECK(names(world, json{{"order", "+group,-name"}}) == "dbca");
    CHECK(names(world, json{{"order", nullptr}}) == "abcd");
}

TEST_CASE("a page goes on after the last edge's cursor, also when runs are added") {
    World world;
    add_runs(world);
    const json first = list(world, json{{"order", "-created_at"}, {"perPage", 2}})["runs"];
    REQUIRE(first["edges"].size() == 2);
    CHECK(first["pageInfo"]["hasNextPage"] == true);
    CHECK(first["pageInfo"]["endCursor"] == first["edges"][1]["cursor"]);
    world.now.ms += 1000;
    world.start("e");
    const json cursor = first["edges"][1]["cursor"];
    CHECK(names(world, json{{"order", "-created_at"}, {"perPage", 2}, {"cursor", cursor}}) == "ba");
    CHECK(names(world, json{{"cursor", "99.99"}}) == "");
    CHECK(names(world, json{{"cursor", "rubbish"}}) == "abcde");
}

TEST_CASE("a filter that cannot be read is an error of the answer") {
    World world;
    add_runs(world);
    const Reply reply = world.graphql(
        runs_query, {{"project", "demo"}, {"entity", "alice"}, {"filters", "{\"$x\":1}"}},
        world.alice);
    CHECK(reply.status == 200);
    CHECK(reply.message().find("$x") != std::string::npos);
}

TEST_CASE("projects and runs of others are null, not errors") {
    World world;
    add_runs(world);
    const json variables{{"project", "demo"}, {"entity", "alice"}};
    const Reply reply = world.graphql(runs_query, variables, world.bob);
    CHECK(reply.status == 200);
    CHECK(reply.parsed()["data"]["project"].is_null());
    CHECK_FALSE(reply.parsed().contains("errors"));
    CHECK(world.data("{ project(name: \"none\") { id } }")["project"].is_null());
    CHECK(world.data("{ project(name: \"demo\") { run(name: \"none\") { id } } }")["project"]["run"]
              .is_null());
    CHECK(world
              .data("{ project(entityName: \"root\", name: \"demo\") { run(name: \"\", desc: "
                    "\"x\") { name summaryMetrics } } }")["project"]
              .is_null());
}

TEST_CASE("a run's state changes by request only along allowed ways") {
    World world;
    const json made = world.start();
    const std::string query = "mutation M($id: ID!, $state: String!) { updateRunState(input: {id: "
                              "$id, state: $state}) { success } }";
    const auto change = [&](const char* state, const std::string& key) {
        return world.graphql(query, {{"id", made["id"]}, {"state", state}}, key);
    };
    CHECK(change("pending", world.bob).status == 404);
    CHECK(change("finished", world.alice).message().find("invalid state transition") !=
          std::string::npos);
    CHECK(change("pending", world.alice).status == 200);
    CHECK(world.state("r1") == "pending");
    CHECK(change("failed", world.alice).status == 200);
    CHECK(world.state("r1") == "failed");
}

TEST_CASE("an alert is kept once within its waiting time") {
    World world;
    world.start();
    const std::string query =
        "mutation N($entityName: String!, $projectName: String!, $runName: String!, $title: "
        "String!, $text: String!, $severity: AlertSeverity = INFO, $waitDuration: Duration) { "
        "notifyScriptableRunAlert(input: {entityName:$entityName,projectName:$projectName,runName:"
        "$runName,title:$title,text:$text,severity:$severity,waitDuration:$waitDuration}) { "
        "success "
        "} }";
    const auto alert = [&](const char* title) {
        return world.data(query,
                          {{"entityName", "alice"},
                           {"projectName", "demo"},
                           {"runName", "r1"},
                           {"title", title},
                           {"text", "it fell"},
                           {"severity", "WARN"},
                           {"waitDuration", 120'000}})["notifyScriptableRunAlert"]["success"];
    };
    CHECK(alert("low acc") == true);
    CHECK(alert("low acc") == true);
    CHECK(alert("other") == true);
    const RunId run = world.find("r1")->id;
    CHECK(world.runs.notes(run)->size() == 2);
    world.now.ms += 120'000;
    CHECK(alert("low acc") == true);
    CHECK(world.runs.notes(run)->size() == 3);
}
