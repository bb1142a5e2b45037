// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/teams/commands.h"
#include "shared/users/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

// No team that is shared is ever without an admin who is a live person.

using namespace ensemble;
using namespace ensemble::tests;
using teams::AppointAdmin;
using teams::ChangeRole;
using teams::LeaveTeam;
using teams::RemoveMember;
using teams::RestoreTeam;

TEST_CASE("the last admin of a team stays it on every way out") {
    // Dora is deactivated and a service account is no person: neither counts.
    const State state = with(role_in_team(bot, as_admin));
    check({
        {"made a member", decide(state, by(vera), ChangeRole{vision, vera, as_member}),
         "last_admin"},
        {"made view-only", decide(state, by(vera), ChangeRole{vision, vera, view_only}),
         "last_admin"},
        {"given a custom role", decide(state, by(vera), ChangeRole{vision, vera, as_steward}),
         "last_admin"},
        {"removed by themselves", decide(state, by(vera), RemoveMember{vision, vera}),
         "last_admin"},
        {"leaving", decide(state, by(vera), LeaveTeam{vision}), "last_admin"},
        {"deactivated", decide(state, by(ana), users::SetActive{vera, false}),
         "last_admin team vision"},
    });
}

TEST_CASE("with a second admin every way out is open, once") {
    const State two = with(role_in_team(mia, as_admin));
    const Verdict demoted = decide(two, by(mia), ChangeRole{vision, vera, as_member});
    const Verdict removed = decide(two, by(mia), RemoveMember{vision, vera});
    const Verdict left = decide(two, by(vera), LeaveTeam{vision});
    const Verdict deactivated = decide(two, by(ana), users::SetActive{vera, false});
    for (const Verdict& verdict : {demoted, removed, left, deactivated}) {
        const State one = after(two, verdict);
        CHECK(admin_count(one, vision) == 1);
        check({
            {"leaving", decide(one, by(mia), LeaveTeam{vision}), "last_admin"},
            {"made a member", decide(one, by(mia), ChangeRole{vision, mia, as_member}),
             "last_admin"},
            {"deactivated", decide(one, by(ana), users::SetActive{mia, false}),
             "last_admin team vision"},
        });
    }
}

TEST_CASE("two admins who demote each other leave one: whoever came first") {
    const State two = with(role_in_team(mia, as_admin));
    const State one = after(two, decide(two, by(mia), ChangeRole{vision, vera, as_member}));
    const Verdict back = decide(one, by(vera), ChangeRole{vision, mia, as_member});
    CHECK(told(back) == "forbidden role_lacks admin");
    CHECK(std::get<Refused>(back).changed == Trace{mia, now});
}

TEST_CASE("an appointment is undone as long as another admin is left") {
    const State state = world();
    const State two = after(state, decide(state, by(ana), AppointAdmin{vision, otto, "away"}));
    CHECK(told(decide(two, by(vera), ChangeRole{vision, otto, as_member})) == "accepted team_role");
    CHECK(told(decide(two, by(vera), RemoveMember{vision, otto})) == "accepted team_role");
    CHECK(told(decide(two, by(otto), LeaveTeam{vision})) == "accepted");
    const State one = after(two, decide(two, by(vera), LeaveTeam{vision}));
    CHECK(told(decide(one, by(otto), LeaveTeam{vision})) == "last_admin");
    CHECK(told(decide(one, by(otto), ChangeRole{vision, otto, view_only})) == "last_admin");
}

TEST_CASE("a deactivated admin goes without asking who is left") {
    const State state = world();
    CHECK(told(decide(state, by(vera), ChangeRole{vision, dora, as_member})) ==
          "accepted team_role");
    CHECK(told(decide(state, by(vera), RemoveMember{vision, dora})) == "accepted team_role");
}

TEST_CASE("a team that lost its admins while it was deleted gets one before it is restored") {
    const State state = with(deleted_team(vision), deactivated(vera));
    CHECK(told(decide(state, by(ana), RestoreTeam{vision})) == "last_admin team vision");
    const State again = after(state, decide(state, by(ana), AppointAdmin{vision, mia, "hers"}));
    CHECK(told(decide(again, by(ana), RestoreTeam{vision})) == "accepted instance_admin");
}
