// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/records/verdict.h"

// Steps that several decisions about members share.
namespace ensemble::teams {

// Puts the user into the team; their first shared team becomes where their runs go by default.
void join(records::Draft& draft, const records::State& state, TeamId team, UserId user,
          const records::Holding& role, const records::Context& context);

// Takes the user out, with every special role in the team's projects.
void part(records::Draft& draft, const records::State& state, TeamId team, UserId user);

// Refuses when the team would be left without an admin once this one is none.
bool spare_admin(records::Draft& draft, const records::State& state, const records::Member& admin);

void erase_invite(records::Draft& draft, const records::Invite& invite);

}  // namespace ensemble::teams
