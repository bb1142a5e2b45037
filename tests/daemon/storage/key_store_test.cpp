// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/storage/world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

storage::ApiKey key_named(const World& world, const std::string& name) {
    storage::ApiKey key;
    key.user = world.alice.id;
    key.name = name;
    key.prefix = "abcd";
    key.created_at = {10};
    return key;
}

std::string first_secret() {
    return std::string("first\0secret", 12);
}

std::string second_secret() {
    return "second";
}

}  // namespace

TEST_CASE("a key is found by its hash, whatever bytes it has") {
    in_memory_and_on_disk([](World& world) {
        const std::string hash("\x00\xff\x00hash", 7);
        const auto key = must(world.keys.add(key_named(world, "laptop"), hash));
        const auto found = must(world.keys.find_by_hash(hash));
        REQUIRE(found.has_value());
        CHECK(found->id == key.id);
        CHECK(found->user == world.alice.id);
        CHECK(found->name == "laptop");
        CHECK(found->prefix == "abcd");
        CHECK(found->created_at == Instant{10});
        CHECK_FALSE(found->last_used_at.has_value());
        CHECK_FALSE(found->revoked_at.has_value());
        CHECK_FALSE(must(world.keys.find_by_hash("other")).has_value());
        CHECK(code_of(world.keys.add(key_named(world, "twin"), hash)) == ErrorCode::conflict);
    });
}

TEST_CASE("live keys are listed newest first, and use is noted") {
    in_memory_and_on_disk([](World& world) {
        const auto old = must(world.keys.add(key_named(world, "old"), "1"));
        const auto gone = must(world.keys.add(key_named(world, "gone"), "2"));
        const auto fresh = must(world.keys.add(key_named(world, "fresh"), "3"));
        must(world.keys.revoke(gone.id, {50}));
        must(world.keys.revoke(gone.id, {60}));
        must(world.keys.used(old.id, {70}));
        const auto keys = must(world.keys.list(world.alice.id));
        REQUIRE(keys.size() == 2);
        CHECK(keys[0].id == fresh.id);
        CHECK(keys[1].id == old.id);
        CHECK(keys[1].last_used_at == Instant{70});
        CHECK(must(world.keys.find_by_hash("2"))->revoked_at == Instant{50});
        CHECK(must(world.keys.list({42})).empty());
    });
}

TEST_CASE("a key keeps what it is limited to and who made it") {
    in_memory_and_on_disk([](World& world) {
        auto key = key_named(world, "ci");
        key.team = world.alice.personal_team;
        key.project = world.project.id;
        key.read_only = true;
        key.expires_at = Instant{99};
        key.made_by = world.alice.id;
        must(world.keys.add(key, "1"));
        must(world.keys.add(key_named(world, "free"), "2"));
        const auto limited = must(world.keys.find_by_hash("1")).value();
        CHECK(limited.team == key.team);
        CHECK(limited.project == key.project);
        CHECK(limited.read_only);
        CHECK(limited.expires_at == Instant{99});
        CHECK(limited.made_by == world.alice.id);
        CHECK(must(world.keys.find(limited.id))->name == "ci");
        CHECK_FALSE(must(world.keys.find({42})).has_value());
        const auto free = must(world.keys.list(world.alice.id)).at(0);
        CHECK(free.name == "free");
        CHECK_FALSE(free.team);
        CHECK_FALSE(free.project);
        CHECK_FALSE(free.read_only);
        CHECK_FALSE(free.expires_at.has_value());
        CHECK_FALSE(free.made_by);
    });
}

TEST_CASE("sessions are kept until they are removed or another one finds them expired") {
    in_memory_and_on_disk([](World& world) {
        must(world.keys.add_session("a", {world.alice.id, {100}, {200}}));
        must(world.keys.add_session("b", {world.alice.id, {100}, {900}}));
        const auto found = must(world.keys.find_session("a"));
        REQUIRE(found.has_value());
        CHECK(found->user == world.alice.id);
        CHECK(found->created_at == Instant{100});
        CHECK(found->expires_at == Instant{200});
        must(world.keys.add_session("c", {world.alice.id, {200}, {900}}));
        CHECK_FALSE(must(world.keys.find_session("a")).has_value());
        must(world.keys.remove_session("b"));
        CHECK_FALSE(must(world.keys.find_session("b")).has_value());
        must(world.keys.remove_sessions_of(world.alice.id));
        CHECK_FALSE(must(world.keys.find_session("c")).has_value());
    });
}

TEST_CASE("a link is given out once") {
    in_memory_and_on_disk([](World& world) {
        must(world.keys.add_link("a", {world.alice.id, {100}, {200}}));
        CHECK(must(world.keys.take_link("a"))->expires_at == Instant{200});
        CHECK_FALSE(must(world.keys.take_link("a")).has_value());
    });
}

TEST_CASE("a secret is made once and then stays") {
    in_memory_and_on_disk([](World& world) {
        CHECK(must(world.keys.secret("api_keys", first_secret)) == first_secret());
        CHECK(must(world.keys.secret("api_keys", second_secret)) == first_secret());
        CHECK(must(world.keys.secret("uploads", second_secret)) == second_secret());
    });
}

TEST_CASE("a key of nobody is refused") {
    in_memory_and_on_disk([](World& world) {
        storage::ApiKey key = key_named(world, "x");
        key.user = {42};
        CHECK(code_of(world.keys.add(key, "h")) == ErrorCode::conflict);
    });
}
