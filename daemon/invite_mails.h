// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "daemon/auth/accounts.h"
#include "daemon/outbound/mailer.h"
#include "daemon/sync/authority.h"

namespace ensemble {

// Mails the links of invites that were made or sent again, where mail is configured. Nothing
// depends on it: the link can always be copied.
void mail_invites(const std::vector<sync::Decided>& batch, const records::State& state,
                  const auth::Accounts& accounts, outbound::Mailer& mailer,
                  const std::string& address);

}  // namespace ensemble
