// SPDX-License-Identifier: Apache-2.0
#include "shared/base/limits.h"
#include "tests/daemon/wandb/world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

const std::string create_query =
    "mutation CreateRunFiles ($entity: String!, $project: String!, $run: String!, $files: "
    "[String!]!) { createRunFiles(input: {entityName:$entity,projectName:$project,runName:$run,"
    "files:$files}) { runID uploadHeaders files { name uploadUrl } } }";

json create(World& world, const json& files) {
    return world.data(create_query, {{"entity", "alice"},
                                     {"project", "demo"},
                                     {"run", "r1"},
                                     {"files", files}})["createRunFiles"];
}

std::string upload_path(World& world, const std::string& name) {
    return World::path_of(create(world, {name})["files"][0]["uploadUrl"].get<std::string>());
}

void upload(World& world, const std::string& name, const std::string& bytes) {
    REQUIRE(world.send("PUT", upload_path(world, name), "", bytes).status == 200);
}

const std::string files_query =
    "query RunFiles($project: String!, $entity: String!, $name: String!, $fileCursor: String, "
    "$fileLimit: Int = 50, $fileNames: [String] = [], $upload: Boolean = false, $pattern: String) "
    "{ "
    "project(name: $project, entityName: $entity) { internalId run(name: $name) { fileCount "
    "...RunFilesFragment } } } fragment RunFilesFragment on Run { files(names: $fileNames, after: "
    "$fileCursor, first: $fileLimit, pattern: $pattern) { edges { node { id name url(upload: "
    "$upload) directUrl sizeBytes mimetype updatedAt md5 } cursor } pageInfo { endCursor "
    "hasNextPage "
    "} } }";

json list(World& world, const json& change) {
    json variables{{"project", "demo"}, {"entity", "alice"}, {"name", "r1"}};
    variables.update(change);
    return world.data(files_query, variables)["project"]["run"];
}

constexpr int forbidden = -static_cast<int>(ErrorCode::forbidden);

}  // namespace

TEST_CASE("an upload address carries its own permission and the file is there at once") {
    World world;
    world.start();
    const json created = create(world, {"media/a b.png", "./x.txt"});
    REQUIRE(created["files"].size() == 2);
    CHECK(created["uploadHeaders"] == json::array());
    CHECK(created["files"][1]["name"] == "./x.txt");
    const std::string path = World::path_of(created["files"][0]["uploadUrl"].get<std::string>());
    const Reply put = world.send("PUT", path, "", "pixels");
    CHECK(put.status == 200);
    CHECK(http::find_header(put.headers, "ETag") == "\"d399848208da8b80a306af0fd62bb03f\"");

    const json node = list(world, json::object())["files"]["edges"][0]["node"];
    CHECK(node["name"] == "media/a b.png");
    CHECK(node["sizeBytes"] == 6);
    CHECK(node["mimetype"] == "image/png");
    CHECK(node["updatedAt"].is_string());
    const Reply got = world.send("GET", World::path_of(node["directUrl"].get<std::string>()), "");
    CHECK(got.status == 200);
    CHECK(got.body == "pixels");
    CHECK(http::find_header(got.headers, "Content-Security-Policy").starts_with("sandbox"));
    CHECK(http::find_header(got.headers, "X-Content-Type-Options") == "nosniff");
}

TEST_CASE("an empty batch is answered with an empty list") {
    World world;
    world.start();
    CHECK(create(world, json::array())["files"] == json::array());
}

TEST_CASE("a name that cannot be gets no address, the others of its batch do") {
    World world;
    world.start();
    const json files = create(world, {"../x", "ok.txt", "/etc/passwd"})["files"];
    REQUIRE(files.size() == 3);
    CHECK(files[0]["uploadUrl"].is_null());
    CHECK(files[1]["uploadUrl"].is_string());
    CHECK(files[2]["uploadUrl"].is_null());
}

TEST_CASE("a file uploaded again replaces the old one") {
    World world;
    world.start();
    upload(world, "config.yaml", "a: 1");
    upload(world, "config.yaml", "a: 22");
    upload(world, "empty", "");
    const json run = list(world, json::object());
    CHECK(run["fileCount"] == 2);
    CHECK(run["files"]["edges"][0]["node"]["sizeBytes"] == 5);
    CHECK(run["files"]["edges"][1]["node"]["sizeBytes"] == 0);
}

TEST_CASE("an address that was altered, is too old or meant for another method is refused") {
    World world;
    world.start();
    const std::string path = upload_path(world, "a.txt");
    CHECK(world.send("PUT", path + "x", "", "bytes").status == forbidden);
    CHECK(world.send("PUT", "/storage/x/" + path.substr(9), "", "bytes").status == forbidden);
    CHECK(world.send("PUT", "/storage/", "", "bytes").status == forbidden);
    CHECK(world.send("PUT", "/storage/a/b/c/d", "", "bytes").status == forbidden);
    CHECK(world.send("GET", path, "").status == 403);
    std::string other = path;
    other.replace(other.find("/run/") + 5, 1, "9");
    CHECK(world.send("PUT", other, "", "bytes").status == forbidden);
    world.now.ms += 24 * 60 * 60 * 1000 + 2000;
    CHECK(world.send("PUT", path, "", "bytes").status == forbidden);
    CHECK_FALSE(*world.files.find(world.find("r1")->id, "a.txt"));
}

TEST_CASE("a file of a deleted run is not given") {
    World world;
    const json made = world.start();
    upload(world, "a.txt", "a");
    const std::string get = World::path_of(
        list(world, json::object())["files"]["edges"][0]["node"]["url"].get<std::string>());
    world.data("mutation { deleteRun(input: {id: \"" + made["id"].get<std::string>() +
               "\"}) { clientMutationId } }");
    CHECK(world.send("GET", get, "").status == 404);
}

TEST_CASE("files are found by name, by pattern and page by page") {
    World world;
    world.start();
    for (const char* name : {"a.txt", "b.txt", "media/c.png", "d.txt"})
        upload(world, name, name);
    const json page = list(world, {{"fileLimit", 2}})["files"];
    CHECK(page["pageInfo"]["hasNextPage"] == true);
    const json rest = list(world, {{"fileCursor", page["edges"][1]["cursor"]}})["files"];
    CHECK(rest["edges"].size() == 2);
    CHECK(rest["pageInfo"]["hasNextPage"] == false);
    CHECK(list(world, {{"pattern", "media/%"}})["files"]["edges"].size() == 1);
    const json named = list(world, {{"fileNames", {"./d.txt", "none.txt"}}})["files"]["edges"];
    REQUIRE(named.size() == 2);
    CHECK(named[0]["node"]["sizeBytes"] == 5);
    CHECK(named[1]["node"]["sizeBytes"] == 0);
    CHECK(named[1]["node"]["updatedAt"].is_null());
}

TEST_CASE("a name without bytes can be uploaded to through its placeholder") {
    World world;
    world.start();
    const json node =
        list(world, {{"fileNames", {"new.txt"}}, {"upload", true}})["files"]["edges"][0]["node"];
    CHECK(world.send("PUT", World::path_of(node["url"].get<std::string>()), "", "x").status == 200);
    CHECK(*world.files.find(world.find("r1")->id, "new.txt"));
    const json missing = list(world, {{"fileNames", {"none"}}})["files"]["edges"][0]["node"];
    CHECK(world.send("GET", World::path_of(missing["directUrl"].get<std::string>()), "").status ==
          404);
}

TEST_CASE("deleting takes only own files, all or none") {
    World world;
    world.start();
    upload(world, "a.txt", "a");
    upload(world, "b.txt", "b");
    const json edges = list(world, json::object())["files"]["edges"];
    const std::string query = "mutation D($files: [ID!]!, $projectId: Int) { deleteFiles(input: "
                              "{files: $files, projectId: $projectId}) { success } }";
    const json a = edges[0]["node"]["id"];
    const json b = edges[1]["node"]["id"];
    CHECK(world.graphql(query, {{"files", {a}}}, world.bob).status == 404);
    CHECK(world.graphql(query, {{"files", {a, "RmlsZTo5OTk="}}}, world.alice).status == 404);
    CHECK(list(world, json::object())["fileCount"] == 2);
    CHECK(world.data(query, {{"files", {a, b}}, {"projectId", 1}})["deleteFiles"]["success"] ==
          true);
    CHECK(list(world, json::object())["fileCount"] == 0);
}

TEST_CASE("nobody makes addresses for somebody else's run") {
    World world;
    world.start();
    const json variables{
        {"entity", "alice"}, {"project", "demo"}, {"run", "r1"}, {"files", {"a.txt"}}};
    CHECK(world.graphql(create_query, variables, world.bob).status == 404);
}

TEST_CASE("a file address tells browsers that any page may read it") {
    World world;
    world.start();
    upload(world, "a.txt", "a");
    const std::string path = World::path_of(
        list(world, json::object())["files"]["edges"][0]["node"]["url"].get<std::string>());
    const Reply reply =
        world.send("OPTIONS", path, "", "",
                   {{"Origin", "http://here:8080"}, {"Access-Control-Request-Method", "GET"}});
    CHECK(reply.status == 204);
    CHECK(http::find_header(reply.headers, "Access-Control-Allow-Origin") == "http://here:8080");
    CHECK(http::find_header(reply.headers, "Access-Control-Allow-Methods").find("GET") !=
          std::string_view::npos);
    CHECK(http::find_header(world.send("GET", path, "").headers, "Access-Control-Allow-Origin") ==
          "*");
}

TEST_CASE("addresses begin with the public one when there is one") {
    World world;
    world.start();
    wandb::Options options;
    options.now = [&world] { return world.now; };
    options.steady_ms = [] { return std::int64_t{0}; };
    options.public_url = "https://runs.example.org/";
    wandb::Door door(wandb::Rooms{world.users, world.keys, world.projects, world.runs, world.files,
                                  world.artifacts, *world.recorder, *world.blobs, *world.accounts,
                                  *world.authority},
                     std::move(options));
    world.router = World::routes(door);
    const std::string address = create(world, {"a.txt"})["files"][0]["uploadUrl"];
    CHECK(address.starts_with("https://runs.example.org/storage/"));
    world.router = http::Router();
}
