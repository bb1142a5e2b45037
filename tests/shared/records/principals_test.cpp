// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "shared/sync/command.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

// Each command by each kind of asker, where its rightful asker would be let.

using namespace ensemble;
using namespace ensemble::tests;

namespace {

struct Sample {
    UserId rightful;
    sync::Command command;
    // What Fleet, a service account of the instance, and then the team's own are told.
    const char* fleet;
    const char* bot;
};

constexpr const char* for_people = "forbidden service_account";
constexpr const char* withheld = "forbidden service_account admin";
constexpr const char* office = "forbidden needs_instance_admin";
constexpr const char* fine = "accepted team_role";
constexpr const char* not_theirs = "forbidden not_creator admin";

std::vector<Sample> about_people() {
    const UserId account = chosen<UserId>(1);
    return {
        {mia, users::EditProfile{.full_name = "M"}, for_people, for_people},
        {mia, users::SetDefaultTeam{vision}, for_people, for_people},
        {ana, users::SetInstanceAdmin{mia, true}, office, office},
        {ana, users::SetActive{mia, false}, office, office},
        {ana, users::ChangeSetting{}, office, office},
        {ana, users::SetLease{1}, office, office},
        {ana, roles::CreateRole{.id = chosen<RoleId>(1), .name = "x"}, office, office},
        {ana, roles::EditRole{.id = steward}, office, office},
        {ana, roles::DeleteRole{steward}, office, office},
        {ana, teams::CreateTeam{chosen<TeamId>(1), "new"}, office, office},
        {ana, teams::DeleteTeam{vision}, office, office},
        {ana, teams::RestoreTeam{gone_team}, office, office},
        {vera, teams::InviteMember{chosen<InviteId>(1), vision, otto, "", as_member}, withheld,
         withheld},
        {vera, teams::WithdrawInvite{vision, to_nils}, withheld, withheld},
        {vera, teams::ResendInvite{vision, to_nils}, withheld, withheld},
        {nils, teams::AcceptInvite{vision, to_nils}, for_people, for_people},
        {nils, teams::DeclineInvite{vision, to_nils}, for_people, for_people},
        {vera, teams::ChangeRole{vision, mia, view_only}, withheld, withheld},
        {vera, teams::SetRegistryAdmin{vision, mia, true}, withheld, withheld},
        {vera, teams::RemoveMember{vision, mia}, withheld, withheld},
        {mia, teams::LeaveTeam{vision}, for_people, for_people},
        {ana, teams::AppointAdmin{vision, mia, "x"}, office, office},
        {vera, teams::SetTeamSwitch{vision}, withheld, withheld},
        {vera, teams::EditTeamProfile{.team = vision}, withheld, withheld},
        {vera, teams::CreateServiceAccount{.id = account, .team = vision, .name = "n"}, withheld,
         withheld},
        {vera, teams::DeleteServiceAccount{bot}, withheld, withheld},
    };
}

std::vector<Sample> about_work() {
    return {
        {mia, projects::CreateProject{chosen<ProjectId>(1), vision, "new"}, fine, fine},
        {mia, projects::RenameProject{detector, "x"}, fine, fine},
        {mia, projects::DescribeProject{detector, "x"}, fine, fine},
        {mia, projects::SetVisibility{detector, Visibility::open}, withheld, withheld},
        {mia, projects::SetProjectRole{detector, tests::max, view_only}, withheld, withheld},
        {vera, projects::RemoveProjectMember{detector, carl}, withheld, withheld},
        {mia, projects::StarProject{detector}, for_people, for_people},
        {vera, projects::DeleteProject{detector}, withheld, withheld},
        {vera, projects::RestoreProject{trashed}, "gone project", "gone project"},
        {mia, runs::RenameRun{mias, "x"}, fine, fine},
        {mia, runs::NoteRun{mias, "x"}, fine, fine},
        {mia, runs::TagRun{mias, "x"}, fine, fine},
        {mia, runs::StopRun{mias}, not_theirs, not_theirs},
        {mia, runs::DeleteRun{mias}, not_theirs, not_theirs},
        {mia, runs::RestoreRun{deleted}, fine, fine},
        {mia, runs::MoveRun{mias, paper}, not_theirs, not_theirs},
    };
}

std::vector<Sample> samples() {
    std::vector<Sample> all = about_people();
    for (Sample& sample : about_work())
        all.push_back(std::move(sample));
    return all;
}

State scene() {
    return with(role_in_project(carl, detector, view_only));
}

template <class Told>
void each(Told told_of) {
    const State state = scene();
    for (const Sample& sample : samples()) {
        CAPTURE(sync::name(sample.command));
        told_of(state, sample);
    }
}

std::string by_context(const State& state, const Context& context, const Sample& sample) {
    return told(sync::decide(state, context, sample.command));
}

}  // namespace

TEST_CASE("there is a sample of every command, and its rightful asker is let") {
    std::array<int, sync::command_count> seen{};
    each([&](const State& state, const Sample& sample) {
        ++seen[sample.command.index()];
        CHECK(accepted(sync::decide(state, by(sample.rightful), sample.command)));
        CHECK(accepted(sync::decide(state, by_key(sample.rightful), sample.command)));
    });
    for (const int count : seen)
        CHECK(count == 1);
}

TEST_CASE("who has not signed in is told so, whatever they ask for") {
    each([](const State& state, const Sample& sample) {
        CHECK(by_context(state, by({}), sample) == "forbidden not_signed_in");
        CHECK(by_context(state, by(missing_user), sample) == "forbidden not_signed_in");
        const Context by_link{.asker = {.link_project = detector}, .now = now};
        CHECK(by_context(state, by_link, sample) == "forbidden link_reads_only");
        Context with_proof = by({});
        with_proof.proven_invite = by_mail;
        CHECK(by_context(state, with_proof, sample) == "forbidden not_signed_in");
    });
}

TEST_CASE("who is deactivated changes nothing, not even their own") {
    each([](const State& state, const Sample& sample) {
        State without = state;
        deactivated(sample.rightful)(without);
        CHECK(by_context(without, by(sample.rightful), sample) == "forbidden deactivated");
        CHECK(by_context(without, by_key(sample.rightful), sample) == "forbidden deactivated");
    });
}

TEST_CASE("by a key that reads nothing is changed") {
    each([](const State& state, const Sample& sample) {
        const Context context = by_key(sample.rightful, permissions::Key::read_only);
        CHECK(by_context(state, context, sample) == "forbidden key_reads_only");
    });
}

TEST_CASE("by a key for another team nothing is changed, nor by any such key what is the user's") {
    each([](const State& state, const Sample& sample) {
        // It does not tell whether what it is not for is there.
        const std::string other = by_context(state, by_key_for(sample.rightful, audio), sample);
        const bool unspecific =
            other == "gone team" || other == "gone project" || other == "gone run";
        CHECK_MESSAGE((unspecific || other.rfind("forbidden key_elsewhere", 0) == 0), other);
        const bool in_vision =
            accepted(sync::decide(state, by_key_for(sample.rightful, vision), sample.command));
        const std::string own(sample.fleet);
        CHECK(in_vision == (own != for_people && own != office));
    });
}

TEST_CASE("service accounts do the work of members, and steer nothing") {
    each([](const State& state, const Sample& sample) {
        CHECK(by_context(state, by_key(fleet), sample) == sample.fleet);
        CHECK(by_context(state, by_key(bot), sample) == sample.bot);
    });
}

TEST_CASE("an outsider learns nothing about a team, its projects and its runs") {
    each([](const State& state, const Sample& sample) {
        const std::string told_otto = by_context(state, by(otto), sample);
        const std::string own(sample.fleet);
        // What is one's own or the instance's is not the team's.
        if (own == for_people || own == office) return;
        CHECK(told_otto.rfind("gone", 0) == 0);
    });
}
