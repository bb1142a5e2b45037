// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/auth/accounts.h"

namespace ensemble::auth {

// Whether the caller came with a key that reaches less far than its user: one that only reads, is
// for one team or project, or ends some day.
bool bounded(const Caller& caller);

// forbidden for such a key: it neither makes nor changes keys, for it could outreach itself.
Result<void> check_reach(const Caller& caller);

}  // namespace ensemble::auth
