// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "daemon/wandb/access.h"

// Why not, for the terminal of whoever runs the script: each sentence says what to do about it.
namespace ensemble::wandb {

// forbidden. `what` names the action or command, `team` is where.
Error refusal(const Session& session, std::string_view what, permissions::Rule rule,
              permissions::Role needed, TeamId team);
Error refusal(const Session& session, permissions::Action action,
              const permissions::Decision& decision, const records::Target& target);

// What holds in that team whatever is asked for there, so that nothing is told by saying it: the
// key is for another team or project, or belongs to somebody who is view-only. nullopt: neither.
std::optional<Error> blunt_key(const Session& session, const teams::Team& team);
// The key is for one project, or one team, and this is another. Names may mean nothing.
std::optional<Error> other_key(const Session& session, std::string_view team,
                               std::string_view project);

// A command that was refused, for whatever reason.
Error refusal(const Session& session, std::string_view command, const records::Refused& refused,
              TeamId team);

// There is such a project, but not for this caller.
Error not_open(const Session& session, std::string_view project);

}  // namespace ensemble::wandb
