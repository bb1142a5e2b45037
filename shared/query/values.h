// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Values as they are written in cells and in filters.
namespace ensemble::query {

// A decimal number, also "nan", "inf", "-Infinity" in any case; nothing may follow it.
std::optional<double> parse_number(std::string_view text);

// "2025-03-01", optionally with "T12:30" or "T12:30:05" and "Z"; UTC. Milliseconds since 1970.
std::optional<double> parse_date_ms(std::string_view text);

// "90", "90s", "15m", "2h", "7d", "2w", also fractions; seconds.
std::optional<double> parse_duration_s(std::string_view text);

// The strings of a JSON list; other elements are left out. Empty when it is not a list.
std::vector<std::string> json_strings(std::string_view json);

// The text of a JSON string with its escapes resolved; nullopt when `json` is not one.
std::optional<std::string> json_string(std::string_view json);

// Whether `text` holds `part`, without regard to the case of ASCII letters.
bool contains(std::string_view text, std::string_view part);

// Whether `text` is `pattern`, without regard to the case of ASCII letters; a '*' in the pattern
// stands for any text.
bool matches(std::string_view pattern, std::string_view text);

}  // namespace ensemble::query
