// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "daemon/auth/accounts.h"
#include "daemon/command/command_line.h"
#include "daemon/storage/control_store.h"
#include "daemon/sync/authority.h"
#include "shared/base/result.h"

// What the operator of a server does with it from the command line, on a running daemon (through
// its socket) and on a stopped one alike.
namespace ensemble::command {

struct UserRooms {
    sync::Authority& authority;
    storage::UserStore& users;
    auth::Accounts& accounts;
    std::string base_url;  // for links
};

// The lines to print; for a new user the API key alone on the last one, for a link the link.
Result<std::vector<std::string>> run_user_command(UserRooms& rooms, const Options& options,
                                                  Instant now);

// Requests and answers on the operator's socket, one JSON text each.
std::string encode_request(const Options& options);
Result<Options> decode_request(std::string_view text);
std::string encode_answer(const Result<std::vector<std::string>>& answer);
Result<std::vector<std::string>> decode_answer(std::string_view text);

}  // namespace ensemble::command
