// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/wandb/pattern.h"

namespace ensemble::wandb {

// Builds the states of a pattern; gives the first one. Every path ends in a `match` state.
Result<std::uint32_t> parse_pattern(std::string_view text, std::vector<Pattern::State>& states);

// Malformed UTF-8 is read byte by byte.
std::u32string code_points(std::string_view utf8);

}  // namespace ensemble::wandb
