// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/storage/world.h"

using namespace ensemble;
using namespace ensemble::tests;

TEST_CASE("a user comes with the personal team of the same name") {
    in_memory_and_on_disk([](World& world) {
        CHECK(world.alice.id.value == 1);
        const auto team = must(world.users.find_team(world.alice.personal_team));
        REQUIRE(team.has_value());
        CHECK(team->name == "alice");
        CHECK(team->owner == world.alice.id);
        CHECK(team->created_at == Instant{1000});
        CHECK(must(world.users.teams_of(world.alice.id)).size() == 1);
        CHECK(must(world.users.find_team_by_name("ALICE"))->id == team->id);
    });
}

TEST_CASE("a user is read back as written") {
    in_memory_and_on_disk([](World& world) {
        teams::User bo = user_named("bo_2-x");
        bo.full_name = "Bo Ånström";
        bo.email = "bo@example.org";
        bo.admin = true;
        bo.language = "zh-Hans";
        bo.theme = "dark";
        bo.deactivated_at = Instant{5};
        bo = must(world.users.add(bo));
        const auto found = must(world.users.find(bo.id));
        REQUIRE(found.has_value());
        CHECK(found->name == "bo_2-x");
        CHECK(found->full_name == "Bo Ånström");
        CHECK(found->email == "bo@example.org");
        CHECK(found->admin);
        CHECK(found->language == "zh-Hans");
        CHECK(found->theme == "dark");
        CHECK(found->personal_team == bo.personal_team);
        CHECK(found->created_at == Instant{1000});
        CHECK(found->deactivated_at == Instant{5});
    });
}

TEST_CASE("names are unique without regard to case") {
    in_memory_and_on_disk([](World& world) {
        for (const auto* name : {"alice", "Alice", "ALICE"}) {
            const auto added = world.users.add(user_named(name));
            CHECK(code_of(added) == ErrorCode::conflict);
            CHECK(added.error().detail == "The name \"" + std::string(name) + "\" is taken.");
        }
        CHECK(must(world.users.list()).size() == 1);
        CHECK(must(world.users.find_by_name("aLiCe"))->id == world.alice.id);
        CHECK_FALSE(must(world.users.find_by_name("alic")).has_value());
        CHECK_FALSE(must(world.users.find({99})).has_value());
        // The refused attempts left no team behind.
        CHECK(must(world.users.add(user_named("bo"))).personal_team.value > 0);
    });
}

TEST_CASE("a user is updated, all but name and creation") {
    in_memory_and_on_disk([](World& world) {
        teams::User changed = world.alice;
        changed.name = "ignored";
        changed.full_name = "Alice";
        changed.email = "a@example.org";
        changed.admin = true;
        changed.language = "ko";
        changed.theme = "light";
        changed.deactivated_at = Instant{77};
        must(world.users.update(changed));
        const auto found = must(world.users.find(world.alice.id));
        CHECK(found->name == "alice");
        CHECK(found->full_name == "Alice");
        CHECK(found->email == "a@example.org");
        CHECK(found->admin);
        CHECK(found->language == "ko");
        CHECK(found->theme == "light");
        CHECK(found->deactivated_at == Instant{77});
        changed.id = {42};
        CHECK(code_of(world.users.update(changed)) == ErrorCode::not_found);
    });
}

TEST_CASE("a password hash is absent until it is set") {
    in_memory_and_on_disk([](World& world) {
        CHECK(must(world.users.password_hash(world.alice.id)).empty());
        must(world.users.set_password_hash(world.alice.id, "$argon2id$x"));
        CHECK(must(world.users.password_hash(world.alice.id)) == "$argon2id$x");
        must(world.users.set_password_hash(world.alice.id, ""));
        CHECK(must(world.users.password_hash(world.alice.id)).empty());
        CHECK(must(world.users.password_hash({42})).empty());
        CHECK(code_of(world.users.set_password_hash({42}, "x")) == ErrorCode::not_found);
    });
}

TEST_CASE("users are listed by name") {
    in_memory_and_on_disk([](World& world) {
        must(world.users.add(user_named("Zoe")));
        must(world.users.add(user_named("Bo")));
        const auto users = must(world.users.list());
        REQUIRE(users.size() == 3);
        CHECK(users[0].name == "alice");
        CHECK(users[1].name == "Bo");
        CHECK(users[2].name == "Zoe");
    });
}
