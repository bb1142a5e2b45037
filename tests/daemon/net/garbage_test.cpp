// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <random>

#include "client.h"
#include "house.h"
#include "packed.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

std::vector<http::Route> routes() {
    return {route("GET", "/", saying("home")),
            route("POST", "/echo", echo(), http::Where::core, 1000)};
}

int status_of(House& house, const std::string& bytes) {
    Client client(house.port());
    client.send(bytes);
    client.stop_sending();
    return client.receive().status;
}

}  // namespace

TEST_CASE("what is not HTTP is told so") {
    House house(routes());
    for (const char* bytes :
         {"hello\r\n\r\n", "GET\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
          "GET / HTTP/2.0\r\n\r\n", "G@T / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\nHost: lab\n\n",
          "GET / HTTP/1.1\r\nHost\r\n\r\n", "GET / HTTP/1.1\r\nHo st: lab\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: l\x01b\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: lab\r\n\r\n",
          "GET / HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n",
          "GET nonsense HTTP/1.1\r\nHost: lab\r\n\r\n",
          "CONNECT lab:80 HTTP/1.1\r\nHost: lab\r\n\r\n"}) {
        CAPTURE(bytes);
        CHECK(status_of(house, bytes) == 400);
    }
    CHECK(status_of(house, get("/")) == 200);
}

TEST_CASE("a head at the bound is read and one past it is refused") {
    net::ServerOptions options;
    options.header_bytes_max = 1000;
    House house(routes(), options);
    const auto padded = [](std::size_t bytes) {
        const std::size_t bare = get("/", "X-Pad: \r\n").size();
        return get("/", "X-Pad: " + std::string(bytes - bare, 'a') + "\r\n");
    };
    CHECK(status_of(house, padded(1000)) == 200);
    CHECK(status_of(house, padded(1001)) == 431);
    CHECK(status_of(house, padded(100'000)) == 431);
    CHECK(status_of(house, get("/" + std::string(2000, 'a'))) == 414);
    std::string many;
    for (int i = 0; i < 300; ++i)
        many += "a:\r\n";
    CHECK(status_of(house, get("/", many)) == 431);
}

TEST_CASE("a head that comes line by line has the same bounds") {
    net::ServerOptions options;
    options.header_bytes_max = 2000;
    House house(routes(), options);
    for (const std::string_view line : {"X-Line: of twenty\r\n", "a:\r\n"}) {
        Client client(house.port());
        REQUIRE(client.send("GET / HTTP/1.1\r\n"));
        for (int i = 0; i < 300 && client.send(line); ++i) {
        }
        client.send("\r\n");
        CHECK(client.receive().status == 431);
    }
}

TEST_CASE("random bytes, and requests with random damage, do no harm") {
    House house(routes());
    std::mt19937 random(20'220'101);
    for (unsigned seed = 0; seed < 300; ++seed) {
        Client noisy(house.port());
        noisy.send(noise(1 + random() % 2000, seed));
        noisy.stop_sending();
        noisy.receive();
        std::string request =
            post("/echo", "hello", "Transfer-Thing: chunked\r\nExpect: x\r\n") +
            "POST /echo HTTP/1.1\r\nHost: lab\r\nTransfer-Encoding: chunked\r\n\r\n" +
            chunked("hello world", 3);
        for (int changes = 0; changes < 3; ++changes)
            request[random() % request.size()] = static_cast<char>(random() & 0xff);
        Client damaged(house.port());
        damaged.send(request);
        damaged.stop_sending();
        while (damaged.receive().status != 0) {
        }
    }
    CHECK(status_of(house, get("/")) == 200);
}
