// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/body.h"

#include <doctest/doctest.h>

#include "packed.h"

using namespace ensemble;
using net::Body;
using net::BodyBudget;

namespace {

struct Sink final : http::BodySink {
    Result<void> write(std::string_view bytes) override {
        if (bytes == "throw") throw 1;
        if (bytes == "full") return fail(ErrorCode::disk_full, "The disk is full.");
        got += bytes;
        return {};
    }
    Result<void> finish() override {
        if (got == "conflict") return fail(ErrorCode::conflict, "It is there already.");
        finished = true;
        return {};
    }
    std::string got;
    bool finished = false;
};

http::Route memory_route(std::uint64_t bytes_max) {
    http::Route route;
    route.body_bytes_max = bytes_max;
    return route;
}

http::Route sink_route(std::uint64_t bytes_max, std::shared_ptr<Sink> sink) {
    http::Route route = memory_route(bytes_max);
    route.sink = [sink](const http::Request&) -> Result<std::shared_ptr<http::BodySink>> {
        return std::shared_ptr<http::BodySink>(sink);
    };
    return route;
}

int status(const Body::Refusal& refusal) {
    return refusal ? refusal->status : 0;
}

}  // namespace

TEST_CASE("a body in memory is bounded exactly") {
    BodyBudget budget(1 << 20);
    const http::Route route = memory_route(10);
    for (const std::size_t bytes : {std::size_t{10}, std::size_t{11}}) {
        http::Request request;
        Body declared(request, 200, budget);
        CHECK(status(declared.open(route, bytes)) == (bytes > 10 ? 413 : 0));
        http::Request chunked;
        Body grown(chunked, 200, budget);
        CHECK(status(grown.open(route, std::nullopt)) == 0);
        CHECK(status(grown.take("12345")) == 0);
        CHECK(status(grown.take(std::string(bytes - 5, 'x'))) == (bytes > 10 ? 413 : 0));
        if (bytes > 10) continue;
        CHECK(status(grown.finish()) == 0);
        CHECK(chunked.body == "12345xxxxx");
        CHECK(chunked.body_bytes == 10);
    }
}

TEST_CASE("gzip is unpacked, no encoding is taken as it is, others are refused") {
    BodyBudget budget(1 << 20);
    const http::Route route = memory_route(1000);
    const auto read = [&](const char* encoding, const std::string& bytes) {
        http::Request request;
        request.headers = {{"Content-Encoding", encoding}};
        Body body(request, 200, budget);
        if (const auto refused = body.open(route, bytes.size()))
            return std::to_string(refused->status);
        if (const auto refused = body.take(bytes)) return std::to_string(refused->status);
        if (const auto refused = body.finish()) return std::to_string(refused->status);
        return request.body;
    };
    CHECK(read("gzip", tests::gzip("hello")) == "hello");
    CHECK(read("X-GZip", tests::gzip("hello")) == "hello");
    CHECK(read("identity", "hello") == "hello");
    CHECK(read("br", "hello") == "415");
    CHECK(read("gzip, gzip", "hello") == "415");
    CHECK(read("gzip", "hello") == "400");
    CHECK(read("gzip", tests::gzip("hello").substr(0, 12)) == "400");
    CHECK(read("gzip", tests::gzip(std::string(1000, 'a'))) == std::string(1000, 'a'));
    CHECK(read("gzip", tests::gzip(std::string(1001, 'a'))) == "413");
}

TEST_CASE("a sink gets the bytes as they were sent") {
    BodyBudget budget(0);
    auto sink = std::make_shared<Sink>();
    const http::Route route = sink_route(100, sink);
    http::Request request;
    request.headers = {{"Content-Encoding", "gzip"}};
    Body body(request, 200, budget);
    CHECK(status(body.open(route, std::nullopt)) == 0);
    CHECK(status(body.take("not gzip")) == 0);
    CHECK_FALSE(sink->finished);
    CHECK(status(body.finish()) == 0);
    CHECK(sink->got == "not gzip");
    CHECK(sink->finished);
    CHECK(request.body.empty());
    CHECK(request.body_bytes == 8);
    CHECK(request.sink == sink);
}

TEST_CASE("what the sink refuses is the answer") {
    BodyBudget budget(0);
    auto sink = std::make_shared<Sink>();
    http::Route route = sink_route(10, sink);
    http::Request request;
    Body body(request, 200, budget);
    CHECK(status(body.open(route, 8)) == 0);
    CHECK(status(body.take("full")) == 503);
    CHECK(status(body.take("throw")) == 500);
    CHECK(status(body.take("xx")) == 413);
    sink->got = "conflict";
    CHECK(status(body.finish()) == 409);
    route.sink = [](const http::Request&) -> Result<std::shared_ptr<http::BodySink>> {
        return fail(ErrorCode::unauthenticated, "Who are you?");
    };
    CHECK(status(body.open(route, 8)) == 401);
}

TEST_CASE("all bodies together are bounded and give their bytes back") {
    BodyBudget budget(128 << 10);
    const http::Route route = memory_route(1 << 20);
    http::Request one;
    Body first(one, 200, budget);
    CHECK(status(first.open(route, 100'000)) == 0);
    CHECK(budget.used() == 128 << 10);
    http::Request two;
    Body second(two, 200, budget);
    CHECK(status(second.open(route, 1)) == 503);
    CHECK(status(second.open(route, std::nullopt)) == 0);
    CHECK(status(second.take("x")) == 503);
    first.release();
    CHECK(budget.used() == 0);
    CHECK(status(second.take("x")) == 0);
}
