// SPDX-License-Identifier: Apache-2.0
#include "daemon/page/page.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "daemon/page/assets.h"

using namespace ensemble;

namespace {

// Small files stand for the built page; the real ones are put in by the build.
constexpr char index_bytes[] = "<!doctype html><title>page</title>";
constexpr char script_bytes[] = "console.log('a long enough script')";
constexpr char packed_bytes[] = "packed";
constexpr char worker_bytes[] = "self.ensembleShell = {}";
constexpr char manifest_bytes[] = "{\"name\": \"Ensemble\"}";
const page::EmbeddedFile files[] = {
    {"index.html", index_bytes, index_bytes + sizeof index_bytes - 1, nullptr, nullptr},
    {"assets/app.js", script_bytes, script_bytes + sizeof script_bytes - 1, packed_bytes,
     packed_bytes + sizeof packed_bytes - 1},
    {"sw.js", worker_bytes, worker_bytes + sizeof worker_bytes - 1, nullptr, nullptr},
    {"manifest.webmanifest", manifest_bytes, manifest_bytes + sizeof manifest_bytes - 1, nullptr,
     nullptr},
};

http::Response get(std::string path, http::Headers headers = {}) {
    static const http::Router router = [] {
        http::Router made;
        page::add_routes(made);
        return made;
    }();
    const auto match = router.find("GET", path);
    REQUIRE(match.route != nullptr);
    http::Request request;
    request.method = "GET";
    request.path = path;
    request.params = match.params;
    request.headers = std::move(headers);
    std::optional<http::Response> answer;
    match.route->handler(std::move(request),
                         [&](http::Response&& response) { answer = std::move(response); });
    REQUIRE(answer.has_value());
    return std::move(*answer);
}

std::string body(const http::Response& response) {
    if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body))
        return **shared;
    return std::get<std::string>(response.body);
}

}  // namespace

std::span<const page::EmbeddedFile> page::embedded_files() {
    return files;
}

TEST_CASE("every address of a view gets the page, with a strict policy") {
    for (const char* path : {"/", "/ana/project", "/ana/project/runs/r1.x/logs", "/signin"}) {
        const http::Response response = get(path);
        CHECK(response.status == 200);
        CHECK(body(response) == index_bytes);
        const std::string policy(http::find_header(response.headers, "Content-Security-Policy"));
        CHECK(policy.find("default-src 'self'") != std::string::npos);
        CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
        CHECK(policy.find("unsafe-inline") == std::string::npos);
        CHECK(http::find_header(response.headers, "Cache-Control") == "no-cache");
    }
}

TEST_CASE("built files are served once and for all, compressed for those who can read it") {
    const http::Response plain = get("/assets/app.js");
    CHECK(body(plain) == script_bytes);
    CHECK(http::find_header(plain.headers, "Content-Type") == "text/javascript; charset=utf-8");
    CHECK(http::find_header(plain.headers, "Cache-Control").find("immutable") !=
          std::string_view::npos);
    const http::Response packed = get("/assets/app.js", {{"Accept-Encoding", "gzip, br"}});
    CHECK(body(packed) == packed_bytes);
    CHECK(http::find_header(packed.headers, "Content-Encoding") == "br");
}

TEST_CASE("the service worker is asked for anew each time and rules the whole site") {
    const http::Response worker = get("/sw.js");
    CHECK(body(worker) == worker_bytes);
    CHECK(http::find_header(worker.headers, "Content-Type") == "text/javascript; charset=utf-8");
    CHECK(http::find_header(worker.headers, "Cache-Control") == "no-cache");
    // It lies at the top, so its scope is the site without a header that widens it.
    CHECK(http::find_header(worker.headers, "Service-Worker-Allowed").empty());
}

TEST_CASE("the manifest of the installed page has its own media type") {
    const http::Response manifest = get("/manifest.webmanifest");
    CHECK(body(manifest) == manifest_bytes);
    CHECK(http::find_header(manifest.headers, "Content-Type") == "application/manifest+json");
    CHECK(http::find_header(manifest.headers, "Cache-Control") == "no-cache");
}

TEST_CASE("a file that is not there is missing, and no page in disguise") {
    for (const char* path : {"/assets/old.js", "/core.wasm", "/api/nothing", "/x.map"})
        CHECK(get(path).status == 404);
}

TEST_CASE("a browser that has the file is told so") {
    const http::Response first = get("/");
    const std::string tag(http::find_header(first.headers, "ETag"));
    CHECK(get("/", {{"If-None-Match", tag}}).status == 304);
    CHECK(get("/", {{"If-None-Match", "\"other\""}}).status == 200);
}
