// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/console_line.h"

#include <algorithm>

namespace ensemble::api {

namespace {

// Length of "2026-04-05T10:15:30" with an optional fraction at the start of the text; 0 for none.
std::size_t time_length(std::string_view text) {
    constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd";
    if (text.size() < shape.size()) return 0;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == 'd' ? !digit : text[i] != shape[i]) return 0;
    }
    std::size_t length = shape.size();
    if (length < text.size() && text[length] == '.') {
        ++length;
        while (length < text.size() && text[length] >= '0' && text[length] <= '9')
            ++length;
    }
    return length;
}

constexpr char escape = '\x1b';

// Length of the escape sequence that the text begins with; one that is cut off takes all.
std::size_t sequence_length(std::string_view text) {
    if (text.size() < 2) return text.size();
    std::size_t at = 2;
    if (text[1] == '[') {
        while (at < text.size() && !(text[at] >= '@' && text[at] <= '~'))
            ++at;
        return std::min(at + 1, text.size());
    }
    if (text[1] != ']') return at;
    for (; at < text.size(); ++at) {
        if (text[at] == '\a') return at + 1;
        if (text[at] == escape) return std::min(at + 2, text.size());
    }
    return at;
}

}  // namespace

std::string visible_text(std::string_view text) {
    std::string seen;
    bool over = false;  // a carriage return was read: what follows is written over
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == escape) {
            at += sequence_length(text.substr(at));
            continue;
        }
        ++at;
        if (c == '\r') {
            over = true;
            continue;
        }
        if (over) seen.clear();
        over = false;
        seen += c;
    }
    return seen;
}

ConsoleText parse_console_line(std::string_view line) {
    ConsoleText out;
    std::string_view rest = line;
    constexpr std::string_view error_mark = "ERROR ";
    if (rest.starts_with(error_mark)) rest.remove_prefix(error_mark.size());
    const std::size_t length = time_length(rest);
    if (length == 0 || (length < rest.size() && rest[length] != ' ')) {
        out.text = line;
        return out;
    }
    out.error = line.starts_with(error_mark);
    out.time = std::string(rest.substr(0, length)) + "Z";
    rest.remove_prefix(length);
    if (!rest.empty()) rest.remove_prefix(1);
    const std::size_t end = rest.find("] ");
    constexpr std::size_t label_bytes_max = 128;
    if (rest.starts_with('[') && end != std::string_view::npos && end < label_bytes_max) {
        out.label = rest.substr(1, end - 1);
        rest.remove_prefix(end + 2);
    }
    out.text = rest;
    return out;
}

}  // namespace ensemble::api
