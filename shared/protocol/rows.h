// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "shared/records/rows.h"

namespace ensemble::protocol {

// {"k":"member","team":7,…}
std::string to_text(const records::Row& row);
// bad_request says which field is wrong.
Result<records::Row> parse_row(std::string_view text);

}  // namespace ensemble::protocol
