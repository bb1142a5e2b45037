// SPDX-License-Identifier: Apache-2.0
#include "daemon/live/hub.h"

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "shared/base/limits.h"

using namespace ensemble;
using namespace ensemble::live;
using nlohmann::json;

namespace {

struct Inbox final : http::Mailbox {
    std::vector<std::string> texts;
    std::string closed;
    bool post(std::shared_ptr<const std::string> text) override {
        texts.push_back(*text);
        return true;
    }
    std::size_t waiting_bytes() const override { return 0; }
    void close(std::string_view reason) override { closed = reason; }
    std::vector<json> take() {
        std::vector<json> out;
        for (const std::string& text : texts)
            out.push_back(json::parse(text));
        texts.clear();
        return out;
    }
};

struct World {
    std::int64_t steady_ms = 1000;
    std::set<std::pair<UserId, ProjectId>> hidden;
    std::map<RunId, ProjectId> moved;
    std::set<RunId> gone;
    int asked = 0;
    Hub hub{{.version = "1.2.3",
             .project_of = [this](RunId run) -> std::optional<ProjectId> {
                 if (gone.contains(run)) return std::nullopt;
                 return moved.contains(run) ? moved.at(run) : ProjectId{3};
             },
             .may_listen =
                 [this](const records::Asker& asker, ProjectId project) {
                     ++asked;
                     const bool elsewhere = asker.key_project && asker.key_project != project;
                     return !elsewhere && !hidden.contains({asker.user, project});
                 },
             .steady_ms = [this] { return steady_ms; },
             .now = [] { return Instant{77}; }}};

    struct Page {
        std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>();
        std::shared_ptr<http::SocketPeer> peer;
        void say(const json& message) { peer->received(message.dump()); }
    };
    Page connect(std::int64_t user = 1, std::string session = "s") {
        return greet({.user = {user}}, std::move(session));
    }
    Page greet(const records::Asker& asker, std::string credential) {
        Page page;
        page.peer = hub.open(asker, std::move(credential), page.inbox);
        page.say({{"t", "hello"}, {"proto", 1}});
        page.inbox->take();
        return page;
    }
    // Somebody's membership changed.
    void access_moves() {
        hub.heard({.put = {records::Member{.team = {1}, .user = {1}}}, .erased = {}}, {});
    }
};

const Scope project{Scope::Kind::project, 3};
const json drop_of_run{{"t", "scope_drop"}, {"scope", "run:7"}, {"reason", "deleted"}};

}  // namespace

TEST_CASE("scopes are written and read") {
    for (const Scope scope : {project, Scope{Scope::Kind::run, 7}, Scope{Scope::Kind::home, 0}})
        CHECK(parse_scope(text(scope)) == scope);
    for (const char* wrong : {"", "project:", "project:0", "project:-1", "run:7x", "team:1",
                              "run:99999999999999999999"})
        CHECK_FALSE(parse_scope(wrong).has_value());
}

TEST_CASE("hello is answered with version and time, and comes first") {
    World world;
    World::Page page;
    page.peer = world.hub.open({.user = {1}}, "s", page.inbox);
    page.say({{"t", "sub"}, {"scope", "project:3"}});
    CHECK(page.inbox->take().at(0)["t"] == "error");
    CHECK(page.inbox->closed == "bad_request");
    World::Page other;
    other.peer = world.hub.open({.user = {1}}, "s", other.inbox);
    other.say({{"t", "hello"}, {"proto", 1}});
    const json hello = other.inbox->take().at(0);
    CHECK(hello["t"] == "hello_ok");
    CHECK(hello["version"] == "1.2.3");
    CHECK(hello["server_time_ms"] == 77);
}

TEST_CASE("another protocol, garbage and unknown messages end with a reason") {
    World world;
    for (const std::string& text :
         {std::string("{\"t\":\"hello\",\"proto\":2}"), std::string("garbage"), std::string("[1]"),
          std::string("{\"t\":\"dance\"}"), std::string("{\"t\":1}")}) {
        World::Page page;
        page.peer = world.hub.open({.user = {1}}, "s", page.inbox);
        page.peer->received(text);
        CHECK(page.inbox->take().at(0)["t"] == "error");
        CHECK_FALSE(page.inbox->closed.empty());
    }
}

TEST_CASE("only those who listen hear of a change") {
    World world;
    auto page = world.connect();
    auto other = world.connect();
    page.say({{"t", "sub"}, {"scope", "project:3"}});
    world.hub.changed(project, 5);
    CHECK(world.hub.flush() == -1);
    const auto heard = page.inbox->take();
    REQUIRE(heard.size() == 1);
    CHECK(heard[0] == json({{"t", "changed"}, {"scope", "project:3"}, {"version", 5}}));
    CHECK(other.inbox->take().empty());
    page.say({{"t", "unsub"}, {"scope", "project:3"}});
    world.hub.changed(project, 6);
    world.hub.flush();
    CHECK(page.inbox->take().empty());
}

TEST_CASE("quick changes are told as one, with the newest state") {
    World world;
    auto page = world.connect();
    page.say({{"t", "sub"}, {"scope", "run:7"}});
    world.hub.grew({3}, {.run = {7}, .step = 1, .console = 0, .revision = 1});
    CHECK(world.hub.flush() == -1);
    CHECK(page.inbox->take().size() == 1);
    for (int step = 2; step < 50; ++step)
        world.hub.grew({3}, {.run = {7}, .step = step, .console = 0, .revision = step});
    CHECK(world.hub.flush() == 50);
    CHECK(page.inbox->take().empty());
    world.steady_ms += 50;
    CHECK(world.hub.flush() == -1);
    const auto heard = page.inbox->take();
    REQUIRE(heard.size() == 1);
    CHECK(heard[0]["runs"][0]["step"] == 49);
}

TEST_CASE("growth is heard by listeners of the project and of the run") {
    World world;
    auto page = world.connect();
    page.say({{"t", "sub"}, {"scope", "project:3"}});
    world.hub.grew({3}, {.run = {7}, .step = 4, .console = 2, .revision = 9});
    world.hub.grew({3}, {.run = {8}, .step = 5, .console = 0, .revision = 1});
    world.hub.grew({4}, {.run = {9}, .step = 5, .console = 0, .revision = 1});
    world.hub.flush();
    const auto heard = page.inbox->take();
    REQUIRE(heard.size() == 1);
    CHECK(heard[0]["scope"] == "project:3");
    CHECK(heard[0]["runs"].size() == 2);
}

TEST_CASE("what may not be seen answers like what does not exist") {
    World world;
    world.hidden = {{{1}, {3}}};
    auto page = world.connect();
    page.say({{"t", "sub"}, {"scope", "project:3"}});
    const auto heard = page.inbox->take();
    REQUIRE(heard.size() == 1);
    CHECK(heard[0] == json({{"t", "scope_drop"}, {"scope", "project:3"}, {"reason", "deleted"}}));
    world.hub.changed(project, 5);
    world.hub.flush();
    CHECK(page.inbox->take().empty());
}

TEST_CASE("a dropped scope is told once and then silent") {
    World world;
    auto page = world.connect();
    page.say({{"t", "sub"}, {"scope", "run:7"}});
    world.hub.dropped({Scope::Kind::run, 7}, "deleted");
    CHECK(page.inbox->take().at(0)["t"] == "scope_drop");
    world.hub.grew({3}, {.run = {7}, .step = 4, .console = 2, .revision = 9});
    world.hub.flush();
    CHECK(page.inbox->take().empty());
}

TEST_CASE("signing out closes the sockets of that sign-in") {
    World world;
    auto page = world.connect(1, "first");
    auto other = world.connect(1, "second");
    auto stranger = world.connect(2, "first");
    world.hub.signed_out({1}, "first");
    CHECK(page.inbox->closed == "unauthenticated");
    CHECK(other.inbox->closed.empty());
    CHECK(stranger.inbox->closed.empty());
    world.hub.signed_out({1}, "");
    CHECK(other.inbox->closed == "unauthenticated");
}

TEST_CASE("whoever loses access hears so once and then nothing, also of what was waiting") {
    World world;
    auto page = world.connect(1);
    auto other = world.connect(2);
    for (auto* one : {&page, &other}) {
        one->say({{"t", "sub"}, {"scope", "run:7"}});
        one->say({{"t", "sub"}, {"scope", "home"}});
    }
    world.hub.grew({3}, {.run = {7}, .step = 4, .console = 2, .revision = 9});
    world.hidden = {{{1}, {3}}};
    world.access_moves();
    world.hub.flush();
    CHECK(page.inbox->take() == std::vector<json>{drop_of_run});
    CHECK(other.inbox->take().at(0)["t"] == "live");
    world.steady_ms += 50;
    world.hub.grew({3}, {.run = {7}, .step = 5, .console = 2, .revision = 10});
    world.hub.changed({Scope::Kind::run, 7}, 11);
    world.access_moves();
    world.hub.flush();
    CHECK(page.inbox->take().empty());
    CHECK(other.inbox->take().size() == 2);
    world.hub.changed({Scope::Kind::home, 1}, 12);
    world.hub.flush();
    CHECK(page.inbox->take().at(0)["scope"] == "home");
}

TEST_CASE("a run that goes where one may not look is dropped, and so is one that is gone") {
    World world;
    world.hidden = {{{1}, {4}}};
    auto page = world.connect();
    page.say({{"t", "sub"}, {"scope", "run:7"}});
    page.say({{"t", "sub"}, {"scope", "run:8"}});
    world.moved[{7}] = {4};
    world.gone.insert({8});
    const records::Run before{.id = {7}, .project = {3}};
    const records::Run after{.id = {7}, .project = {4}};
    world.hub.heard({.put = {before}, .erased = {}}, {before});
    world.hub.flush();
    CHECK(page.inbox->take().empty());
    world.hub.heard({.put = {after}, .erased = {}}, {before});
    world.hub.flush();
    const auto heard = page.inbox->take();
    REQUIRE(heard.size() == 2);
    CHECK(heard[0] == drop_of_run);
    CHECK(heard[1]["scope"] == "run:8");
}

TEST_CASE("nobody is asked again for a message, only when access moved") {
    World world;
    auto page = world.connect();
    page.say({{"t", "sub"}, {"scope", "run:7"}});
    CHECK(world.asked == 1);
    for (int step = 1; step < 20; ++step) {
        world.hub.grew({3}, {.run = {7}, .step = step, .console = 0, .revision = step});
        world.hub.flush();
        world.steady_ms += 50;
    }
    CHECK(world.asked == 1);
    world.access_moves();
    world.hub.flush();
    CHECK(world.asked == 2);
}

TEST_CASE("a key for one project listens to nothing else, and its home hears of nothing else") {
    World world;
    auto page =
        world.greet({.user = {1}, .key = permissions::Key::full, .key_project = {4}}, "key:1");
    page.say({{"t", "sub"}, {"scope", "project:3"}});
    page.say({{"t", "sub"}, {"scope", "run:7"}});
    CHECK(page.inbox->take().size() == 2);
    page.say({{"t", "sub"}, {"scope", "project:4"}});
    page.say({{"t", "sub"}, {"scope", "home"}});
    CHECK(page.inbox->take().empty());
    world.hub.changed(project, 5);
    world.hub.changed_home({1}, {3}, 5);
    world.hub.flush();
    CHECK(page.inbox->take().empty());
    world.hub.changed_home({1}, {4}, 6);
    world.hub.flush();
    CHECK(page.inbox->take().at(0)["version"] == 6);
}

TEST_CASE("the sockets of whoever is deactivated are closed, and stay silent") {
    World world;
    auto page = world.connect(1);
    auto other = world.connect(2);
    page.say({{"t", "sub"}, {"scope", "run:7"}});
    world.hub.grew({3}, {.run = {7}, .step = 4, .console = 2, .revision = 9});
    records::User user{.id = {1}, .name = "bob"};
    world.hub.heard({.put = {user}, .erased = {}}, {user});
    CHECK(page.inbox->closed.empty());
    user.deactivated_at = Instant{77};
    world.hub.heard({.put = {user}, .erased = {}}, {user});
    CHECK(page.inbox->closed == "unauthenticated");
    CHECK(other.inbox->closed.empty());
    CHECK(page.inbox->take().at(0)["code"] == "unauthenticated");
    world.hub.flush();
    page.say({{"t", "ping"}});
    CHECK(page.inbox->take().empty());
    CHECK(world.hub.sockets() == 1);
}

TEST_CASE("the number of scopes on a socket is bounded") {
    World world;
    auto page = world.connect();
    for (std::size_t i = 1; i <= limits::socket_scopes_max; ++i)
        page.say({{"t", "sub"}, {"scope", "run:" + std::to_string(i)}});
    CHECK(page.inbox->closed.empty());
    page.say({{"t", "sub"}, {"scope", "run:1"}});
    CHECK(page.inbox->closed.empty());
    page.say({{"t", "sub"}, {"scope", "project:3"}});
    CHECK(page.inbox->closed == "too_large");
}

TEST_CASE("a page that left leaves nothing behind") {
    World world;
    auto page = world.connect();
    page.say({{"t", "sub"}, {"scope", "run:7"}});
    world.hub.grew({3}, {.run = {7}, .step = 4, .console = 2, .revision = 9});
    CHECK(world.hub.sockets() == 1);
    page.peer->closed();
    CHECK(world.hub.sockets() == 0);
    CHECK(world.hub.flush() == -1);
    CHECK(page.inbox->take().empty());
}
