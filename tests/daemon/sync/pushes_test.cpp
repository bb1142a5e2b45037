// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "daemon/storage/artifact_store.h"
#include "daemon/sync/page_sessions.h"
#include "tests/support/stores.h"

using namespace ensemble;

namespace {

constexpr Instant now{1'764'662'400'000};

// What one page was told.
struct Told final : sync::Outlet {
    void hello(const sync::HelloOk& said) override { last_seq = said.last_seq; }
    void patch(const sync::Outgoing& patch) override {
        for (const sync::Outcome& outcome : patch.outcomes)
            outcomes.push_back(outcome);
    }
    void bye(const sync::Bye& said) override { farewell = said.code; }
    std::size_t waiting_bytes() const override { return 0; }

    std::int64_t last_seq = -1;
    std::vector<sync::Outcome> outcomes;
    std::string farewell;
};

struct Page {
    std::shared_ptr<Told> told = std::make_shared<Told>();
    std::shared_ptr<sync::PageSessions::Session> session;
};

struct World : tests::Stores {
    teams::User ana = make_user("ana", now);
    teams::User bob = make_user("bob", now);
    std::vector<std::size_t> commits;  // how many commands each of them had
    sync::PageSessions pages{*authority, {.now = [] { return now; }}};

    World() {
        authority->when_committed([this](const std::vector<storage::Decided>& batch) {
            commits.push_back(batch.size());
        });
    }

    Page open(const teams::User& user, const std::string& client) {
        Page page;
        page.session = pages.open(user.id, "", page.told);
        pages.receive(*page.session, sync::Hello{.client = client, .device = client});
        pages.flush();
        return page;
    }
    void push(const Page& page, std::int64_t seq, const std::string& id,
              const std::string& full_name) {
        users::EditProfile edit;
        edit.full_name = full_name;
        pages.receive(*page.session, sync::Push{{{seq, id, edit, now}}});
    }
    std::string full_name(const teams::User& user) {
        return authority->state().user(user.id)->full_name;
    }
};

}  // namespace

TEST_CASE("what several pages push in one round is one commit, and each hears its own outcome") {
    World world;
    const Page one = world.open(world.ana, "one");
    const Page two = world.open(world.bob, "two");
    world.push(one, 1, "a", "Ana Alba");
    world.push(two, 1, "b", "Bob Ross");
    world.pages.flush();
    CHECK(world.commits == std::vector<std::size_t>{2});
    REQUIRE(one.told->outcomes.size() == 1);
    REQUIRE(two.told->outcomes.size() == 1);
    CHECK(one.told->outcomes[0].id == "a");
    CHECK(two.told->outcomes[0].id == "b");
    CHECK(two.told->outcomes[0].version == one.told->outcomes[0].version + 1);
    CHECK(world.full_name(world.ana) == "Ana Alba");
    CHECK(world.full_name(world.bob) == "Bob Ross");
}

TEST_CASE("a push that cannot be is the end of its page alone") {
    World world;
    const Page one = world.open(world.ana, "one");
    const Page two = world.open(world.bob, "two");
    world.push(one, 2, "a", "Ana Alba");
    world.push(two, 1, "b", "Bob Ross");
    world.pages.flush();
    CHECK(one.told->farewell == "bad_request");
    CHECK(two.told->farewell.empty());
    CHECK(world.full_name(world.ana).empty());
    CHECK(world.full_name(world.bob) == "Bob Ross");
}

TEST_CASE("two pages that share a client by chance or malice do nothing twice") {
    World world;
    const Page one = world.open(world.ana, "same");
    const Page two = world.open(world.bob, "same");
    world.push(one, 1, "a", "Ana Alba");
    world.push(two, 1, "b", "Bob Ross");
    world.pages.flush();
    CHECK(world.full_name(world.ana) == "Ana Alba");
    CHECK(two.told->farewell == "bad_request");
    CHECK(world.full_name(world.bob).empty());
}

TEST_CASE("a page that comes again hears of what it pushed on the connection before") {
    World world;
    const Page before = world.open(world.ana, "one");
    world.push(before, 1, "a", "Ana Alba");
    const Page after = world.open(world.ana, "one");
    CHECK(before.told->farewell == "in_use");
    CHECK(after.told->last_seq == 1);
    REQUIRE(after.told->outcomes.size() == 1);
    CHECK(after.told->outcomes[0].id == "a");
}

TEST_CASE("what a page pushed before it was closed counts") {
    World world;
    const Page page = world.open(world.ana, "one");
    world.push(page, 1, "a", "Ana Alba");
    world.pages.closed(*page.session);
    world.pages.flush();
    CHECK(world.full_name(world.ana) == "Ana Alba");
    CHECK(world.pages.count() == 0);
}

TEST_CASE("what a page pushed and nobody decided is lost with its sign-in, and the page knows") {
    World world;
    const Page page = world.open(world.ana, "one");
    world.push(page, 1, "a", "Ana Alba");
    world.pages.signed_out(world.ana.id, "");
    world.pages.flush();
    CHECK(page.told->farewell == "unauthenticated");
    CHECK(page.told->outcomes.empty());
    CHECK(world.full_name(world.ana).empty());
}
