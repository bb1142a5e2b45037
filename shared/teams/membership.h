// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/records/verdict.h"

// Steps that several decisions about members share.
namespace ensemble::teams {

// Puts the user into the team, if there is room; their first shared team becomes where their runs
// go by default. Whatever invited them to the team is over.
void join(records::Draft& draft, const records::State& state, TeamId team, UserId user,
          const records::Holding& role, const records::Context& context);

// Takes the user out, with every special role in the team's projects.
void part(records::Draft& draft, const records::State& state, TeamId team, UserId user);

// Refuses when the team would be left without an admin once this one is none.
bool spare_admin(records::Draft& draft, const records::State& state, const records::Member& admin);

// What was said about the user in the team's projects, once they are this in the team: who is
// view-only there is so everywhere, and who is the same in both places follows the team.
void settle_project_roles(records::Draft& draft, const records::State& state, TeamId team,
                          UserId user, const records::Holding& role);

bool has_room(const records::State& state, TeamId team);

void erase_invite(records::Draft& draft, const records::Invite& invite);

}  // namespace ensemble::teams
