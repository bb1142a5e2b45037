// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace ensemble::records {

// What is wrong with a name, in one sentence for a person; "" when nothing is.
// Of a user or team: 1 to 64 letters, digits, '-' and '_', and not the first word of one of the
// server's own paths, in any case.
std::string_view fault_of_team_name(std::string_view name);
// Of a project: 1 to 128 bytes, no control character, none of / \ # ? % : and neither "." nor "..".
std::string_view fault_of_project_name(std::string_view name);

// Of a role: text without anything that cannot be seen or turns the direction, no blank at its
// ends, and not what a built-in role is called, in whatever case and with whatever between its
// words.
std::string_view fault_of_role_name(std::string_view name);

// "name-2", "name-3" …, cut to so many bytes: the first that is free, "" when none of many is.
std::string free_variant(std::string_view name, std::size_t bytes_max,
                         const std::function<bool(std::string_view)>& is_free);

// Looks like an e-mail address: something on both sides of an @, no spaces, no control characters.
bool is_address(std::string_view email);

// UTF-8 without control characters; `lines` allows tabs and line breaks.
enum class Shape { line, lines };
bool clean_text(std::string_view text, Shape shape);

}  // namespace ensemble::records
