// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/storage/world.h"

using namespace ensemble;
using namespace ensemble::tests;

TEST_CASE("asking for a project twice makes it once") {
    in_memory_and_on_disk([](World& world) {
        const auto team = world.alice.personal_team;
        const auto again = must(world.projects.ensure(team, "vision", {42}, {9999}));
        CHECK(again.id == world.project.id);
        CHECK(again.author == world.alice.id);
        CHECK(again.created_at == Instant{2000});
        CHECK(again.updated_at == Instant{2000});
    });
}

TEST_CASE("project names tell upper from lower case") {
    in_memory_and_on_disk([](World& world) {
        const auto team = world.alice.personal_team;
        const auto other = must(world.projects.ensure(team, "Vision", world.alice.id, {2001}));
        CHECK(other.id != world.project.id);
        CHECK(must(world.projects.find(team, "Vision"))->id == other.id);
        CHECK(must(world.projects.find(team, "vision"))->id == world.project.id);
        CHECK_FALSE(must(world.projects.find(team, "VISION")).has_value());
        CHECK_FALSE(must(world.projects.find({42}, "vision")).has_value());
    });
}

TEST_CASE("a project is found by names that it had, until another one has them") {
    in_memory_and_on_disk([](World& world) {
        const auto team = world.alice.personal_team;
        const auto rename = [&](const std::string& name) {
            must(world.database->execute("UPDATE projects SET name = '" + name +
                                         "' WHERE id = " + std::to_string(world.project.id.value)));
        };
        CHECK_FALSE(must(world.projects.find_at(team, "sight")).has_value());
        rename("sight");
        rename("eye");
        for (const std::string_view name : {"vision", "sight", "eye"})
            CHECK(must(world.projects.find_at(team, name))->id == world.project.id);
        CHECK_FALSE(must(world.projects.find(team, "vision")).has_value());
        CHECK_FALSE(must(world.projects.find_at({42}, "vision")).has_value());
        const auto other = must(world.projects.ensure(team, "vision", world.alice.id, {2001}));
        CHECK(must(world.projects.find_at(team, "vision"))->id == other.id);
        CHECK(must(world.projects.once_named(team, "vision")) == world.project.id);
        rename("vision-2");
        rename("eye");
        CHECK(must(world.projects.find_at(team, "vision-2"))->id == world.project.id);
    });
}

TEST_CASE("projects are listed by their last change") {
    in_memory_and_on_disk([](World& world) {
        const auto team = world.alice.personal_team;
        const auto other = must(world.projects.ensure(team, "text", world.alice.id, {2001}));
        CHECK(must(world.projects.list(team)).front().id == other.id);
        auto changed = world.project;
        changed.description = "Pictures";
        changed.updated_at = {3000};
        must(world.projects.update(changed));
        const auto projects = must(world.projects.list(team));
        REQUIRE(projects.size() == 2);
        CHECK(projects[0].id == world.project.id);
        CHECK(projects[0].description == "Pictures");
        CHECK(must(world.projects.find(world.project.id))->updated_at == Instant{3000});
        changed.id = {42};
        CHECK(code_of(world.projects.update(changed)) == ErrorCode::not_found);
    });
}

TEST_CASE("a project needs its team and its author") {
    in_memory_and_on_disk([](World& world) {
        CHECK(code_of(world.projects.ensure({42}, "x", world.alice.id, {1})) ==
              ErrorCode::conflict);
        CHECK(code_of(world.projects.ensure(world.alice.personal_team, "x", {42}, {1})) ==
              ErrorCode::conflict);
    });
}
