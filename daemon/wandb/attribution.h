// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "daemon/wandb/context.h"

// To whom a run is credited that a service account sends. Scripts name a person with every GraphQL
// request, in X-WANDB-USERNAME and X-WANDB-USER-EMAIL (from WANDB_USERNAME and WANDB_USER_EMAIL).
namespace ensemble::wandb {

// What is longer than any name or address is cut, and then means nobody.
Claim claim_of(const http::Request& request);

// The person that the caller, a service account, acts for in that team: whom the name means, or
// else the address, if they are in the team. Addresses are not proven: one that another person of
// the instance has too, in the team or not, means nobody. None: nobody was named, or it does not
// count.
UserId credited(const Session& session, TeamId team);

// What to keep of a claim, as JSON: what of it did not count, even if the rest did, and why
// ("not_in_team", "several_people", "somebody_else" than the name). nullopt when all counted.
std::optional<std::string> failed_claim(const Session& session, TeamId team);

// The other way round, of the note that was kept: whom the script had named.
Claim read_claim(std::string_view note);

}  // namespace ensemble::wandb
