// SPDX-License-Identifier: Apache-2.0
#include "shared/metrics/column_frame.h"
#include "shared/metrics/curves.h"
#include "tests/daemon/api/world.h"

#include <algorithm>

#include <unistd.h>

using namespace ensemble;
using namespace ensemble::testing;
using nlohmann::json;

namespace {

void record(World& world, RunId run, std::vector<std::string> history,
            std::vector<std::string> console = {}, std::string summary = "") {
    auto text = std::make_shared<std::vector<std::string>>();
    for (auto& line : history)
        text->push_back(line);
    for (auto& line : console)
        text->push_back(line);
    text->push_back(summary);
    recording::Batch batch;
    batch.memory = text;
    recording::Lines lines;
    for (std::size_t i = 0; i < history.size(); ++i)
        lines.lines.push_back((*text)[i]);
    batch.history = lines;
    recording::Lines console_lines;
    for (std::size_t i = 0; i < console.size(); ++i)
        console_lines.lines.push_back((*text)[history.size() + i]);
    batch.console = console_lines;
    if (!summary.empty()) batch.summary = text->back();
    recording::parse_lines(batch);
    REQUIRE(static_cast<bool>(world.recorder->append(run, batch)));
    REQUIRE(static_cast<bool>(world.recorder->commit()));
}

}  // namespace

TEST_CASE("another user's project, run and file look like missing ones") {
    World world;
    const auto ana = world.add_user("ana");
    const auto bo = world.add_user("bo");
    world.add_run(ana, "p", "r1");
    const std::string own = world.sign_in(ana);
    const std::string other = world.sign_in(bo);
    for (const char* path :
         {"/api/projects/ana/p", "/api/projects/ana/p/runs", "/api/projects/ana/p/columns",
          "/api/projects/ana/p/metrics", "/api/runs/ana/p/r1", "/api/runs/ana/p/r1/console",
          "/api/runs/ana/p/r1/console.txt", "/api/runs/ana/p/r1/files", "/api/runs/ana/p/r1/media",
          "/api/runs/ana/p/r1/artifacts"}) {
        CAPTURE(path);
        CHECK(world.ask("GET", path, own).status == 200);
        const auto hidden = world.ask("GET", path, other);
        CHECK(hidden.status == 404);
        std::string missing_path(path);
        missing_path.replace(missing_path.find("/ana/"), 5, "/zoe/");
        const auto missing = world.ask("GET", missing_path, other);
        CHECK(missing.status == 404);
        CHECK(json_of(hidden) == json_of(missing));
        CHECK(world.ask("GET", path).status == 401);
    }
    for (const char* method : {"PATCH", "DELETE"})
        CHECK(world.ask(method, "/api/runs/ana/p/r1", other, "{}").status == 404);
    CHECK(world.ask("POST", "/api/runs/ana/p/r1/stop", other, "{}").status == 404);
    CHECK(world.removed.empty());
}

TEST_CASE("a run is shown with its facts, config and summary") {
    World world;
    const auto ana = world.add_user("ana");
    auto run = world.add_run(ana, "p", "r1");
    run.config = R"({"lr":{"value":0.1},"_wandb":{"value":{}}})";
    REQUIRE(static_cast<bool>(world.runs.update(run)));
    record(world, run.id, {R"({"_step":0,"loss":1.5,"_timestamp":1.7e9,"_runtime":2})"},
           {"2026-04-05T10:15:30.000000 hello"}, R"({"loss":NaN,"_step":0})");
    const auto view = json_of(world.ask("GET", "/api/runs/ana/p/r1", world.sign_in(ana)));
    CHECK(view["display_name"] == "r1 shown");
    CHECK(view["state"] == "running");
    CHECK(view["config"] == R"({"lr":0.1})");
    CHECK(view["client"].is_null());
    CHECK(view["summary"] == R"({"loss":NaN,"_step":0})");
    CHECK(view["counts"]["history_lines"] == 1);
    CHECK(view["counts"]["console_lines"] == 1);
    CHECK(view["may"]["delete"] == true);
    run.config = R"({"_wandb":{"value":{"cli_version":"0.31.0","python_version":"3.11.7"}}})";
    REQUIRE(static_cast<bool>(world.runs.update(run)));
    const auto again = json_of(world.ask("GET", "/api/runs/ana/p/r1", world.sign_in(ana)));
    CHECK(again["client"] == json{{"version", "0.31.0"}, {"python", "3.11.7"}});
}

TEST_CASE("a run is renamed, tagged, noted, stopped and deleted") {
    World world;
    const auto ana = world.add_user("ana");
    const auto run = world.add_run(ana, "p", "r1");
    const std::string cookie = world.sign_in(ana);
    const std::string path = "/api/runs/ana/p/r1";
    const auto changed = json_of(world.ask(
        "PATCH", path, cookie, R"({"display_name":"<b>x</b>","notes":"n","tags":["a","b","a"]})"));
    CHECK(changed["display_name"] == "<b>x</b>");
    CHECK(changed["tags"] == json({"a", "b"}));
    for (const char* wrong : {R"({"display_name":""})", R"({"tags":"a"})", R"({"tags":[1]})",
                              R"({"tags":[""]})", R"({"notes":5})"})
        CHECK(world.ask("PATCH", path, cookie, wrong).status == 400);
    const json long_name{{"display_name", std::string(257, 'x')}};
    CHECK(world.ask("PATCH", path, cookie, long_name.dump()).status == 413);
    CHECK(world.ask("POST", path + "/stop", cookie, "{}").status == 202);
    CHECK((*world.runs.find(run.id))->stop_requested);
    record(world, run.id, {R"({"_step":0,"loss":1})"});
    CHECK(world.recorder->counts(run.id)->rows == 1);
    CHECK(world.ask("DELETE", path, cookie).status == 204);
    CHECK(world.recorder->counts(run.id)->rows == 1);  // it may be restored
    CHECK(world.removed == std::vector<RunId>{run.id});
    CHECK(world.ask("DELETE", path, cookie).status == 404);
    CHECK(world.ask("GET", path, cookie).status == 404);
}

TEST_CASE("the run table tells what changed since a version") {
    World world;
    const auto ana = world.add_user("ana");
    world.add_run(ana, "p", "r1");
    const auto second = world.add_run(ana, "p", "r2");
    const std::string cookie = world.sign_in(ana);
    const auto full = world.ask("GET", "/api/projects/ana/p/runs?since=0", cookie);
    CHECK(http::find_header(full.headers, "X-Ensemble-Full") == "1");
    const std::string version(http::find_header(full.headers, "X-Ensemble-Version"));
    const std::string& bytes = std::get<std::string>(full.body);
    auto frame = metrics::FrameReader::open(bytes);
    REQUIRE(static_cast<bool>(frame));
    CHECK(frame->rows() == 2);
    const std::string since = "/api/projects/ana/p/runs?since=" + version;
    const auto nothing = world.ask("GET", since, cookie);
    CHECK(metrics::FrameReader::open(std::get<std::string>(nothing.body))->rows() == 0);
    CHECK(http::find_header(nothing.headers, "X-Ensemble-Full").empty());
    world.index.removed(second);
    const auto delta = world.ask("GET", since, cookie);
    auto changed = metrics::FrameReader::open(std::get<std::string>(delta.body));
    REQUIRE(changed->rows() == 1);
    CHECK(changed->find("deleted")->integer(0) == 1);
    const auto stale = world.ask("GET", "/api/projects/ana/p/runs?since=5", cookie);
    CHECK(http::find_header(stale.headers, "X-Ensemble-Full") == "1");
}

TEST_CASE("curves come exactly when they are short and in buckets when they are long") {
    World world;
    const auto ana = world.add_user("ana");
    const auto run = world.add_run(ana, "p", "r1");
    std::vector<std::string> lines;
    for (int step = 0; step < 1000; ++step) {
        const int value = step == 617 ? 1'000'000 : step % 7;
        lines.push_back("{\"_step\":" + std::to_string(step) +
                        ",\"loss\":" + std::to_string(value) + "}");
    }
    record(world, run.id, lines);
    const std::string cookie = world.sign_in(ana);
    const auto curve = [&](int points) {
        const json body = {{"project", run.project.value},
                           {"runs", {run.id.value, 999}},
                           {"keys", {"loss"}},
                           {"points", points}};
        return world.ask("POST", "/api/series", cookie, body.dump());
    };
    for (const int points : {2000, 50}) {
        const auto answer = curve(points);
        REQUIRE(answer.status == 200);
        const auto curves = metrics::read_curves(std::get<std::string>(answer.body));
        REQUIRE(curves);
        REQUIRE(curves->size() == 2);
        const metrics::Curve& loss = curves->front();
        CHECK(loss.run == run.id.value);
        CHECK(loss.key == 0);
        CHECK(loss.series.exact == (points == 2000));
        CHECK(loss.series.points == 1000);
        CHECK(loss.series.not_finite == 0);
        CHECK(loss.series.x_max == 999);
        const auto& highs = loss.series.exact ? loss.series.y : loss.series.max;
        CHECK(highs.size() == (points == 2000 ? 1000 : 50));
        const double highest = *std::max_element(highs.begin(), highs.end());
        CHECK(highest == 1'000'000);
    }
}

TEST_CASE("a broken question about curves is refused") {
    World world;
    const auto ana = world.add_user("ana");
    const auto bo = world.add_user("bo");
    const auto run = world.add_run(ana, "p", "r1");
    const std::string project = std::to_string(run.project.value);
    const std::string cookie = world.sign_in(ana);
    for (const std::string& wrong :
         {std::string("{}"), std::string(R"({"project":"p","runs":[],"keys":[]})"),
          R"({"project":)" + project + R"(,"runs":["a"],"keys":[]})",
          R"({"project":)" + project + R"(,"runs":[],"keys":[1]})",
          R"({"project":)" + project + R"(,"runs":[],"keys":[],"range":[2,1]})",
          R"({"project":)" + project + R"(,"runs":[],"keys":[],"range":[null,1]})",
          R"({"project":)" + project + R"(,"runs":[],"keys":[],"points":-1})"})
        CHECK(world.ask("POST", "/api/series", cookie, wrong).status == 400);
    json many = {{"project", run.project.value}, {"runs", json::array()}, {"keys", {"a"}}};
    for (int i = 0; i < 101; ++i)
        many["runs"].push_back(i);
    CHECK(world.ask("POST", "/api/series", cookie, many.dump()).status == 413);
    const std::string fine = R"({"project":)" + project + R"(,"runs":[],"keys":[]})";
    CHECK(world.ask("POST", "/api/series", cookie, fine).status == 200);
    CHECK(world.ask("POST", "/api/series", world.sign_in(bo), fine).status == 404);
}

TEST_CASE("the console is read in parts, from the end, searched and downloaded") {
    World world;
    const auto ana = world.add_user("ana");
    const auto run = world.add_run(ana, "p", "r1");
    std::vector<std::string> lines;
    for (int i = 0; i < 100; ++i)
        lines.push_back((i % 10 == 3 ? "ERROR " : "") +
                        std::string("2026-04-05T10:15:30.000000 line ") + std::to_string(i));
    record(world, run.id, {}, lines);
    const std::string cookie = world.sign_in(ana);
    const std::string path = "/api/runs/ana/p/r1/console";
    const auto some = json_of(world.ask("GET", path + "?first=10&max=5", cookie));
    CHECK(some["total"] == 100);
    REQUIRE(some["lines"].size() == 5);
    CHECK(some["lines"][3]["text"] == "line 13");
    CHECK(some["lines"][3]["error"] == true);
    const auto last = json_of(world.ask("GET", path + "?first=-2", cookie));
    CHECK(last["lines"][1]["number"] == 99);
    CHECK(json_of(world.ask("GET", path + "?search=LINE+1", cookie))["matches"].size() == 11);
    CHECK(json_of(world.ask("GET", path + "?search=line%20%5Cd%24&regex=1", cookie))["matches"]
              .size() == 10);
    CHECK(json_of(world.ask("GET", path + "?search=(a%2B)%2B%24&regex=1", cookie))["more"] ==
          false);
    CHECK(world.ask("GET", path + "?search=(&regex=1", cookie).status == 400);
    const auto rest = json_of(world.ask("GET", path + "?search=line&first=98", cookie));
    CHECK(rest["matches"] == json{98, 99});
    CHECK(rest["next"].is_null());
    CHECK(json_of(world.ask("GET", path + "?search=line&first=100", cookie))["matches"].empty());
    CHECK(json_of(world.ask("GET", path + "?search=line&first=-7", cookie))["matches"].size() ==
          100);
    const auto file = world.ask("GET", "/api/runs/ana/p/r1/console.txt", cookie);
    const auto& whole = std::get<http::FileBody>(file.body);
    std::string text(whole.bytes, '\0');
    REQUIRE(::pread(*whole.descriptor, text.data(), text.size(), 0) ==
            static_cast<ssize_t>(text.size()));
    CHECK(text.starts_with("line 0\nline 1\n"));
    CHECK(std::count(text.begin(), text.end(), '\n') == 100);
}

TEST_CASE("a long console is searched in parts") {
    World world;
    const auto ana = world.add_user("ana");
    const auto run = world.add_run(ana, "p", "r1");
    std::vector<std::string> lines(50'001, "2026-04-05T10:15:30.000000 dull");
    for (const std::size_t at : {0u, 49'999u, 50'000u})
        lines[at] = "2026-04-05T10:15:30.000000 10%\r\x1b[1mloss\x1b[0m 0.5";
    record(world, run.id, {}, lines);
    const std::string cookie = world.sign_in(ana);
    const std::string path = "/api/runs/ana/p/r1/console?search=loss%200";
    const auto begin = json_of(world.ask("GET", path, cookie));
    CHECK(begin["matches"] == json{0, 49'999});
    CHECK(begin["next"] == 50'000);
    const auto end = json_of(world.ask("GET", path + "&first=50000", cookie));
    CHECK(end["matches"] == json{50'000});
    CHECK(end["next"].is_null());
    const std::string all = "/api/runs/ana/p/r1/console?search=dull";
    const auto found = json_of(world.ask("GET", all, cookie));
    CHECK(found["matches"].size() == 10'000);
    CHECK(found["next"] == 10'001);
}

TEST_CASE("files are served so that nothing in them can act") {
    World world;
    const auto ana = world.add_user("ana");
    const auto run = world.add_run(ana, "p", "r1");
    auto writer = std::move(*world.blobs->start());
    REQUIRE(static_cast<bool>(writer->write("<script>alert(1)</script>")));
    const auto blob = *writer->finish();
    storage::RunFile file;
    file.run = run.id;
    file.name = "media/html/a b.html";
    file.digest = blob.digest;
    file.md5 = blob.md5;
    file.bytes = blob.bytes;
    file.media_type = "text/html";
    file.updated_at = world.now;
    REQUIRE(static_cast<bool>(world.files.put(file)));
    const std::string cookie = world.sign_in(ana);
    const auto listed = json_of(world.ask("GET", "/api/runs/ana/p/r1/files", cookie));
    CHECK(listed["files"][0]["name"] == file.name);
    const auto answer =
        world.ask("GET", "/api/runs/ana/p/r1/files/media/html/a%20b.html?download=1", cookie);
    REQUIRE(answer.status == 200);
    CHECK(http::find_header(answer.headers, "Content-Type") == "text/plain; charset=utf-8");
    CHECK(http::find_header(answer.headers, "Content-Security-Policy").starts_with("sandbox;"));
    const auto page =
        world.ask("GET", "/api/runs/ana/p/r1/files/media/html/a%20b.html?page=1", cookie);
    CHECK(http::find_header(page.headers, "Content-Type") == "text/html; charset=utf-8");
    const std::string policy(http::find_header(page.headers, "Content-Security-Policy"));
    CHECK(policy.starts_with("sandbox; default-src 'none';"));
    CHECK(policy.find("allow-") == std::string::npos);
    CHECK(policy.ends_with("frame-ancestors 'self'"));
    CHECK(http::find_header(answer.headers, "Content-Disposition") ==
          "attachment; filename*=UTF-8''a%20b.html");
    CHECK(std::get<http::FileBody>(answer.body).bytes == blob.bytes);
    CHECK(world.ask("GET", "/api/runs/ana/p/r1/files/other", cookie).status == 404);
}

TEST_CASE("metrics say what can be drawn and over what") {
    World world;
    const auto ana = world.add_user("ana");
    auto run = world.add_run(ana, "p", "r1");
    run.config = R"({"_wandb":{"value":{"m":[{"1":"epoch","6":[2,3]},{"2":"val/*","5":1}]}}})";
    REQUIRE(static_cast<bool>(world.runs.update(run)));
    record(
        world, run.id,
        {R"({"_step":0,"loss":1,"epoch":0,"val/acc":0.5,"img":{"_type":"image-file","path":"x"}})"});
    const auto metrics =
        json_of(world.ask("GET", "/api/projects/ana/p/metrics", world.sign_in(ana)))["metrics"];
    json by_name;
    for (const json& metric : metrics)
        by_name[metric["name"].get<std::string>()] = metric;
    CHECK(by_name["loss"]["x"] == "_step");
    CHECK(by_name["val/acc"]["x"] == "epoch");
    CHECK(by_name["img"]["kind"] == "image-file");
    CHECK_FALSE(by_name.contains("_step"));
    CHECK_FALSE(by_name.contains("epoch"));  // define_metric(hidden=True)
}

TEST_CASE("a run says which account sent it, and whom its script named in vain") {
    World world;
    const auto ana = world.add_user("ana");
    const auto bot = world.add_user("bot");
    runs::Run sent = world.add_run(ana, "p", "plain");
    sent.name = "sent";
    sent.sent_by = bot.id;
    REQUIRE(world.runs.add(sent));
    const auto vain = world.add_run(ana, "p", "vain");
    REQUIRE(world.runs.add_note(
        {vain.id, world.now, "attribution", R"({"username":"zoe","email":""})"}));
    const auto told = [&](const std::string& name) {
        const auto answer = world.ask("GET", "/api/runs/ana/p/" + name, world.sign_in(ana));
        const json run = json::parse(std::get<std::string>(answer.body));
        return run["sent_by"].dump() + " " + run["named_in_vain"].dump();
    };
    CHECK(told("plain") == "\"\" null");
    CHECK(told("sent") == "\"bot\" null");
    CHECK(told("vain") == R"("" {"email":"","username":"zoe"})");
}
