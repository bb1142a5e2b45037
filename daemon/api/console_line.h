// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace ensemble::api {

// A console line taken apart. Grammar (docs/wandb.md): ["ERROR "] time " " ["[" label "] "] text,
// where time is UTC without zone, e.g. 2026-04-05T10:15:30.000000. Text that does not follow it is
// all text.
struct ConsoleText {
    bool error = false;
    std::string time;  // ISO 8601 with "Z", "" when the line has none
    std::string label;
    std::string text;
};
ConsoleText parse_console_line(std::string_view line);

// What a terminal leaves to see of a text: without escape sequences (ECMA-48: CSI, OSC and the two
// character ones), and only what was written after the last carriage return.
std::string visible_text(std::string_view text);

}  // namespace ensemble::api
