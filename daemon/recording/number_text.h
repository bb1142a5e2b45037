// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace ensemble::recording {

// The shortest JSON number that reads back as the same double; whole numbers up to 2^53 without
// fraction or exponent. NaN and infinities come as the bare words that scripts send.
void append_number(std::string& out, double value);
void append_integer(std::string& out, std::int64_t value);

}  // namespace ensemble::recording
