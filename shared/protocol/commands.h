// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "shared/json/reader.h"
#include "shared/sync/command.h"

namespace ensemble::protocol {

// {"do":"change_role","team":7,…}
std::string to_text(const sync::Command& command);
// bad_request says which field is wrong.
Result<sync::Command> parse_command(std::string_view text);
// The first name in the object that is none of the command's, "" when all are. Pages may say more
// than a daemon knows; in a script such a name is a mistake.
std::string unknown_field(std::string_view text, const sync::Command& command);
// One inside a larger text; the reader keeps what is wrong with it.
sync::Command read_command(const json::Reader& at);

}  // namespace ensemble::protocol
