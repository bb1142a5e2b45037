// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/projects/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

using namespace ensemble;
using namespace ensemble::tests;
using projects::CreateProject;
using projects::SetVisibility;

namespace {

constexpr Visibility all[] = {Visibility::open, Visibility::public_, Visibility::team,
                              Visibility::restricted};

Verdict set(const State& state, UserId asker, ProjectId project, Visibility visibility) {
    return decide(state, by(asker), SetVisibility{project, visibility});
}

Project changed_to(const State& state, UserId asker, ProjectId project, Visibility visibility) {
    Project row = *state.project(project);
    row.visibility = visibility;
    row.changed = {asker, now};
    return row;
}

}  // namespace

TEST_CASE("authors and team admins say who sees a project, and it says who said so") {
    const State state = world();
    for (const UserId asker : {mia, vera})
        for (const Visibility visibility : {Visibility::open, Visibility::public_})
            CHECK(difference(set(state, asker, detector, visibility),
                             {.put = {changed_to(state, asker, detector, visibility)}}) == "");
    CHECK(difference(set(state, mia, detector, Visibility::team), {}) == "");
    check({
        {"its author", set(state, mia, detector, Visibility::public_), "accepted creator"},
        {"an admin", set(state, vera, detector, Visibility::public_), "accepted team_role"},
        {"another member", set(state, tests::max, detector, Visibility::public_),
         "forbidden not_creator admin"},
        {"a view-only member", set(state, viola, detector, Visibility::public_),
         "forbidden role_lacks admin"},
        {"a service account", set(state, bot, detector, Visibility::public_),
         "forbidden service_account admin"},
        {"an admin of the instance", set(state, ana, paper, Visibility::team),
         "forbidden not_a_member admin"},
        {"an admin before the door", set(state, vera, secret, Visibility::team),
         "forbidden not_added admin"},
        {"a stranger", set(state, otto, detector, Visibility::open), "gone project"},
        {"missing", set(state, otto, missing_project, Visibility::open), "gone project"},
        {"deleted", set(state, vera, trashed, Visibility::open), "gone project"},
        {"its author, once view-only",
         set(with(role_in_team(mia, view_only)), mia, detector, Visibility::open),
         "forbidden role_lacks admin"},
    });
}

TEST_CASE("a restricted project becomes its team's first, whatever comes then") {
    const State state = world();
    check({
        {"open", set(state, mia, secret, Visibility::open), "invalid visibility"},
        {"public", set(state, mia, secret, Visibility::public_), "invalid visibility"},
        {"the team's", set(state, mia, secret, Visibility::team), "accepted creator"},
        {"as it is", set(state, mia, secret, Visibility::restricted), "accepted creator"},
    });
    const State theirs = after(state, set(state, mia, secret, Visibility::team));
    CHECK(told(set(theirs, mia, secret, Visibility::open)) == "accepted creator");
    CHECK(theirs.project_member(secret, gus) != nullptr);
}

TEST_CASE("who closes a project stays inside, as what they were") {
    const State state = world();
    for (const UserId asker : {mia, vera})
        CHECK(difference(set(state, asker, detector, Visibility::restricted),
                         {.put = {changed_to(state, asker, detector, Visibility::restricted),
                                  ProjectMember{detector, asker, inherits, {asker, now}}}}) == "");
    for (const UserId asker : {gus, tests::max})
        CHECK(difference(set(with(role_in_project(asker, detector, as_admin)), asker, detector,
                             Visibility::restricted),
                         {.put = {changed_to(state, asker, detector, Visibility::restricted)}}) ==
              "");
}

TEST_CASE("open and public are not offered where the team or the instance keeps projects private") {
    const auto team_private =
        edited<Team>({Kind::team, vision.value}, [](Team& row) { row.private_only = true; });
    for (const bool by_instance : {false, true}) {
        const State state =
            by_instance ? with(switched(&Settings::private_only)) : with(team_private);
        const std::string who = by_instance ? "enforced instance" : "enforced team";
        for (const Visibility visibility : all) {
            const bool wide = visibility < Visibility::team;
            const Verdict changed = set(state, vera, detector, visibility);
            CHECK(told(changed) == (wide ? who : "accepted team_role"));
            const Verdict made = decide(
                state, by(vera), CreateProject{chosen<ProjectId>(1), vision, "new", visibility});
            CHECK(told(made) == (wide ? who : "accepted team_role"));
        }
        // What is public stays so until somebody closes it, and does not come back.
        CHECK(visible(state, otto, {ScopeKind::project, paper.value}));
        CHECK(told(set(state, vera, paper, Visibility::public_)) == who);
        CHECK(told(set(state, vera, paper, Visibility::team)) == "accepted team_role");
        CHECK(told(set(state, mia, secret, Visibility::team)) == "accepted creator");
    }
}
