// SPDX-License-Identifier: Apache-2.0
#include "shared/permissions/may.h"

#include <doctest/doctest.h>

using namespace ensemble;
using namespace ensemble::permissions;

TEST_CASE("a personal team belongs to its user alone") {
    const Actor owner{.user = {1}};
    const Actor other{.user = {2}};
    const Actor admin{.user = {3}, .admin = true};
    for (const Action action : {Action::read_project, Action::write_runs, Action::delete_runs}) {
        CHECK(may(owner, action, {.team_owner = {1}}).allowed);
        CHECK_FALSE(may(other, action, {.team_owner = {1}}).allowed);
        CHECK_FALSE(may(admin, action, {.team_owner = {1}}).allowed);
        CHECK(may(other, action, {.team_owner = {1}}).rule == Rule::foreign_team);
    }
}

TEST_CASE("only an admin manages users") {
    CHECK(may({.user = {1}, .admin = true}, Action::manage_users, {}).allowed);
    CHECK_FALSE(may({.user = {1}}, Action::manage_users, {}).allowed);
}

TEST_CASE("nobody and the deactivated may nothing") {
    CHECK(may({}, Action::read_project, {}).rule == Rule::not_signed_in);
    CHECK(may({.user = {1}, .admin = true, .active = false}, Action::manage_users, {}).rule ==
          Rule::deactivated);
}
