// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/projects/commands.h"
#include "shared/teams/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

using namespace ensemble;
using namespace ensemble::tests;
using projects::RemoveProjectMember;
using projects::SetProjectRole;

namespace {

Verdict set(const State& state, UserId asker, ProjectId project, UserId user, Holding role) {
    return decide(state, by(asker), SetProjectRole{project, user, role});
}
Verdict remove(const State& state, UserId asker, ProjectId project, UserId user) {
    return decide(state, by(asker), RemoveProjectMember{project, user});
}

constexpr const char* too_much = "forbidden role_lacks admin role";

}  // namespace

TEST_CASE("authors and team admins say what somebody is in a project") {
    const State state = world();
    for (const Holding role : {view_only, as_admin, as_steward, as_stopper})
        CHECK(difference(set(state, vera, detector, tests::max, role),
                         {.put = {ProjectMember{detector, tests::max, role, {vera, now}}}}) == "");
    CHECK(difference(set(state, mia, secret, tests::max, inherits),
                     {.put = {ProjectMember{secret, tests::max, inherits, {mia, now}}}}) == "");
    CHECK(difference(set(state, mia, secret, mia, inherits), {}) == "");
    check({
        {"an author", set(state, mia, detector, tests::max, view_only), "accepted creator"},
        {"a member", set(state, tests::max, detector, viola, inherits),
         "forbidden not_creator admin"},
        {"a view-only member", set(state, viola, detector, viola, as_member),
         "forbidden role_lacks admin"},
        {"a service account", set(state, bot, secret, bot, inherits), "gone project"},
        {"a service account that sees it", set(state, bot, detector, bot, inherits),
         "forbidden service_account admin"},
        {"an admin of the instance", set(state, ana, paper, ana, as_member),
         "forbidden not_a_member admin"},
        {"a guest", set(state, gus, secret, gus, as_member), "forbidden role_lacks admin"},
        {"a stranger", set(state, otto, detector, otto, as_member), "gone project"},
        {"missing", set(state, otto, missing_project, otto, as_member), "gone project"},
        {"deleted", set(state, vera, trashed, mia, view_only), "gone project"},
    });
}

TEST_CASE("who is said to be what they are in the team follows the team") {
    const State state = world();
    const ProjectMember follows{detector, tests::max, inherits, {vera, now}};
    CHECK(difference(set(state, vera, detector, tests::max, as_member), {.put = {follows}}) == "");
    CHECK(difference(set(state, vera, secret, carl, as_steward),
                     {.put = {ProjectMember{secret, carl, inherits, {vera, now}}}}) == "");
    CHECK(difference(set(state, vera, secret, viola, view_only),
                     {.put = {ProjectMember{secret, viola, inherits, {vera, now}}}}) == "");
    const State other = with(role_in_project(tests::max, detector, view_only));
    CHECK(difference(set(other, vera, detector, tests::max, as_member), {.put = {follows}}) == "");
}

TEST_CASE("a project's people are live, and each may be what is said") {
    const State state = world();
    check({
        {"view-only in the team", set(state, vera, detector, viola, as_member), "invalid role"},
        {"by a custom role too", set(state, vera, detector, stan, as_admin), "invalid role"},
        {"by another custom role", set(state, vera, detector, viola, as_stopper), "invalid role"},
        {"from outside", set(state, vera, detector, otto, as_member), "accepted team_role"},
        {"from outside, to follow a team they are not in",
         set(state, vera, detector, otto, inherits), "invalid role"},
        {"deactivated", set(state, vera, detector, dora, view_only), "invalid user"},
        {"missing", set(state, vera, detector, missing_user, as_member), "gone user"},
        {"a missing custom role", set(state, vera, detector, mia, {Role::member, missing_role}),
         "gone role"},
        {"a custom role on another base", set(state, vera, detector, mia, {Role::member, stopper}),
         "invalid role"},
        {"a custom role on none", set(state, vera, detector, mia, {Role::none, stopper}),
         "invalid role"},
        {"the team's service account", set(state, vera, secret, bot, inherits),
         "accepted team_role"},
        {"it as an admin", set(state, vera, secret, bot, as_admin), "invalid role"},
        {"the instance's service account", set(state, vera, secret, fleet, inherits),
         "accepted team_role"},
        {"another team's service account", set(state, otto, speech, bot, as_member),
         "invalid user"},
    });
}

TEST_CASE("nobody gives in a project more than they have there") {
    const State state =
        with(role_in_project(tests::max, paper, as_admin), role_in_project(gus, paper, as_admin),
             role_in_project(mia, course, view_only));
    check({
        {"an author, to admin", set(state, mia, detector, tests::max, as_admin), too_much},
        {"an author, themselves", set(state, mia, detector, mia, as_admin), too_much},
        {"an author, a custom role with more", set(state, mia, detector, tests::max, as_steward),
         too_much},
        {"an author, a guest", set(state, mia, detector, otto, as_member), "accepted creator"},
        {"an author, a guest as admin", set(state, mia, detector, otto, as_admin), too_much},
        {"an author who only looks on there", set(state, mia, course, mia, as_member),
         "forbidden role_lacks admin"},
        {"an admin of the project alone", set(state, tests::max, paper, carl, as_admin),
         "accepted project_role"},
        {"the same elsewhere", set(state, tests::max, detector, carl, as_admin),
         "forbidden not_creator admin"},
        {"a guest who is admin", set(state, gus, paper, otto, as_admin), "accepted project_role"},
    });
}

TEST_CASE("nobody changes in a project who has more there than they") {
    const State state =
        with(role_in_project(vera, secret, inherits), role_in_project(carl, detector, as_admin));
    check({
        {"an author demotes the team's admin", set(state, mia, detector, vera, view_only),
         too_much},
        {"an author demotes the project's admin", set(state, mia, detector, carl, view_only),
         too_much},
        {"an author removes the project's admin", remove(state, mia, detector, carl), too_much},
        {"an author shows the team's admin out", remove(state, mia, secret, vera), too_much},
        {"an admin demotes an author", set(state, vera, detector, mia, view_only),
         "accepted team_role"},
        {"an author shows a guest out", remove(state, mia, secret, gus), "accepted creator"},
        {"an author lets the team's admin in", set(world(), mia, secret, vera, inherits),
         "accepted creator"},
        {"an author says that the team's admin is what they are",
         set(world(), mia, detector, vera, inherits), "accepted creator"},
    });
}

TEST_CASE("who is removed is what they are in the team, and forgotten here") {
    const State state = with(role_in_project(tests::max, detector, view_only));
    CHECK(difference(remove(state, vera, detector, tests::max),
                     {.erased = {{Kind::project_member, detector.value, tests::max.value}}}) == "");
    check({
        {"who was not added", remove(state, vera, detector, viola), "gone member"},
        {"a member", remove(state, carl, detector, tests::max), "forbidden not_creator admin"},
        {"a stranger", remove(state, otto, detector, tests::max), "gone project"},
        {"missing", remove(state, vera, detector, missing_user), "gone user"},
        {"a service account", remove(state, bot, detector, tests::max),
         "forbidden service_account admin"},
        {"by the door", remove(state, vera, secret, mia), "accepted team_role"},
    });
}

TEST_CASE("one leaves a project, but not to be more than before") {
    const State state =
        with(role_in_project(tests::max, detector, view_only),
             role_in_project(carl, detector, as_admin), role_in_project(carl, secret, view_only));
    check({
        {"a guest", remove(state, gus, secret, gus), "accepted"},
        {"out of a restricted one", remove(state, carl, secret, carl), "accepted"},
        {"from admin to what one is", remove(state, carl, detector, carl), "accepted"},
        {"from view-only to member", remove(state, tests::max, detector, tests::max), too_much},
        {"who was not added", remove(state, mia, detector, mia), "gone member"},
        {"a service account",
         remove(with(role_in_project(bot, detector, view_only)), bot, detector, bot),
         "forbidden service_account"},
    });
}

TEST_CASE("who looks on in a project and may steer its people does not lift themselves") {
    const State state =
        with(custom_role({310}, Role::view_only, ActionSet::of(Action::project_manage_members)),
             role_in_project(tests::max, detector, {Role::view_only, {310}}));
    CHECK(told(set(state, tests::max, detector, tests::max, inherits)) == too_much);
    CHECK(told(set(state, tests::max, detector, tests::max, as_member)) == too_much);
    CHECK(told(remove(state, tests::max, detector, tests::max)) == too_much);
    CHECK(told(set(state, tests::max, detector, viola, inherits)) == "accepted project_extra");
    CHECK(told(set(state, tests::max, detector, tests::max, view_only)) ==
          "accepted project_extra");
}

TEST_CASE("a team admin opens the door of a restricted project for themselves") {
    const State state = world();
    const Verdict verdict = set(state, vera, secret, vera, inherits);
    CHECK(told(verdict) == "accepted team_role");
    const State inside = after(state, verdict);
    CHECK(may(inside, {.user = vera}, Action::run_delete, {vision, secret, {}}).allowed);
    CHECK_FALSE(may(state, {.user = vera}, Action::run_read, {vision, secret, {}}).allowed);
}
