// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace ensemble::records {

// What is wrong with a name, in one sentence for a person; "" when nothing is.
// Of a user or team: 1 to 64 letters, digits, '-' and '_', and not the first word of one of the
// server's own paths, in any case.
std::string_view fault_of_team_name(std::string_view name);
// Of a project: 1 to 128 bytes, no control character, none of / \ # ? % :
std::string_view fault_of_project_name(std::string_view name);

// UTF-8 without control characters; `lines` allows tabs and line breaks.
enum class Shape { line, lines };
bool clean_text(std::string_view text, Shape shape);

}  // namespace ensemble::records
