// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <set>
#include <string>
#include <string_view>

#include "shared/permissions/decision.h"

using namespace ensemble::permissions;

TEST_CASE("every action has a name of its own and is found by it") {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < action_count; ++i) {
        const auto one = static_cast<Action>(i);
        CHECK(seen.insert(name(one)).second);
        CHECK(action(name(one)) == one);
    }
    for (const char* wrong : {"", "run", "run:", "run:Delete", "run:delete ", "run:delete_ow"})
        CHECK_FALSE(action(wrong).has_value());
}

TEST_CASE("the own form of an action is named after it") {
    std::size_t own_forms = 0;
    for (std::size_t i = 0; i < action_count; ++i) {
        const auto one = static_cast<Action>(i);
        const auto named = action(std::string(name(one)) + "_own");
        CHECK(own_form(one) == named);
        if (named) ++own_forms;
    }
    CHECK(own_forms == 10);
}

TEST_CASE("roles and visibilities are found by their names") {
    for (const Role one : {Role::none, Role::view_only, Role::member, Role::admin})
        CHECK(role(name(one)) == one);
    for (const Visibility one :
         {Visibility::open, Visibility::public_, Visibility::team, Visibility::restricted})
        CHECK(visibility(name(one)) == one);
    CHECK_FALSE(role("owner").has_value());
    CHECK_FALSE(visibility("private").has_value());
}

TEST_CASE("rules have names of their own, and numbers that never change") {
    std::set<std::string_view> names;
    for (const Rule rule : all_rules)
        CHECK(names.insert(name(rule)).second);
    CHECK(static_cast<int>(Rule::team_role) == 1);
    CHECK(static_cast<int>(Rule::users_create_teams) == 12);
    CHECK(static_cast<int>(Rule::not_signed_in) == 32);
    CHECK(static_cast<int>(Rule::restricted_keeps_runs) == 46);
}

TEST_CASE("a custom role adds only what a team has a use for") {
    for (std::size_t i = 0; i < action_count; ++i) {
        const auto one = static_cast<Action>(i);
        const bool of_instance = place(one) == Place::instance && one != Action::apikey_create_own;
        CHECK(addable_actions().has(one) == !of_instance);
    }
}

TEST_CASE("each role has all of the one below it") {
    CHECK(actions_of(Role::none).empty());
    CHECK(actions_of(Role::member).covers(actions_of(Role::view_only)));
    CHECK(actions_of(Role::admin).covers(actions_of(Role::member)));
    CHECK(actions_of(Role::view_only).covers(public_actions()));
    CHECK(actions_of(Role::member).covers(open_actions()));
}
