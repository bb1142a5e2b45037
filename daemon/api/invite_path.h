// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "daemon/auth/accounts.h"
#include "shared/records/rows.h"

namespace ensemble::api {

// The path of the page where whoever holds it accepts the invite. It is a secret, and works as long
// as the invite.
std::string invite_path(const auth::Accounts& accounts, const records::Invite& invite);

}  // namespace ensemble::api
