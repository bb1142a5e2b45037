// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace ensemble::wandb {

// A console line as it is stored (docs/wandb.md, "Console lines"), made of what a script sent:
// the JSON object {"ts", "content", "level"?, "label"?}, or the line of older clients. Theirs says
// a label only when `labelled`; otherwise brackets at the start belong to the text, and an empty
// label is put before them so that nobody takes them for one. A newline at the end, which the
// oldest send, goes away. Never longer than the line's place in a JSON list.
std::string stored_console_line(std::string_view line, bool labelled);

// A stored line taken apart; a line of another form is all text.
struct ConsoleParts {
    bool error = false;
    std::string_view time;  // UTC without zone
    std::string_view label;
    std::string_view text;
};
ConsoleParts split_console_line(std::string_view line);

}  // namespace ensemble::wandb
