// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/sync/command.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

// The rules that are easy to get wrong, each as people meet it.

using namespace ensemble;
using namespace ensemble::tests;

namespace {

template <class Command>
std::string ask(const State& state, UserId asker, const Command& command) {
    return told(decide(state, by(asker), command));
}

template <class Command>
State done(const State& state, UserId asker, const Command& command) {
    return after(state, decide(state, by(asker), command));
}

bool allowed(const State& state, UserId user, Action action, ProjectId project,
             UserId creator = {}) {
    return may(state, {.user = user}, action, {state.project(project)->team, project, creator})
        .allowed;
}

}  // namespace

TEST_CASE("A2.1: whoever made a run deletes it in whoever's project it lies, the author does not") {
    const State own =
        done(world(), tests::max, projects::CreateProject{chosen<ProjectId>(1), vision, "mine"});
    const State moved = done(own, mia, runs::MoveRun{mias, chosen<ProjectId>(1)});
    CHECK(ask(moved, tests::max, runs::DeleteRun{mias}) == "forbidden not_creator admin");
    CHECK(ask(moved, mia, runs::DeleteRun{mias}) == "accepted creator");
    CHECK(ask(moved, vera, runs::DeleteRun{mias}) == "accepted team_role");
}

TEST_CASE("A2.2: whoever made a run stops it, not who launched the sweep that it belongs to") {
    // The run of another user's agent: Max launched the sweep, the bot made the run.
    const State state = world();
    CHECK(allowed(state, tests::max, Action::sweep_update, detector, tests::max));
    CHECK(ask(state, tests::max, runs::StopRun{bots}) == "forbidden not_creator admin");
    CHECK(ask(state, tests::max, runs::DeleteRun{bots}) == "forbidden not_creator admin");
    CHECK(ask(state, bot, runs::StopRun{bots}) == "accepted creator");
    CHECK(ask(state, vera, runs::StopRun{bots}) == "accepted team_role");
}

TEST_CASE("A2.3: a member deletes another's artifact and not another's run") {
    const State state = world();
    CHECK(allowed(state, tests::max, Action::artifact_delete, detector, mia));
    CHECK(ask(state, tests::max, runs::DeleteRun{mias}) == "forbidden not_creator admin");
}

TEST_CASE("A2.5: who looks on reads everything, comments and follows, and changes nothing") {
    const State state = world();
    for (std::size_t i = 0; i < permissions::action_count; ++i) {
        const auto action = static_cast<Action>(i);
        CAPTURE(permissions::name(action));
        const bool mild = permissions::reads(action) || action == Action::report_comment ||
                          action == Action::report_follow;
        if (allowed(state, viola, action, detector, viola)) CHECK(mild);
    }
    for (const Action action : {Action::run_read, Action::report_read, Action::report_comment,
                                Action::report_follow, Action::workspace_read})
        CHECK(allowed(state, viola, action, detector));
    const sync::Command refused[] = {
        projects::CreateProject{chosen<ProjectId>(1), vision, "x"},
        projects::RenameProject{detector, "x"},
        projects::DescribeProject{detector, "x"},
        projects::SetVisibility{detector, Visibility::open},
        projects::SetProjectRole{detector, viola, as_member},
        projects::DeleteProject{detector},
        runs::RenameRun{mias, "x"},
        runs::NoteRun{mias, "x"},
        runs::TagRun{mias, "x"},
        runs::StopRun{mias},
        runs::DeleteRun{mias},
        runs::RestoreRun{deleted},
        runs::MoveRun{mias, paper},
        teams::InviteMember{chosen<InviteId>(1), vision, otto, "", view_only},
        teams::EditTeamProfile{.team = vision, .intro = "x"},
    };
    for (const sync::Command& command : refused) {
        CAPTURE(sync::name(command));
        CHECK(told(sync::decide(state, by(viola), command)).rfind("forbidden role_lacks", 0) == 0);
    }
}

TEST_CASE("A2.6: who looks on makes no key, and the keys of who comes to look on stop working") {
    const State state = world();
    CHECK_FALSE(may(state, {.user = viola}, Action::apikey_create_own, {}).allowed);
    const auto by_full_key = [&](const State& in) {
        return told(decide(in, by_key(tests::max), runs::RenameRun{maxs, "x"}));
    };
    CHECK(by_full_key(state) == "accepted team_role");
    const State demoted = done(state, vera, teams::ChangeRole{vision, tests::max, view_only});
    CHECK(by_full_key(demoted) == "forbidden key_of_view_only member");
    CHECK(may(demoted, {.user = tests::max, .key = permissions::Key::full}, Action::run_read,
              {vision, detector, {}})
              .rule == Rule::key_of_view_only);
}

TEST_CASE("A2.7: a team admin puts protected aliases on once they made themselves registry admin") {
    const State state = world();
    const auto protects = [](const State& in) {
        return may(in, {.user = vera}, Action::registry_protected_alias, {vision, {}, {}}).allowed;
    };
    CHECK_FALSE(protects(state));
    CHECK(protects(done(state, vera, teams::SetRegistryAdmin{vision, vera, true})));
}

TEST_CASE("A2.8: view-only with run:stop stops any run, with run:stop_own only their own") {
    const State state = with(edited<records::Run>({Kind::run, mias.value},
                                                  [](records::Run& run) { run.author = stan; }));
    CHECK(ask(state, stan, runs::StopRun{maxs}) == "accepted team_extra");
    const State own = done(
        state, ana, roles::EditRole{.id = stopper, .extra = ActionSet::of(Action::run_stop_own)});
    CHECK(ask(own, stan, runs::StopRun{maxs}) == "forbidden not_creator admin");
    CHECK(ask(own, stan, runs::StopRun{mias}) == "accepted creator");
}

TEST_CASE("A2.9: who had a deleted custom role is what it was based on") {
    const State state =
        done(done(world(), ana, roles::DeleteRole{stopper}), ana, roles::DeleteRole{steward});
    CHECK(holding(state, vision, stan) == view_only);
    CHECK(holding(state, vision, carl) == as_member);
    CHECK(ask(state, stan, runs::StopRun{mias}) == "forbidden role_lacks admin");
    CHECK(ask(state, carl, teams::RemoveMember{vision, viola}) == "forbidden role_lacks admin");
}

TEST_CASE("A2.10: a team's name is a word of an address, nobody else's, and never changes") {
    const State state = world();
    const auto create = [&](std::string name) {
        return ask(state, ana, teams::CreateTeam{chosen<TeamId>(1), std::move(name)});
    };
    CHECK(create("nils") == "conflict name nils-2");
    CHECK(create("Vision") == "conflict name Vision-2");
    CHECK(create("two words").rfind("invalid name", 0) == 0);
    CHECK(create("settings").rfind("invalid name", 0) == 0);
    for (std::size_t i = 0; i < sync::command_count; ++i)
        CHECK(sync::command_name(i) != "rename_team");
}

TEST_CASE("A2.11: a script makes projects in a team that is there, never the team") {
    const State state = world();
    const auto create = [&](TeamId team) {
        return told(
            decide(state, by_key(mia), projects::CreateProject{chosen<ProjectId>(1), team, "new"}));
    };
    CHECK(create(missing_team) == "gone team");
    CHECK(create(vision) == "accepted team_role");
}

TEST_CASE("A2.12: runs go by default to the first team one joins; a later one has to be chosen") {
    State state = done(world(), nils, teams::AcceptInvite{vision, to_nils});
    CHECK(state.account(nils)->default_team == vision);
    invite(state, {.id = {610},
                   .team = audio,
                   .user = nils,
                   .role = as_member,
                   .inviter = otto,
                   .expires_at = {now.ms + 1}});
    state = done(state, nils, teams::AcceptInvite{audio, {610}});
    CHECK(state.account(nils)->default_team == vision);
    state = done(state, nils, users::SetDefaultTeam{audio});
    CHECK(state.account(nils)->default_team == audio);
    state = done(state, nils, teams::LeaveTeam{audio});
    CHECK(state.account(nils)->default_team == personal(nils));
}

TEST_CASE("A2.13: who is removed reads nothing at once, by key or page; what they made stays") {
    const State state = done(world(), vera, teams::RemoveMember{vision, mia});
    CHECK_FALSE(visible(state, mia, {ScopeKind::team, vision.value}));
    CHECK_FALSE(visible(state, mia, {ScopeKind::runs, detector.value}));
    CHECK_FALSE(visible(state, mia, {ScopeKind::project, secret.value}));
    CHECK_FALSE(may(state, {.user = mia, .key = permissions::Key::full}, Action::run_read,
                    {vision, detector, {}})
                    .allowed);
    CHECK(ask(state, mia, runs::DeleteRun{mias}) == "gone run");
    CHECK(state.run(mias)->author == mia);
    CHECK(state.project(detector)->author == mia);
    CHECK(state.user(mia)->name == "mia");
    CHECK(ask(state, bot, runs::RenameRun{bots, "x"}) == "accepted team_role");
}

TEST_CASE("A2.14, A2.15: a service account logs to its team, for people who are in it") {
    const State state = world();
    CHECK(state.user(bot)->home_team == vision);
    CHECK(allowed(state, bot, Action::run_create, detector));
    CHECK(holding(state, state.user(bot)->home_team, mia).has_value());
    CHECK_FALSE(holding(state, state.user(bot)->home_team, otto).has_value());
    CHECK(state.user(fleet)->home_team == audio);
    CHECK(allowed(state, fleet, Action::run_create, speech));
}

TEST_CASE("A2.16: a service account logs to another team's open projects and to no others") {
    const State state = world();
    CHECK_FALSE(allowed(state, bot, Action::run_create, speech));
    for (const Visibility visibility :
         {Visibility::open, Visibility::public_, Visibility::team, Visibility::restricted}) {
        const State in = with(of_visibility(speech, visibility));
        CHECK(allowed(in, bot, Action::run_create, speech) == (visibility == Visibility::open));
    }
}

TEST_CASE("A2.17: a service account logs to a restricted project of its team once it was added") {
    const State state = world();
    CHECK_FALSE(allowed(state, bot, Action::run_create, secret));
    CHECK_FALSE(allowed(state, fleet, Action::run_create, secret));
    State added = done(state, mia, projects::SetProjectRole{secret, bot, inherits});
    added = done(added, mia, projects::SetProjectRole{secret, fleet, inherits});
    CHECK(allowed(added, bot, Action::run_create, secret));
    CHECK(allowed(added, fleet, Action::run_create, secret));
}

TEST_CASE("A2.18: where new projects are private nothing becomes public, and what is so stays so") {
    const State state =
        done(world(), vera, teams::SetTeamSwitch{vision, teams::TeamSwitch::private_only, true});
    CHECK(state.project(paper)->visibility == Visibility::public_);
    CHECK(state.project(course)->visibility == Visibility::open);
    CHECK(visible(state, otto, {ScopeKind::runs, paper.value}));
    for (const Visibility visibility : {Visibility::open, Visibility::public_}) {
        CHECK(ask(state, mia, projects::SetVisibility{detector, visibility}) == "enforced team");
        CHECK(ask(state, mia,
                  projects::CreateProject{chosen<ProjectId>(1), vision, "new", visibility}) ==
              "enforced team");
    }
}

TEST_CASE("A2.19: a restricted project may only become visible to its team") {
    const State state = world();
    for (const Visibility visibility : {Visibility::open, Visibility::public_})
        CHECK(ask(state, mia, projects::SetVisibility{secret, visibility}) == "invalid visibility");
    CHECK(ask(state, mia, projects::SetVisibility{secret, Visibility::team}) == "accepted creator");
}

TEST_CASE("A2.19: a project that becomes restricted is closed to all who were not added, at once") {
    const State state =
        done(world(), mia, projects::SetVisibility{detector, Visibility::restricted});
    for (const UserId user : {vera, tests::max, viola, carl, stan, bot, fleet})
        CHECK_FALSE(visible(state, user, {ScopeKind::runs, detector.value}));
    CHECK(visible(state, mia, {ScopeKind::runs, detector.value}));
    CHECK(ask(state, tests::max, runs::RenameRun{maxs, "x"}) == "gone run");
    CHECK(ask(state, mia, runs::MoveRun{mias, paper}) == "forbidden restricted_keeps_runs");
}

TEST_CASE("A2.20: who comes back into a restricted project is there what they are in its team") {
    State state = done(world(), vera, projects::SetProjectRole{secret, tests::max, as_admin});
    CHECK(allowed(state, tests::max, Action::run_delete, secret));
    state = done(state, vera, projects::RemoveProjectMember{secret, tests::max});
    CHECK_FALSE(allowed(state, tests::max, Action::run_read, secret));
    state = done(state, vera, projects::SetProjectRole{secret, tests::max, inherits});
    CHECK(allowed(state, tests::max, Action::run_update, secret));
    CHECK_FALSE(allowed(state, tests::max, Action::run_delete, secret));
}

TEST_CASE(
    "A2.21: a role in a project follows the team while it is the same there, and else stays") {
    State state = done(world(), vera, projects::SetProjectRole{detector, tests::max, as_member});
    state = done(state, vera, projects::SetProjectRole{paper, tests::max, view_only});
    state = done(state, vera, teams::ChangeRole{vision, tests::max, as_admin});
    CHECK(allowed(state, tests::max, Action::run_delete, detector));
    CHECK_FALSE(allowed(state, tests::max, Action::run_delete, paper));
    CHECK(ask(state, vera, projects::SetProjectRole{detector, viola, as_member}) == "invalid role");
}

TEST_CASE("A2.25: an invited user is pending until they accept, and the inviter takes it back") {
    const State state = world();
    CHECK(state.member(vision, nils) == nullptr);
    CHECK(state.invite(vision, to_nils)->user == nils);
    const State back = done(state, vera, teams::WithdrawInvite{vision, to_nils});
    CHECK(ask(back, nils, teams::AcceptInvite{vision, to_nils}) == "gone invite");
    CHECK(ask(state, nils, teams::AcceptInvite{vision, to_nils}) == "accepted");
}

TEST_CASE("A2.26: the last admin neither leaves, nor is demoted, nor invites themselves to less") {
    const State state = world();
    CHECK(ask(state, vera, teams::LeaveTeam{vision}) == "last_admin");
    CHECK(ask(state, vera, teams::ChangeRole{vision, vera, as_member}) == "last_admin");
    CHECK(ask(state, vera, teams::InviteMember{chosen<InviteId>(1), vision, vera, "", view_only}) ==
          "conflict member");
    State by_link = done(
        state, vera, teams::InviteMember{chosen<InviteId>(1), vision, {}, "v@x.org", view_only});
    Context context = by(vera);
    context.proven_invite = chosen<InviteId>(1);
    CHECK(told(decide(by_link, context, teams::AcceptInvite{vision, chosen<InviteId>(1)})) ==
          "conflict member");
}
