// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace ensemble::graphql {

// Appends JSON text. Strings must be UTF-8; numbers are written in the shortest form that reads
// back the same, non-finite ones as null.
void append_string(std::string& to, std::string_view text);
void append_number(std::string& to, double number);

std::string quoted(std::string_view text);

}  // namespace ensemble::graphql
