// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/router.h"

#include <doctest/doctest.h>

#include <utility>

using namespace ensemble;

namespace {

http::Router router() {
    http::Router out;
    const std::pair<const char*, const char*> routes[] = {
        {"GET", "/"},
        {"POST", "/graphql"},
        {"POST", "/files/{team}/{project}/{run}/file_stream"},
        {"GET", "/files/{team}/{project}/{run}/{name...}"},
        {"PUT", "/files/{team}/{project}/{run}/{name...}"},
        {"GET", "/files/{team}/latest"},
        {"GET", "/files/special/{project}"},
        {"GET", "/assets/{name...}"},
        {"DELETE", "/api/keys/{id}"},
        {"HEAD", "/probe"},
        {"GET", "/probe"},
    };
    for (const auto& [method, pattern] : routes) {
        http::Route route;
        route.method = method;
        route.pattern = pattern;
        out.add(std::move(route));
    }
    return out;
}

std::string pattern(const http::Router& router, std::string_view method, std::string_view path) {
    const http::Router::Match match = router.find(method, path);
    return match.route == nullptr ? "" : match.route->pattern;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("a path leads to the route with its pattern and method") {
    const http::Router routes = router();
    CHECK(pattern(routes, "GET", "/") == "/");
    CHECK(pattern(routes, "POST", "/graphql") == "/graphql");
    CHECK(pattern(routes, "POST", "/graphql/") == "");
    CHECK(pattern(routes, "POST", "/graphq") == "");
    CHECK(pattern(routes, "POST", "//graphql") == "");
    CHECK(pattern(routes, "GET", "") == "");
    CHECK(pattern(routes, "GET", "graphql") == "");
    CHECK(pattern(routes, "GET", "*") == "");
}

TEST_CASE("parameters are unescaped after the path was split") {
    const http::Router routes = router();
    const auto match = routes.find("POST", "/files/a%20b/c%2Fd/%E2%82%AC/file_stream");
    REQUIRE(match.route != nullptr);
    CHECK(match.params == Strings{"a b", "c/d", "\xe2\x82\xac"});
    const auto rest = routes.find("GET", "/files/t/p/r/media/images/a%20b.png");
    REQUIRE(rest.route != nullptr);
    CHECK(rest.params == Strings{"t", "p", "r", "media/images/a b.png"});
    CHECK(routes.find("DELETE", "/api/keys/").route == nullptr);
    CHECK(routes.find("GET", "/assets/").params == Strings{""});
    CHECK(routes.find("GET", "/assets").route == nullptr);
    CHECK(pattern(routes, "POST", "/gr%61phql") == "/graphql");
}

TEST_CASE("plain text goes before a parameter and the method decides between patterns") {
    const http::Router routes = router();
    CHECK(pattern(routes, "GET", "/files/special/latest") == "/files/special/{project}");
    CHECK(pattern(routes, "GET", "/files/other/latest") == "/files/{team}/latest");
    CHECK(pattern(routes, "GET", "/files/special/p/r/x") ==
          "/files/{team}/{project}/{run}/{name...}");
    CHECK(pattern(routes, "GET", "/files/t/p/r/file_stream") ==
          "/files/{team}/{project}/{run}/{name...}");
    CHECK(routes.find("GET", "/files/t/p/r/file_stream").params ==
          Strings{"t", "p", "r", "file_stream"});
}

TEST_CASE("another method is told from nothing there") {
    const http::Router routes = router();
    CHECK(routes.find("GET", "/graphql").other_method);
    CHECK(routes.find("get", "/").other_method);
    CHECK_FALSE(routes.find("POST", "/graphql").other_method);
    CHECK_FALSE(routes.find("GET", "/nowhere").other_method);
    CHECK_FALSE(routes.find("GET", "/files/t/p").other_method);
    CHECK_FALSE(routes.find("GET", "/files/t/p/r/file_stream").other_method);
}

TEST_CASE("GET answers HEAD unless HEAD has a route of its own") {
    const http::Router routes = router();
    CHECK(routes.find("HEAD", "/").route->method == "GET");
    CHECK(routes.find("HEAD", "/probe").route->method == "HEAD");
    CHECK(routes.find("HEAD", "/graphql").other_method);
}

TEST_CASE("a path that is no text is a bad escape") {
    const http::Router routes = router();
    for (const char* path : {"/%", "/%4", "/%zz", "/assets/%00", "/assets/%FF", "/nowhere/%C3",
                             "/assets/\xff", "/%C3/%A9"}) {
        CAPTURE(path);
        const auto match = routes.find("GET", path);
        CHECK(match.bad_escape);
        CHECK(match.route == nullptr);
    }
    CHECK_FALSE(routes.find("GET", "/assets/%C3%A9").bad_escape);
}

TEST_CASE("the methods of a path are those of every pattern that fits") {
    const http::Router routes = router();
    CHECK(routes.methods("/files/t/p/r/file_stream") == Strings{"GET", "HEAD", "POST", "PUT"});
    CHECK(routes.methods("/graphql") == Strings{"POST"});
    CHECK(routes.methods("/nowhere").empty());
    CHECK(routes.methods("/%zz").empty());
}

TEST_CASE("a path of very many segments is searched without trouble") {
    std::string path;
    for (int i = 0; i < 30'000; ++i)
        path += "/a";
    CHECK(router().find("GET", path).route == nullptr);
    CHECK(router().find("GET", "/assets" + path).params == Strings{path.substr(1)});
}
