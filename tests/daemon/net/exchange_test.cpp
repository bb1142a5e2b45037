// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/exchange.h"

#include <doctest/doctest.h>

#include <vector>

using namespace ensemble;
using net::Exchange;

namespace {

struct Sleeper final : net::Waiter {
    void wake() override { ++wakes; }
    int wakes = 0;
};

// Keeps tasks until the test runs or drops them.
struct PatientCore final : http::Core {
    void post(std::function<void()> task) override { tasks.push_back(std::move(task)); }
    std::vector<std::function<void()>> tasks;
};

struct Fixture {
    std::shared_ptr<Sleeper> sleeper = std::make_shared<Sleeper>();
    std::shared_ptr<Exchange> exchange = std::make_shared<Exchange>(sleeper);
    PatientCore core;
    http::Route route;
    http::Reply kept;

    explicit Fixture(http::Where where = http::Where::core) {
        route.where = where;
        route.handler = [this](http::Request&&, http::Reply reply) { kept = std::move(reply); };
        exchange->route = &route;
    }
};

}  // namespace

TEST_CASE("an answer given before anybody waits needs no wake") {
    Fixture f(http::Where::io);
    f.exchange->hand_over(f.core);
    f.kept(http::text(201, ""));
    CHECK(f.exchange->answered());
    CHECK_FALSE(f.exchange->wait());
    CHECK(f.sleeper->wakes == 0);
    CHECK(f.exchange->response().status == 201);
}

TEST_CASE("an answer given later wakes once, and a second answer changes nothing") {
    Fixture f;
    f.exchange->hand_over(f.core);
    CHECK(f.exchange->wait());
    f.core.tasks.at(0)();
    CHECK(f.sleeper->wakes == 0);
    f.kept(http::text(201, ""));
    f.kept(http::text(202, ""));
    CHECK(f.sleeper->wakes == 1);
    CHECK(f.exchange->response().status == 201);
}

TEST_CASE("a reply that is dropped with all its copies answers 500") {
    Fixture f;
    f.exchange->hand_over(f.core);
    CHECK(f.exchange->wait());
    f.core.tasks.at(0)();
    f.core.tasks.clear();
    http::Reply copy = f.kept;
    f.kept = nullptr;
    CHECK_FALSE(f.exchange->answered());
    copy = nullptr;
    CHECK(f.sleeper->wakes == 1);
    CHECK(f.exchange->response().status == 500);
}

TEST_CASE("a task that the core drops answers 503") {
    Fixture f;
    f.exchange->hand_over(f.core);
    f.core.tasks.clear();
    CHECK(f.exchange->answered());
    CHECK(f.exchange->response().status == 503);
}

TEST_CASE("the waiter is let go with the answer, however long a reply is kept") {
    Fixture f;
    f.exchange->hand_over(f.core);
    f.core.tasks.at(0)();
    CHECK(f.sleeper.use_count() == 2);
    f.exchange->answer(http::text(503, ""));
    CHECK(f.sleeper.use_count() == 1);
    f.kept(http::text(200, ""));
    CHECK(f.exchange->response().status == 503);
}

TEST_CASE("a socket that opens for a connection that gave up is closed at once") {
    struct Peer final : http::SocketPeer {
        void received(std::string) override {}
        void closed() override { ++closings; }
        int closings = 0;
    };
    auto peer = std::make_shared<Peer>();
    Fixture f;
    f.route.open_socket =
        [peer](const http::Request&,
               const std::shared_ptr<http::Mailbox>&) -> Result<std::shared_ptr<http::SocketPeer>> {
        return std::shared_ptr<http::SocketPeer>(peer);
    };
    f.exchange->open_socket(f.core, nullptr);
    f.exchange->answer(http::text(503, ""));
    f.core.tasks.at(0)();
    CHECK(peer->closings == 1);
    CHECK(f.exchange->peer() == nullptr);
}
