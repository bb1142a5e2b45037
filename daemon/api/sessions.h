// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/api/api.h"
#include "daemon/auth/accounts.h"

namespace ensemble::api {

// Signs the caller out everywhere but where they ask from.
Result<void> end_other_sessions(Rooms& rooms, const auth::Caller& who);

}  // namespace ensemble::api
