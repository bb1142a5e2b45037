// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/image_address.h"

#include <doctest/doctest.h>

#include <string>

#include "shared/base/limits.h"

using namespace ensemble;
using namespace ensemble::outbound;

namespace {

bool allowed(std::string_view list, const std::string& url) {
    auto hosts = AllowedImages::parse(list);
    REQUIRE(hosts);
    auto address = parse_image_address(url);
    REQUIRE(address);
    return hosts->allow(*address);
}

}  // namespace

TEST_CASE("an address has one way of writing it") {
    const auto address = parse_image_address("HTTPS://IMG.Shields.io:443/a/../b?c=d#e");
    REQUIRE(address);
    CHECK(address->host == "img.shields.io");
    CHECK(address->port == 443);
    CHECK(address->path == "/b");
    CHECK(address->url == parse_image_address("https://img.shields.io:443/b?c=d")->url);
}

TEST_CASE("what is no https address is refused") {
    for (const std::string url :
         {"", "img.shields.io/x", "http://img.shields.io/", "ftp://img.shields.io/",
          "file:///etc/passwd", "javascript:alert(1)", "data:image/png;base64,AA", "https://",
          "https://user@img.shields.io/", "https://user:word@img.shields.io/",
          "https://img.shields.io./", "https://img.shields.io:0/", "https://img.shields.io:99999/",
          "https://img.shields.io/a b", "https://img.shields.io/\r\nX: y",
          "https://img.shields.io/\xc3\xa9"}) {
        CAPTURE(url);
        const auto address = parse_image_address(url);
        REQUIRE_FALSE(address);
        CHECK(address.error().code == ErrorCode::bad_request);
    }
}

TEST_CASE("an address is as long as its limit and no longer") {
    std::string url = "https://img.shields.io/";
    url.resize(limits::badge_url_bytes_max, 'a');
    CHECK(parse_image_address(url));
    CHECK_FALSE(parse_image_address(url + "a"));
}

TEST_CASE("a host is allowed with all its paths, on its port") {
    CHECK(allowed("img.shields.io", "https://img.shields.io/any/thing.svg?x"));
    CHECK(allowed("IMG.shields.io", "https://img.SHIELDS.io/"));
    CHECK_FALSE(allowed("img.shields.io", "https://shields.io/"));
    CHECK_FALSE(allowed("img.shields.io", "https://img.shields.io.example.org/"));
    CHECK_FALSE(allowed("img.shields.io", "https://ximg.shields.io/"));
    CHECK_FALSE(allowed("img.shields.io", "https://img.shields.io:8443/"));
    CHECK(allowed("img.shields.io:8443", "https://img.shields.io:8443/"));
    CHECK_FALSE(allowed("img.shields.io:8443", "https://img.shields.io/"));
}

TEST_CASE("a star stands for hosts below and for pieces of a path") {
    CHECK(allowed("*.example.org", "https://a.b.example.org/"));
    CHECK_FALSE(allowed("*.example.org", "https://example.org/"));
    CHECK_FALSE(allowed("*.example.org", "https://badexample.org/"));
    const std::string github = "github.com/*/badge.svg";
    CHECK(allowed(github, "https://github.com/o/r/actions/workflows/ci.yml/badge.svg?branch=main"));
    CHECK_FALSE(allowed(github, "https://github.com/o/r/raw/main/badge.svg.html"));
    CHECK_FALSE(allowed(github, "https://github.com/o/r/x?/badge.svg"));
    CHECK_FALSE(allowed(github, "https://github.com/badge.svg"));
    CHECK(allowed("a.org/*x*y*", "https://a.org/xxyxxy"));
    CHECK_FALSE(allowed("a.org/*x*y", "https://a.org/yyyxxx"));
    CHECK_FALSE(allowed("a.org/good/*", "https://a.org/good/../bad"));
    for (const char* hidden : {"%2e%2e/bad", "%2E./bad", "..%2fbad", "..%5cbad", "%", "%zz"})
        CHECK_FALSE(parse_image_address(std::string("https://a.org/good/") + hidden));
}

TEST_CASE("the common badges are allowed when nobody says anything") {
    for (const char* url :
         {"https://img.shields.io/badge/a-b-blue", "https://badge.fury.io/py/wandb.svg",
          "https://github.com/o/r/actions/workflows/ci.yml/badge.svg",
          "https://codecov.io/gh/o/r/branch/main/graph/badge.svg",
          "https://readthedocs.org/projects/p/badge/?version=latest",
          "https://zenodo.org/badge/DOI/10.5281/zenodo.1.svg"}) {
        CAPTURE(url);
        CHECK(allowed(default_image_hosts(), url));
    }
    CHECK_FALSE(allowed(default_image_hosts(), "https://github.com/o/r"));
}

TEST_CASE("lists that cannot be understood name the entry") {
    for (const char* list : {"a.org, https://b.org", "a.org:0", "a.org:x", "a.*.org", "*", "*.",
                             "/path", "me@a.org", ":443"}) {
        CAPTURE(list);
        const auto hosts = AllowedImages::parse(list);
        REQUIRE_FALSE(hosts);
        CHECK(hosts.error().code == ErrorCode::bad_request);
    }
    CHECK(AllowedImages::parse("a.org, https://b.org").error().detail.find("https://b.org") !=
          std::string::npos);
    CHECK(AllowedImages::parse("none")->empty());
    CHECK(AllowedImages::parse(" ,\n")->empty());
}

TEST_CASE("a list has as many hosts as its limit and no more") {
    std::string list;
    for (std::size_t i = 0; i < limits::badge_hosts_max; ++i)
        list += "a.org,";
    CHECK(AllowedImages::parse(list));
    CHECK(AllowedImages::parse(list + "b.org").error().code == ErrorCode::too_large);
}
