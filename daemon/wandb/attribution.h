// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "daemon/wandb/context.h"

// To whom a run is credited that a service account sends. Scripts name a person with every GraphQL
// request, in X-WANDB-USERNAME and X-WANDB-USER-EMAIL (from WANDB_USERNAME and WANDB_USER_EMAIL).
namespace ensemble::wandb {

Claim claim_of(const http::Request& request);

// The person that the caller, a service account, acts for in that team: whom the name means, or
// else the address, if they are in the team. None: nobody was named, or it does not count.
UserId credited(const Session& session, TeamId team);

// What to keep of a claim that did not count, as JSON; nullopt when there was none or it counted.
std::optional<std::string> failed_claim(const Session& session, TeamId team);

// The other way round, of the note that was kept: whom the script had named.
Claim read_claim(std::string_view note);

}  // namespace ensemble::wandb
