// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "client.h"
#include "house.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

std::vector<http::Route> routes() {
    return {
        route("GET", "/", saying("home")),
        route("GET", "/io", saying("io"), http::Where::io),
        route("POST", "/echo", echo(), http::Where::core, 1000),
        route("GET", "/who/{name}",
              [](http::Request&& request, const http::Reply& reply) {
                  reply(http::text(200, request.params[0] + "|" + request.path + "|" +
                                            request.query + "|" + request.remote + "|" +
                                            request.origin()));
              }),
        route("GET", "/dropped", [](http::Request&&, const http::Reply&) {}),
        route("GET", "/thrown", [](http::Request&&, const http::Reply&) { throw 1; }),
        route(
            "GET", "/dropped-io", [](http::Request&&, const http::Reply&) {}, http::Where::io),
        route("GET", "/twice",
              [](http::Request&&, const http::Reply& reply) {
                  reply(http::text(200, "first"));
                  reply(http::text(200, "second"));
              }),
    };
}

}  // namespace

TEST_CASE("many requests go over one connection, to the core and to the network thread") {
    House house(routes());
    Client client(house.port());
    for (int i = 0; i < 20; ++i) {
        CHECK(client.ask(get("/")).body == "home");
        CHECK(client.ask(get("/io")).body == "io");
        CHECK(client.ask(post("/echo", "hello")).body == "hello");
    }
    CHECK(house.server().counts().connections == 1);
    CHECK(house.server().counts().requests == 60);
}

TEST_CASE("a handler sees the parts of the request") {
    House house(routes());
    Client client(house.port());
    CHECK(client.ask(get("/who/a%20b?x=1&y")).body == "a b|/who/a%20b|x=1&y|127.0.0.1|http://lab");
    CHECK(client.ask(get("http://lab/who/me?z")).body == "me|/who/me|z|127.0.0.1|http://lab");
    CHECK(client.ask("\r\n" + get("/who/me")).body == "me|/who/me||127.0.0.1|http://lab");
}

TEST_CASE("pipelined requests are answered one after the other, in order") {
    House house(routes());
    Client client(house.port());
    REQUIRE(client.send(get("/") + post("/echo", "two") + get("/io") + post("/echo", "four")));
    CHECK(client.receive().body == "home");
    CHECK(client.receive().body == "two");
    CHECK(client.receive().body == "io");
    CHECK(client.receive().body == "four");
}

TEST_CASE("a request may come byte by byte") {
    House house(routes());
    Client client(house.port());
    for (const char byte : post("/echo", "slowly"))
        REQUIRE(client.send(std::string_view(&byte, 1)));
    CHECK(client.receive().body == "slowly");
}

TEST_CASE("HEAD is answered like GET without the body") {
    House house(routes());
    Client client(house.port());
    REQUIRE(client.send("HEAD / HTTP/1.1\r\nHost: lab\r\n\r\n" + get("/io")));
    const Reply head = client.receive(BodyExpected::no);
    CHECK(head.status == 200);
    CHECK(head.header("Content-Length") == "4");
    CHECK(client.receive().body == "io");
}

TEST_CASE("OPTIONS and a wrong method name the methods") {
    House house(routes());
    Client client(house.port());
    const Reply options = client.ask("OPTIONS /echo HTTP/1.1\r\nHost: lab\r\n\r\n");
    CHECK(options.status == 204);
    CHECK(options.header("Allow") == "POST, OPTIONS");
    const Reply all = client.ask("OPTIONS * HTTP/1.1\r\nHost: lab\r\n\r\n");
    CHECK(all.status == 204);
    const Reply wrong = client.ask(get("/echo"));
    CHECK(wrong.status == 405);
    CHECK(wrong.header("Allow") == "POST, OPTIONS");
    CHECK(client.ask("BREW / HTTP/1.1\r\nHost: lab\r\n\r\n").header("Allow") ==
          "GET, HEAD, OPTIONS");
    CHECK(client.ask("OPTIONS /nowhere HTTP/1.1\r\nHost: lab\r\n\r\n").status == 404);
    CHECK(client.ask(get("/")).status == 200);
}

TEST_CASE("an unknown address is answered in the form of errors and the connection stays") {
    House house(routes());
    Client client(house.port());
    const Reply reply = client.ask(get("/nowhere"));
    CHECK(reply.status == 404);
    CHECK(reply.header("Content-Type") == "application/json");
    CHECK(reply.body ==
          R"({"errors":[{"message":"There is nothing at this address.","code":"not_found"}]})");
    CHECK(client.ask(get("/who/%zz")).status == 400);
    CHECK(client.ask(get("/who/%ff")).status == 400);
    CHECK(client.ask(get("/")).status == 200);
}

TEST_CASE("a body for an address that does not exist is refused, and the refusal arrives") {
    House house(routes());
    Client client(house.port());
    CHECK(client.ask(post("/nowhere", std::string(5'000'000, 'x'))).status == 404);
    CHECK(client.closed());
}

TEST_CASE("a handler that forgets to answer is answered for") {
    House house(routes());
    Client client(house.port());
    CHECK(client.ask(get("/dropped")).status == 500);
    CHECK(client.ask(get("/dropped-io")).status == 500);
    CHECK(client.ask(get("/thrown")).status == 500);
    CHECK(client.ask(get("/twice")).body == "first");
    CHECK(client.ask(get("/")).status == 200);
}

TEST_CASE("requests for a core that has stopped are answered with unavailable") {
    House house(routes());
    Client client(house.port());
    house.core().stop();
    const Reply reply = client.ask(get("/"));
    CHECK(reply.status == 503);
    CHECK(reply.header("Retry-After") == "2");
    CHECK(client.ask(get("/io")).status == 200);
}

TEST_CASE("prepare runs before the handler and a throwing one answers 500") {
    std::vector<http::Route> list = routes();
    list.push_back(route("GET", "/prepared", [](http::Request&& request, const http::Reply& reply) {
        reply(http::text(200, *std::static_pointer_cast<std::string>(request.prepared)));
    }));
    list.back().prepare = [](const http::Request& request) -> std::shared_ptr<void> {
        if (request.query == "bad") throw 1;
        return std::make_shared<std::string>("ready " + request.query);
    };
    House house(list);
    Client client(house.port());
    CHECK(client.ask(get("/prepared?x")).body == "ready x");
    CHECK(client.ask(get("/prepared?bad")).status == 500);
}

TEST_CASE("HTTP/1.0 closes unless it asks to stay") {
    House house(routes());
    Client closing(house.port());
    CHECK(closing.ask("GET / HTTP/1.0\r\n\r\n").header("Connection") == "close");
    CHECK(closing.closed());
    Client staying(house.port());
    const std::string request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    CHECK(staying.ask(request).header("Connection") == "keep-alive");
    CHECK(staying.ask(request).body == "home");
}

TEST_CASE("Connection: close and the last request allowed end the connection after the answer") {
    net::ServerOptions options;
    options.requests_per_connection_max = 3;
    House house(routes(), options);
    Client polite(house.port());
    CHECK(polite.ask(get("/", "Connection: close\r\n")).header("Connection") == "close");
    CHECK(polite.closed());
    Client busy(house.port());
    CHECK(busy.ask(get("/")).header("Connection").empty());
    CHECK(busy.ask(get("/")).header("Connection").empty());
    CHECK(busy.ask(get("/")).header("Connection") == "close");
    CHECK(busy.closed());
}

TEST_CASE("every finished request is reported") {
    Told<std::string> told;
    net::ServerOptions options;
    options.served = [&told](const net::Served& served) {
        told.tell(std::string(served.method) + " " + std::string(served.pattern) + " " +
                  std::to_string(served.status) + " " + std::to_string(served.request_bytes) + " " +
                  std::to_string(served.response_bytes) + " " + std::string(served.remote));
    };
    House house(routes(), options);
    Client client(house.port());
    CHECK(client.ask(post("/echo", "12345")).status == 200);
    CHECK(told.wait() == "POST /echo 200 5 5 127.0.0.1");
}
