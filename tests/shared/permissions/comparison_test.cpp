// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>

#include "shared/permissions/decision.h"
#include "tests/shared/permissions/catalogue.h"
#include "tests/shared/permissions/reference.h"
#include "tests/shared/permissions/space.h"

using namespace ensemble::permissions;

namespace {

std::string in_words(const Facts& facts, Action action) {
    const auto number = [](auto value) { return std::to_string(static_cast<int>(value)); };
    return std::string(name(action)) + " principal " + number(facts.principal) + " key " +
           number(facts.key) + " active " + number(facts.active) + " instance admin " +
           number(facts.instance_admin) + " registry admin " + number(facts.registry_admin) +
           " team role " + std::string(name(facts.team_role)) + " added " +
           number(facts.added_to_project) + " project role " +
           std::string(name(facts.project_role)) + " " + std::string(name(facts.visibility)) +
           " creator " + number(facts.creator);
}

}  // namespace

TEST_CASE("the engine decides as the words say, everywhere and for the same reason") {
    std::size_t questions = 0;
    std::size_t differences = 0;
    for (std::size_t i = 0; i < action_count; ++i) {
        const auto action = static_cast<Action>(i);
        const std::size_t size = space::size(action);
        questions += size;
        for (std::size_t n = 0; n < size; ++n) {
            const Facts facts = space::facts(action, n);
            const Decision engine = decide(facts, action);
            const Decision words = reference::decide(facts, action);
            if (engine == words) continue;
            if (++differences > 20) continue;
            CAPTURE(in_words(facts, action));
            CHECK(name(engine.rule) == name(words.rule));
            CHECK(engine == words);
        }
    }
    CHECK(questions > 2'000'000);
    CHECK(differences == 0);
    MESSAGE(questions << " questions");
}

TEST_CASE("what an action is about follows from its name") {
    for (std::size_t i = 0; i < action_count; ++i) {
        const auto action = static_cast<Action>(i);
        CAPTURE(name(action));
        const auto about = reference::entry_of(action).about;
        CHECK((place(action) == Place::instance) == (about == reference::About::instance));
        CHECK((place(action) == Place::team) == (about == reference::About::team));
    }
}

TEST_CASE("the tables of the engine are those of the words, bit by bit") {
    CHECK(reference::tables_agree());
    CHECK_FALSE(reference::actions_with('V').empty());
    for (std::size_t i = 0; i < action_count; ++i) {
        const auto action = static_cast<Action>(i);
        CHECK(reads(action) == reference::actions_with('r').has(action));
    }
}
