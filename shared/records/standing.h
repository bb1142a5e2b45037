// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/permissions/decision.h"
#include "shared/records/state.h"

// From rows to the facts of a permission decision.
namespace ensemble::records {

// Who asks, and with what in hand.
struct Asker {
    UserId user;                                       // none: nobody has signed in
    permissions::Key key = permissions::Key::session;  // session, full or read_only
    // A key may be made for one team, or one project of it. None: all.
    TeamId key_team;
    ProjectId key_project;
    // Instead of a user: a link to one project.
    ProjectId link_project;
};

// What it is about. None of the three, for the instance; the team of a project is looked up.
struct Target {
    TeamId team;
    ProjectId project;
    UserId creator;
};

permissions::Facts facts(const State& state, const Asker& asker, permissions::Action action,
                         const Target& target);

// A target that many people are asked about: what is the same for all of them, looked up once. It
// points into the state, which outlives it and does not change meanwhile.
struct Ground {
    Ground(const State& state, const Target& target);

    const State& state;
    TeamId team_id;
    ProjectId project_id;
    UserId creator;
    const Project* project = nullptr;
    permissions::Switches switches;
};
// Of somebody who is signed in, for everything that does not concern the instance: there, what
// counts is the same for all actions. `member` and `added` are their rows in the team and in the
// project of the ground, null where they have none.
permissions::Facts facts(const Ground& ground, const User* user, const Member* member,
                         const ProjectMember* added);

permissions::Decision may(const State& state, const Asker& asker, permissions::Action action,
                          const Target& target);

// The role that a person has in the team, custom or not; nullopt when they are not in it. Service
// accounts of the instance are members of every team that is not somebody's personal one.
std::optional<Holding> holding(const State& state, TeamId team, UserId user);
// What they are in the project: what was said about them there, or what they are in its team.
std::optional<Holding> holding(const State& state, const Project& project, UserId user);
permissions::ActionSet extra(const State& state, const Holding& holding);

// All that the user may give away in the team or project: what their roles have, and for admins
// everything that a custom role may add.
permissions::ActionSet giveable(const State& state, UserId user, const Target& target);

// Live people who are admins of the team.
std::size_t admin_count(const State& state, TeamId team);

}  // namespace ensemble::records
