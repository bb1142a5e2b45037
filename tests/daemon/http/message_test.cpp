// SPDX-License-Identifier: Apache-2.0
#include "daemon/http/message.h"

#include <doctest/doctest.h>

using namespace ensemble;

TEST_CASE("a header is found without regard to case, and the first one counts") {
    const http::Headers headers = {{"X-One", "1"}, {"x-one", "2"}, {"Empty", ""}};
    CHECK(http::find_header(headers, "X-ONE") == "1");
    CHECK(http::find_header(headers, "empty").empty());
    CHECK(http::find_header(headers, "X-On").empty());
    CHECK(http::find_header(headers, "X-One2").empty());
}

TEST_CASE("a query parameter is unescaped and absent ones are told from empty ones") {
    http::Request request;
    request.query = "a=1&b=x%20y+z&c&d=&a=2&bad=%zz&e%3Df=3&&=4&nul%C3=1&utf=%C3";
    CHECK(request.parameter("a") == "1");
    CHECK(request.parameter("b") == "x y z");
    CHECK(request.parameter("c") == "");
    CHECK(request.parameter("d") == "");
    CHECK(request.parameter("e=f") == "3");
    CHECK(request.parameter("bad") == std::nullopt);
    CHECK(request.parameter("utf") == std::nullopt);
    CHECK(request.parameter("absent") == std::nullopt);
    CHECK(request.parameter("") == "");
    request.query.clear();
    CHECK(request.parameter("") == std::nullopt);
}

TEST_CASE("a cookie is found among others") {
    http::Request request;
    request.headers = {{"Cookie", "a=1; session=abc=def ;b=2"}, {"cookie", "c=3"}};
    CHECK(request.cookie("a") == "1");
    CHECK(request.cookie("session") == "abc=def");
    CHECK(request.cookie("b") == "2");
    CHECK(request.cookie("c") == "3");
    CHECK(request.cookie("sessio").empty());
}

TEST_CASE("the origin is the address that the client used") {
    http::Request request;
    CHECK(request.origin().empty());
    request.headers = {{"Host", "lab.example:8080"}};
    CHECK(request.origin() == "http://lab.example:8080");
    request.secure = true;
    CHECK(request.origin() == "https://lab.example:8080");
}

TEST_CASE("text and json answers carry their type") {
    const http::Response plain = http::text(202, "hello");
    CHECK(plain.status == 202);
    CHECK(http::find_header(plain.headers, "content-type") == "text/plain; charset=utf-8");
    CHECK(std::get<std::string>(plain.body) == "hello");
    CHECK(http::find_header(http::json(200, "{}").headers, "Content-Type") == "application/json");
}
