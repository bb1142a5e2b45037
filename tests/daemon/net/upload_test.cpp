// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "client.h"
#include "house.h"
#include "packed.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

constexpr std::size_t body_max = 100'000;

// Counts and sums what it gets, so that nothing is kept.
struct Sum final : http::BodySink {
    Result<void> write(std::string_view piece) override {
        bytes += piece.size();
        largest = std::max(largest, piece.size());
        for (const char c : piece)
            sum = sum * 31 + static_cast<unsigned char>(c);
        return {};
    }
    Result<void> finish() override { return {}; }
    std::uint64_t bytes = 0;
    std::uint64_t sum = 7;
    std::size_t largest = 0;
};

http::Route upload() {
    http::Route out = route(
        "PUT", "/upload",
        [](http::Request&& request, const http::Reply& reply) {
            const auto sum = std::static_pointer_cast<Sum>(request.sink);
            reply(http::text(200, std::to_string(sum->bytes) + " " + std::to_string(sum->sum) +
                                      " " + std::to_string(sum->largest)));
        },
        http::Where::core, 1ull << 40);
    out.sink = [](const http::Request& request) -> Result<std::shared_ptr<http::BodySink>> {
        if (!request.header("X-Refuse").empty()) return fail(ErrorCode::forbidden, "Not you.");
        return std::shared_ptr<http::BodySink>(std::make_shared<Sum>());
    };
    return out;
}

std::vector<http::Route> routes() {
    return {route("POST", "/echo", echo(), http::Where::core, body_max),
            route(
                "POST", "/large",
                [](http::Request&& request, const http::Reply& reply) {
                    reply(http::text(200, std::to_string(request.body.size())));
                },
                http::Where::io, 64u << 20),
            upload()};
}

std::string chunked_post(std::string_view body, std::size_t chunk_bytes,
                         std::string_view headers = "") {
    return "POST /echo HTTP/1.1\r\nHost: lab\r\nTransfer-Encoding: chunked\r\n" +
           std::string(headers) + "\r\n" + chunked(body, chunk_bytes);
}

std::uint64_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    statm >> total >> resident;
    return resident * 4096;
}

}  // namespace

TEST_CASE("a body at the bound is taken and one past it is refused") {
    House house(routes());
    Client client(house.port());
    const std::string body = noise(body_max);
    CHECK((client.ask(post("/echo", body)).body == body));
    const Reply refused = client.ask(post("/echo", body + "x"));
    CHECK(refused.status == 413);
    CHECK(refused.header("Connection") == "close");
    CHECK(client.closed());
}

TEST_CASE("a refused body of megabytes does not hide the refusal") {
    House house(routes());
    Client client(house.port());
    const std::string body(8'000'000, 'x');
    REQUIRE(client.send(post("/echo", body)));
    CHECK(client.receive().status == 413);
    CHECK(client.closed());
}

TEST_CASE("a chunked body is put together, whatever the chunks") {
    House house(routes());
    Client client(house.port());
    const std::string body = noise(5000);
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
        CAPTURE(chunk);
        CHECK((client.ask(chunked_post(body, chunk)).body == body));
    }
    CHECK((client.ask(chunked_post(noise(body_max), 50'000)).body == noise(body_max)));
    const std::string extended = "POST /echo HTTP/1.1\r\nHost: lab\r\nTransfer-Encoding: "
                                 "chunked\r\n\r\n2;a=b\r\nhi\r\n0\r\nX-Trailer: t\r\n\r\n";
    CHECK(client.ask(extended).body == "hi");
    CHECK(client.ask(chunked_post(noise(body_max + 1), 50'000)).status == 413);
    CHECK(client.closed());
}

TEST_CASE("chunks that make no sense are a bad request") {
    House house(routes());
    const std::string head =
        "POST /echo HTTP/1.1\r\nHost: lab\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const std::string& body :
         {std::string("zz\r\nhello\r\n0\r\n\r\n"), std::string("3\r\nhello\r\n0\r\n\r\n"),
          std::string("ffffffffffffffffff\r\n"), "1;" + std::string(200'000, 'a')}) {
        CAPTURE(body.substr(0, 20));
        Client client(house.port());
        client.send(head + body);
        CHECK(client.receive().status == 400);
        CHECK(client.closed());
    }
}

TEST_CASE("a request with two framings is refused") {
    House house(routes());
    for (const char* headers :
         {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
          "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: -1\r\n",
          "Content-Length: 5x\r\n", "Content-Length: 18446744073709551616\r\n",
          "Content-Length : 5\r\n"}) {
        CAPTURE(headers);
        Client client(house.port());
        CHECK(
            client.ask("POST /echo HTTP/1.1\r\nHost: lab\r\n" + std::string(headers) + "\r\nhello")
                .status == 400);
        CHECK(client.closed());
    }
}

TEST_CASE("a packed body arrives unpacked; a bomb and a stump are refused") {
    House house(routes());
    Client client(house.port());
    const std::string body = noise(40'000) + std::string(40'000, 'a');
    const std::string gzipped = "Content-Encoding: gzip\r\n";
    CHECK((client.ask(post("/echo", gzip(body), gzipped)).body == body));
    CHECK((client.ask(chunked_post(gzip(body), 100, gzipped)).body == body));
    const std::string stump = gzip(body).substr(0, 30'000);
    CHECK(client.ask(post("/echo", stump, gzipped)).status == 400);
    CHECK((client.ask(post("/echo", gzip(body), gzipped)).body == body));
    CHECK(client.ask(post("/echo", "x", "Content-Encoding: br\r\n")).status == 415);
    Client bomber(house.port());
    const std::string bomb = gzip(std::string(60u << 20, '\0'));
    CHECK(bomb.size() < 100'000);
    CHECK(bomber.ask(post("/large", bomb, gzipped)).status == 413);
    CHECK(bomber.closed());
}

TEST_CASE("a client that waits for 100 Continue gets it, or the refusal instead") {
    House house(routes());
    Client client(house.port());
    REQUIRE(client.send("POST /echo HTTP/1.1\r\nHost: lab\r\nContent-Length: 5\r\n"
                        "Expect: 100-continue\r\n\r\n"));
    CHECK(client.receive().status == 100);
    REQUIRE(client.send("hello"));
    CHECK(client.receive().body == "hello");
    CHECK(client
              .ask("POST /echo HTTP/1.1\r\nHost: lab\r\nContent-Length: 500000\r\n"
                   "Expect: 100-continue\r\n\r\n")
              .status == 413);
    CHECK(client.closed());
    Client hoping(house.port());
    CHECK(hoping.ask(post("/echo", "hello", "Expect: more\r\n")).status == 417);
}

TEST_CASE("ten megabytes are read into one body") {
    House house(routes());
    Client client(house.port());
    REQUIRE(client.send(post("/large", std::string(10'000'000, 'x'))));
    CHECK(client.receive().body == "10000000");
}

TEST_CASE("an upload of 200 MB streams through a sink without staying in memory") {
    House house(routes());
    Client client(house.port());
    const std::string piece = noise(1'000'000);
    constexpr std::size_t pieces = 200;
    Sum expected;
    for (std::size_t i = 0; i < pieces; ++i)
        REQUIRE(expected.write(piece));
    const std::uint64_t before = resident_bytes();
    REQUIRE(client.send("PUT /upload HTTP/1.1\r\nHost: lab\r\nContent-Length: 200000000\r\n\r\n"));
    std::uint64_t highest = 0;
    for (std::size_t i = 0; i < pieces; ++i) {
        REQUIRE(client.send(piece));
        highest = std::max(highest, resident_bytes());
    }
    const std::string answer = client.receive().body;
    CHECK(answer.starts_with("200000000 " + std::to_string(expected.sum) + " "));
    CHECK(highest < before + (50u << 20));
}

TEST_CASE("an upload may be chunked, refused by its sink, or lack its length") {
    House house(routes());
    Client client(house.port());
    const std::string put = "PUT /upload HTTP/1.1\r\nHost: lab\r\n";
    CHECK(client.ask(put + "Transfer-Encoding: chunked\r\n\r\n" + chunked("abc", 2))
              .body.starts_with("3 "));
    CHECK(client.ask(put + "Content-Length: 0\r\n\r\n").body == "0 7 0");
    CHECK(client.ask(put + "Content-Length: 4\r\nContent-Encoding: gzip\r\n\r\nabcd")
              .body.starts_with("4 "));
    CHECK(client.ask(put + "X-Refuse: 1\r\nContent-Length: 3\r\n\r\nabc").status == 403);
    CHECK(client.closed());
    Client vague(house.port());
    CHECK(vague.ask(put + "\r\n").status == 411);
}

TEST_CASE("an upload that breaks off destroys its sink and never reaches the handler") {
    struct Watched final : http::BodySink {
        explicit Watched(Told<std::string>& to) : told(to) {}
        ~Watched() override { told.tell(finished ? "finished" : "discarded"); }
        Result<void> write(std::string_view) override { return {}; }
        Result<void> finish() override {
            finished = true;
            return {};
        }
        Told<std::string>& told;
        bool finished = false;
    };
    Told<std::string> told;
    http::Route watched = upload();
    watched.sink = [&told](const http::Request&) -> Result<std::shared_ptr<http::BodySink>> {
        return std::shared_ptr<http::BodySink>(std::make_shared<Watched>(told));
    };
    House house({watched});
    {
        Client client(house.port());
        REQUIRE(client.send("PUT /upload HTTP/1.1\r\nHost: lab\r\nContent-Length: 9\r\n\r\nabc"));
    }
    CHECK(told.wait() == "discarded");
}
