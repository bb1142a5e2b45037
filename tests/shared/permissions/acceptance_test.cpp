// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/shared/permissions/askers.h"

using namespace ensemble::permissions;
using enum Action;

TEST_CASE("A2.1: a moved run stays its maker's in a project that somebody else made") {
    // The owner of the project is a member who did not make the run.
    CHECK(ok(maker, run_move));
    CHECK_FALSE(ok(colleague, run_delete));
    CHECK(ok(maker, run_delete));
    CHECK(ok(team_admin, run_delete));
    CHECK_FALSE(ok(colleague, run_move));
    CHECK(ok(team_admin, run_move));
}

TEST_CASE("A2.2: the same for stopping, also within a sweep that one launched") {
    // Who launched the sweep made the sweep, not the runs of somebody else's agent.
    CHECK(ok(maker, sweep_delete));
    CHECK_FALSE(ok(colleague, run_stop));
    CHECK_FALSE(ok(colleague, run_delete));
    CHECK(ok(maker, run_stop));
    CHECK(ok(team_admin, run_stop));
}

TEST_CASE("A2.3: a member deletes anybody's artifact, not anybody's run") {
    CHECK(ok(colleague, artifact_delete));
    CHECK_FALSE(ok(colleague, run_delete));
}

TEST_CASE("A2.4: somebody else's report is for admins") {
    for (const Action action : {report_update, report_delete}) {
        CHECK_FALSE(ok(colleague, action));
        CHECK(ok(team_admin, action));
    }
}

TEST_CASE("A2.5: view-only people read, comment and follow, and change nothing else anywhere") {
    for (const Visibility visibility :
         {Visibility::open, Visibility::public_, Visibility::team, Visibility::restricted}) {
        Facts facts = in(viewer, visibility, true);
        facts.creator = true;
        for (const Action action : {run_read, sweep_read, workspace_read, report_read,
                                    artifact_read, project_read, report_comment, report_follow})
            CHECK(ok(facts, action));
        for (std::size_t i = 0; i < action_count; ++i) {
            const auto action = static_cast<Action>(i);
            CAPTURE(name(action));
            const bool mild = reads(action) || action == report_comment || action == report_follow;
            CHECK((mild || !ok(facts, action)));
        }
        CHECK_FALSE(ok(facts, artifact_download));
    }
}

TEST_CASE("A2.6: view-only people make no keys, and those they had stop working") {
    CHECK_FALSE(ok(viewer, apikey_create_own));
    Facts facts = viewer;
    for (const Key key : {Key::full, Key::read_only}) {
        facts.key = key;
        CHECK(decide(facts, run_read) == Decision{false, Rule::key_of_view_only, Role::view_only});
        CHECK(ok(in(facts, Visibility::public_), run_read));
        CHECK(ok(with_extra(facts, apikey_create_own), run_read));
    }
    CHECK(ok(with_extra(viewer, apikey_create_own), apikey_create_own));
    facts.team_role = Role::member;
    CHECK(ok(facts, run_read));
}

TEST_CASE("A2.7: a team admin appoints a registry admin, perhaps themselves, and then may") {
    Facts facts = team_admin;
    CHECK(decide(facts, registry_protected_alias) ==
          Decision{false, Rule::needs_registry_admin, Role::none});
    CHECK(ok(facts, registry_manage_members));
    facts.registry_admin = true;
    CHECK(decide(facts, registry_protected_alias) ==
          Decision{true, Rule::registry_admin, Role::none});
    // Who unlinks a protected version or deletes a collection of it is asked for the alias, too.
    CHECK(ok(colleague, registry_unlink));
    CHECK(ok(colleague, registry_delete));
    CHECK_FALSE(ok(colleague, registry_protected_alias));
}

TEST_CASE("A2.8, D15: a custom role stops any run or only one's own, as its action says") {
    Facts all = with_extra(viewer, run_stop);
    Facts own = with_extra(viewer, run_stop_own);
    CHECK(decide(all, run_stop) == Decision{true, Rule::team_extra, Role::none});
    CHECK(decide(own, run_stop) == Decision{false, Rule::not_creator, Role::admin});
    own.creator = true;
    CHECK(decide(own, run_stop) == Decision{true, Rule::creator, Role::none});
}

TEST_CASE("A2.16: service accounts of other teams log to open projects alone") {
    const Facts foreign{.principal = Principal::team_service, .key = Key::full};
    for (const Visibility visibility :
         {Visibility::team, Visibility::restricted, Visibility::public_})
        CHECK_FALSE(ok(in(foreign, visibility), run_create));
    CHECK(decide(in(foreign, Visibility::open), run_create) ==
          Decision{true, Rule::open_project, Role::none});
    CHECK_FALSE(ok(in(foreign, Visibility::open), run_delete));
    Facts added = in(foreign, Visibility::restricted, true);
    added.project_role = Role::member;
    CHECK(decide(added, run_create).rule == Rule::not_a_member);
}

TEST_CASE("A2.17: service accounts need to be added to a restricted project of their own team") {
    for (const Principal principal : {Principal::team_service, Principal::instance_service}) {
        const Facts own{.principal = principal, .key = Key::full, .team_role = Role::member};
        CHECK(ok(in(own, Visibility::team), run_create));
        CHECK(decide(in(own, Visibility::restricted), run_create).rule == Rule::not_added);
        CHECK(ok(in(own, Visibility::restricted, true), run_create));
    }
}

TEST_CASE("A2.18: what is public stays so whatever a switch says about new projects") {
    const Facts nobody;
    CHECK(ok(in(nobody, Visibility::public_), run_read));
    CHECK_FALSE(ok(in(nobody, Visibility::team), run_read));
}

TEST_CASE("A2.19: restricting a project shuts out who was not added, and its runs stay in it") {
    CHECK(ok(in(colleague, Visibility::team), run_read));
    CHECK(decide(in(colleague, Visibility::restricted), run_read) ==
          Decision{false, Rule::not_added, Role::view_only});
    CHECK(ok(in(colleague, Visibility::restricted, true), run_read));
    for (const Facts& facts : {maker, team_admin})
        CHECK(decide(in(facts, Visibility::restricted, true), run_move) ==
              Decision{false, Rule::restricted_keeps_runs, Role::none});
    // Into one: what is asked there is whether they may log.
    CHECK(ok(in(maker, Visibility::restricted, true), run_create));
}

TEST_CASE("B.2: team admins are not in a restricted project, but may join it") {
    const Facts outside = in(team_admin, Visibility::restricted);
    CHECK_FALSE(ok(outside, run_read));
    CHECK_FALSE(ok(outside, project_delete));
    CHECK(ok(outside, project_manage_members));
    CHECK(ok(in(team_admin, Visibility::restricted, true), run_read));
}

TEST_CASE("A2.20: who was removed from a project and is added again has the team's role") {
    Facts facts = in(colleague, Visibility::restricted, true);
    facts.project_role = Role::admin;
    CHECK(ok(facts, project_delete));
    facts.added_to_project = false;
    CHECK_FALSE(ok(facts, project_read));
    facts.added_to_project = true;
    facts.project_role = Role::none;
    CHECK_FALSE(ok(facts, project_delete));
    CHECK(decide(facts, run_create) == Decision{true, Rule::team_role, Role::none});
}

TEST_CASE("A2.21: a role of its own stays put, one that is inherited follows the team's") {
    Facts inherits = in(colleague, Visibility::team, true);
    Facts differs = inherits;
    differs.project_role = Role::view_only;
    CHECK_FALSE(ok(differs, run_create));
    inherits.team_role = differs.team_role = Role::admin;
    CHECK(ok(inherits, run_delete));
    CHECK_FALSE(ok(differs, run_delete));
    Facts always_viewer = in(viewer, Visibility::team, true);
    always_viewer.project_role = Role::admin;
    CHECK_FALSE(ok(always_viewer, run_create));
}

TEST_CASE("a guest has a role in one project and none in its team") {
    Facts guest = in({.principal = Principal::person}, Visibility::restricted, true);
    guest.project_role = Role::member;
    CHECK(decide(guest, run_create) == Decision{true, Rule::project_role, Role::none});
    CHECK_FALSE(ok(guest, team_read));
    CHECK_FALSE(ok(guest, registry_read));
}
