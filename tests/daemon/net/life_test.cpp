// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <future>
#include <memory>

#include "client.h"
#include "house.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

net::ServerOptions quick() {
    net::ServerOptions options;
    options.header_timeout_ms = 100;
    options.body_timeout_ms = 100;
    options.idle_timeout_ms = 100;
    options.sweep_ms = 10;
    return options;
}

// A route that keeps its reply until the test gives the answer.
struct Held {
    Told<http::Reply> reply;
    http::Route route() {
        return tests::route("GET", "/held", [this](http::Request&&, http::Reply given) {
            reply.tell(std::move(given));
        });
    }
};

Result<std::unique_ptr<net::Server>> open(net::ServerOptions options) {
    static const http::Router router;
    static CoreThread core;
    return net::Server::open(std::move(options), router, core);
}

}  // namespace

TEST_CASE("a head that trickles is cut off with 408, an idle connection without a word") {
    House house({route("GET", "/", saying("home"))}, quick());
    Client slow(house.port());
    REQUIRE(slow.send("GET / HTTP/1.1\r\nHo"));
    CHECK(slow.receive().status == 408);
    CHECK(slow.closed());
    Client idle(house.port());
    CHECK(idle.closed());
    Client used(house.port());
    CHECK(used.ask(get("/")).status == 200);
    CHECK(used.closed());
    CHECK(house.server().counts().timeouts == 3);
}

TEST_CASE("a body that stops coming is cut off with 408") {
    House house({route("POST", "/echo", echo(), http::Where::core, 100)}, quick());
    Client client(house.port());
    REQUIRE(client.send("POST /echo HTTP/1.1\r\nHost: lab\r\nContent-Length: 5\r\n\r\nabc"));
    CHECK(client.receive().status == 408);
    CHECK(client.closed());
}

TEST_CASE("a request that waits for its answer has no deadline") {
    Held held;
    House house({held.route()}, quick());
    Client client(house.port());
    Client other(house.port());
    REQUIRE(client.send(get("/held")));
    const http::Reply reply = held.reply.wait();
    CHECK(other.closed());  // its idle time is over, so is more than that of the first
    reply(http::text(200, "late"));
    CHECK(client.receive().body == "late");
}

TEST_CASE("500 idle connections do not keep another from being served") {
    House house({route("GET", "/", saying("home"))});
    std::vector<std::unique_ptr<Client>> idle;
    for (int i = 0; i < 500; ++i)
        idle.push_back(std::make_unique<Client>(house.port()));
    Client client(house.port());
    for (int i = 0; i < 10; ++i)
        CHECK(client.ask(get("/")).status == 200);
    CHECK(house.server().counts().connections_now == 501);
    for (auto& one : idle)
        CHECK(one->ask(get("/")).status == 200);
}

TEST_CASE("a connection past the bound is told to come back later") {
    net::ServerOptions options;
    options.connections_max = 2;
    House house({route("GET", "/", saying("home"))}, options);
    auto one = std::make_unique<Client>(house.port());
    Client two(house.port());
    CHECK(one->ask(get("/")).status == 200);
    CHECK(two.ask(get("/")).status == 200);
    Client three(house.port());
    const Reply refused = three.ask(get("/"));
    CHECK(refused.status == 503);
    CHECK(refused.header("Retry-After") == "2");
    CHECK(three.closed());
    CHECK(two.ask(get("/")).status == 200);
    CHECK(house.server().counts().connections_refused == 1);
}

TEST_CASE("without file descriptors new clients wait, and are served when there are some") {
    Told<std::string> told;
    net::ServerOptions options;
    options.trouble = [&told](std::string_view sentence) { told.tell(std::string(sentence)); };
    House house({route("GET", "/", saying("home"))}, options);
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    const int next = ::dup(0);
    ::close(next);
    rlimit tight = before;
    tight.rlim_cur = static_cast<rlim_t>(next) + 1;  // for the client's own end
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &tight) == 0);
    Client client(house.port());
    CHECK(client.send(get("/")));
    const std::string sentence = told.wait();
    CHECK(::setrlimit(RLIMIT_NOFILE, &before) == 0);
    CHECK(sentence == "New connections cannot be accepted (Too many open files).");
    CHECK(client.receive().status == 200);
}

TEST_CASE("stop lets a running request finish and turns new clients away") {
    Held held;
    House house({held.route(), route("GET", "/", saying("home"))});
    Client idle(house.port());
    CHECK(idle.ask(get("/")).status == 200);
    Client client(house.port());
    REQUIRE(client.send(get("/held")));
    const http::Reply reply = held.reply.wait();
    auto stopped = std::async(std::launch::async, [&house] { house.server().stop(60'000); });
    CHECK(idle.closed());
    reply(http::text(200, "done"));
    const Reply answer = client.receive();
    CHECK(answer.body == "done");
    CHECK(answer.header("Connection") == "close");
    CHECK(client.closed());
    stopped.get();
    house.server().stop(60'000);
    Client late(house.port());
    CHECK(late.ask(get("/")).status == 0);
}

TEST_CASE("stop cuts what does not finish, and a late answer does no harm") {
    Held held;
    House house({held.route()});
    Client client(house.port());
    REQUIRE(client.send(get("/held")));
    const http::Reply reply = held.reply.wait();
    house.server().stop(20);
    CHECK(client.closed());
    reply(http::text(200, "too late"));
}

TEST_CASE("a server that was never started stops, too") {
    auto server = open({});
    REQUIRE(server);
    (*server)->stop(0);
    (*server)->stop(0);
}

TEST_CASE("what keeps a server from listening is said in one sentence") {
    auto first = open({});
    REQUIRE(first);
    net::ServerOptions taken;
    taken.port = (*first)->port();
    const auto second = open(taken);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::in_use);
    CHECK(second.error().detail.find("is already in use") != std::string::npos);

    net::ServerOptions nowhere;
    nowhere.host = "203.0.113.7";
    const auto foreign = open(nowhere);
    REQUIRE_FALSE(foreign);
    CHECK(foreign.error().code == ErrorCode::bad_request);
    nowhere.host = "not an address";
    const auto nonsense = open(nowhere);
    REQUIRE_FALSE(nonsense);
    CHECK(nonsense.error().detail == "\"not an address\" is not an address of this machine.");

    net::ServerOptions secret;
    secret.certificate_path = "/nowhere/certificate.pem";
    secret.key_path = "/nowhere/key.pem";
    const auto unreadable = open(secret);
    REQUIRE_FALSE(unreadable);
    CHECK(unreadable.error().detail.starts_with("The certificate file cannot be used"));
}

TEST_CASE("a name for this machine may be given instead of an address") {
    net::ServerOptions options;
    options.host = "localhost";
    House house({route("GET", "/", saying("home"))}, options);
    Client client(house.port());
    CHECK(client.ask(get("/")).status == 200);
}
