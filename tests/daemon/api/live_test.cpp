// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/api/world.h"

// The live socket with real sign-ins, keys and permissions.
using namespace ensemble;
using namespace ensemble::testing;
using nlohmann::json;
using permissions::Role;

namespace {

struct Inbox final : http::Mailbox {
    std::vector<json> texts;
    std::string closed;
    bool post(std::shared_ptr<const std::string> text) override {
        texts.push_back(json::parse(*text));
        return true;
    }
    std::size_t waiting_bytes() const override { return 0; }
    void close(std::string_view reason) override { closed = reason; }
    std::vector<json> take() { return std::exchange(texts, {}); }
};

// Ana steers the team, Bob is a member; both listen to the run.
struct Live : World {
    teams::User ana = make_user("ana", now, true);
    teams::User bob = make_user("bob", now);
    TeamId team{5'000'000'001};
    ProjectId digits{5'000'000'002};
    ProjectId faces{5'000'000'003};
    std::string by_ana = sign_in(ana);
    std::string by_bob = sign_in(bob);
    runs::Run run;

    Live() {
        does(ana.id, teams::CreateTeam{team, "vision"});
        does(ana.id, projects::CreateProject{digits, team, "digits"});
        does(ana.id, projects::CreateProject{faces, team, "faces"});
        does(ana.id, teams::InviteMember{.id = {5'000'000'010}, .team = team, .user = bob.id});
        does(bob.id, teams::AcceptInvite{team, {5'000'000'010}});
        run.project = digits;
        run.author = ana.id;
        run.name = run.display_name = "r1";
        run.created_at = run.updated_at = now;
        run = *runs.add(run);
        index.changed(run, now);
    }
    void does(UserId who, sync::Command command) {
        auto outcome = authority->submit({.asker = {.user = who}}, std::move(command),
                                         sync::fresh_command_id(auth::random_number), now);
        REQUIRE(outcome);
        REQUIRE(!outcome->refused);
    }

    struct Page {
        std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>();
        std::shared_ptr<http::SocketPeer> peer;
        void say(const json& message) const { peer->received(message.dump()); }
        void listen(const std::string& scope) const { say({{"t", "sub"}, {"scope", scope}}); }
    };
    Page connect(const std::string& header, const std::string& value) {
        http::Request request;
        request.method = "GET";
        request.path = "/api/live";
        request.headers.emplace_back(header, value);
        const auto match = router.find("GET", request.path);
        REQUIRE(match.route != nullptr);
        Page page;
        auto peer = match.route->open_socket(request, page.inbox);
        REQUIRE(peer);
        page.peer = *peer;
        page.say({{"t", "hello"}, {"proto", 1}});
        page.inbox->take();
        return page;
    }
    Page by_session(const std::string& cookie) { return connect("Cookie", cookie); }
    Page by_key(const std::string& secret) { return connect("Authorization", "Bearer " + secret); }
    auth::Accounts::NewKey key(storage::ApiKey wanted) {
        wanted.name = "script";
        return *accounts->make_key(wanted, now);
    }
    std::string scope() const { return "run:" + std::to_string(run.id.value); }

    // The run grows, in a round of its own: what the page hears of that.
    std::vector<json> hear(const Page& page) {
        steady_ms += 50;
        hub.changed({live::Scope::Kind::run, run.id.value}, 5);
        hub.grew(digits, {.run = run.id, .step = 4, .console = 2, .revision = 9});
        accounts->endings().flush(now);
        hub.flush();
        return page.inbox->take();
    }
    bool hears(const Page& page) { return !hear(page).empty(); }
    // Told once that the scope is gone, and then nothing.
    bool dropped(const Page& page) {
        const auto told = hear(page);
        return told.size() == 1 && told[0]["t"] == "scope_drop" && told[0]["scope"] == scope() &&
               !hears(page);
    }
    bool closed(const Page& page) {
        const auto told = hear(page);
        return page.inbox->closed == "unauthenticated" && told.size() == 1 &&
               told[0]["t"] == "error" && told[0]["code"] == "unauthenticated" && !hears(page);
    }
};

}  // namespace

TEST_CASE("whoever is taken out of the team hears nothing more of its runs") {
    Live world;
    const auto bob = world.by_session(world.by_bob);
    const auto ana = world.by_session(world.by_ana);
    bob.listen(world.scope());
    ana.listen(world.scope());
    CHECK(world.hears(bob));
    world.does(world.ana.id, teams::RemoveMember{world.team, world.bob.id});
    CHECK(world.dropped(bob));
    CHECK(bob.inbox->closed.empty());
    ana.inbox->take();
    CHECK(world.hears(ana));
    // Back in the team, they listen again when they ask.
    world.does(world.ana.id, teams::InviteMember{
                                 .id = {5'000'000'011}, .team = world.team, .user = world.bob.id});
    world.does(world.bob.id, teams::AcceptInvite{world.team, {5'000'000'011}});
    CHECK_FALSE(world.hears(bob));
    bob.listen(world.scope());
    CHECK(world.hears(bob));
}

TEST_CASE("a project that is closed, and one that is deleted, drops whoever it is closed to") {
    Live world;
    const auto bob = world.by_session(world.by_bob);
    const auto ana = world.by_session(world.by_ana);
    bob.listen(world.scope());
    ana.listen(world.scope());
    world.does(world.ana.id,
               projects::SetVisibility{world.digits, permissions::Visibility::restricted});
    CHECK(world.dropped(bob));
    ana.inbox->take();
    CHECK(world.hears(ana));
    world.does(world.ana.id, projects::DeleteProject{world.digits});
    CHECK(world.dropped(ana));
}

TEST_CASE("a run that is moved is heard of by whoever reads where it went") {
    Live world;
    const auto bob = world.by_session(world.by_bob);
    const auto ana = world.by_session(world.by_ana);
    bob.listen(world.scope());
    ana.listen(world.scope());
    world.does(world.ana.id,
               projects::SetVisibility{world.faces, permissions::Visibility::restricted});
    CHECK(world.hears(bob));
    world.does(world.ana.id, runs::MoveRun{world.run.id, world.faces});
    CHECK(world.dropped(bob));
    ana.inbox->take();
    CHECK(world.hears(ana));
}

TEST_CASE("a socket ends with the session or the key that opened it, and with no other") {
    Live world;
    const auto key = world.key({.user = world.bob.id});
    const auto by_session = world.by_session(world.by_bob);
    const auto by_key = world.by_key(key.secret);
    for (const auto* page : {&by_session, &by_key})
        page->listen(world.scope());
    const std::string one = "/api/keys/" + std::to_string(key.key.id.value);
    CHECK(world.ask("DELETE", one, world.by_bob).status == 204);
    CHECK(world.closed(by_key));
    CHECK(by_session.inbox->closed.empty());
    by_session.inbox->take();
    CHECK(world.ask("DELETE", "/api/session", world.by_bob).status == 204);
    CHECK(world.closed(by_session));
}

TEST_CASE("a socket ends when its key or session runs out, or its key was replaced") {
    Live world;
    const auto ending = world.by_key(
        world.key({.user = world.bob.id, .expires_at = Instant{world.now.ms + 100}}).secret);
    const auto replaced_key = world.key({.user = world.bob.id});
    const auto replaced = world.by_key(replaced_key.secret);
    const auto by_session = world.by_session(world.by_bob);
    for (const auto* page : {&ending, &replaced, &by_session})
        page->listen(world.scope());
    const std::string one = "/api/keys/" + std::to_string(replaced_key.key.id.value);
    CHECK(world.ask("POST", one + "/rotate", world.by_bob, R"({"overlap_hours":1})").status == 201);
    CHECK(world.hears(ending));
    world.now.ms += 100;
    replaced.inbox->take();
    CHECK(world.closed(ending));
    replaced.inbox->take();
    CHECK(world.hears(replaced));
    world.now.ms += 3'600'000;
    replaced.inbox->take();
    CHECK(world.closed(replaced));
    by_session.inbox->take();
    CHECK(world.hears(by_session));
    world.now.ms += 30ll * 24 * 3'600'000;
    CHECK(world.closed(by_session));
}

TEST_CASE("whoever is deactivated is cut off, by session and by key") {
    Live world;
    const auto by_session = world.by_session(world.by_bob);
    const auto by_key = world.by_key(world.key({.user = world.bob.id}).secret);
    for (const auto* page : {&by_session, &by_key})
        page->listen(world.scope());
    world.does(world.ana.id, users::SetActive{world.bob.id, false});
    CHECK(by_key.inbox->closed == "unauthenticated");
    CHECK(world.closed(by_session));
}

TEST_CASE("the socket reaches as far as the key that opened it") {
    Live world;
    const auto told = [&](const storage::ApiKey& wanted, const std::string& scope) {
        const auto page = world.by_key(world.key(wanted).secret);
        page.listen(scope);
        const auto heard = page.inbox->take();
        return heard.empty() ? std::string("listens") : heard.at(0)["t"].get<std::string>();
    };
    const storage::ApiKey of_faces{
        .user = world.bob.id, .team = world.team, .project = world.faces};
    const storage::ApiKey of_digits{
        .user = world.bob.id, .team = world.team, .project = world.digits};
    const storage::ApiKey elsewhere{.user = world.bob.id, .team = world.bob.personal_team};
    const std::string digits = "project:" + std::to_string(world.digits.value);
    for (const std::string& scope : {digits, world.scope()}) {
        CHECK(told(of_faces, scope) == "scope_drop");
        CHECK(told(elsewhere, scope) == "scope_drop");
        CHECK(told(of_digits, scope) == "listens");
        CHECK(told({.user = world.bob.id, .read_only = true}, scope) == "listens");
    }
    const auto page = world.by_key(world.key(of_faces).secret);
    page.listen("project:77");
    page.listen(digits);
    auto heard = page.inbox->take();
    REQUIRE(heard.size() == 2);
    heard[0].erase("scope");
    heard[1].erase("scope");
    CHECK(heard[0] == heard[1]);
}

TEST_CASE("the key of somebody who becomes view-only hears nothing more, their session does") {
    Live world;
    const auto by_session = world.by_session(world.by_bob);
    const auto by_key = world.by_key(world.key({.user = world.bob.id}).secret);
    for (const auto* page : {&by_session, &by_key})
        page->listen(world.scope());
    world.does(world.ana.id, teams::ChangeRole{world.team, world.bob.id, {Role::view_only, {}}});
    CHECK(world.dropped(by_key));
    by_session.inbox->take();
    CHECK(world.hears(by_session));
}
