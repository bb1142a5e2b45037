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
// One inside a larger text; the reader keeps what is wrong with it.
sync::Command read_command(const json::Reader& at);

}  // namespace ensemble::protocol
