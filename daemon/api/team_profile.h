// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/auth/accounts.h"
#include "shared/records/state.h"

namespace ensemble::api {

// Whether the team shows what it tells of itself: to who is in it; unless it is hidden, to whoever
// is signed in, and to anybody who may look into one of its projects.
bool shows_profile(const records::State& state, const auth::Caller& who, const records::Team& team);

}  // namespace ensemble::api
