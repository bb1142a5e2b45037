// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/console_text.h"

#include <algorithm>
#include <optional>

#include "daemon/wandb/instants.h"
#include "daemon/wandb/json_text.h"

namespace ensemble::wandb {

namespace {

constexpr std::string_view error_mark = "ERROR ";
constexpr std::size_t label_bytes_max = 100;

// Whether it is like "2026-04-05T10:15:30.000000".
bool looks_like_time(std::string_view word) {
    return word.size() >= 19 && word[10] == 'T' && word.find(' ') == std::string_view::npos &&
           read_iso(word).has_value();
}

std::optional<std::string> text_of(const std::vector<Member>& members, std::string_view key) {
    const auto found = find_member(members, key);
    return found ? string_value(*found) : std::nullopt;
}

std::optional<std::string> from_object(std::string_view line) {
    const auto members = read_members(line);
    if (!members) return std::nullopt;
    const auto time = text_of(*members, "ts");
    const auto content = text_of(*members, "content");
    if (!time || !content || !looks_like_time(*time)) return std::nullopt;
    std::string label = text_of(*members, "label").value_or("").substr(0, label_bytes_max);
    std::replace(label.begin(), label.end(), ']', ')');
    std::string stored;
    if (text_of(*members, "level") == "error") stored += error_mark;
    stored += *time + " ";
    if (!label.empty() || content->starts_with('[')) stored += "[" + label + "] ";
    return stored + *content;
}

// Where the text begins behind mark and time; nullopt without a time.
std::optional<std::size_t> after_time(std::string_view line) {
    const std::size_t first = line.starts_with(error_mark) ? error_mark.size() : 0;
    const std::size_t end = std::min(line.find(' ', first), line.size());
    if (!looks_like_time(line.substr(first, end - first))) return std::nullopt;
    return std::min(end + 1, line.size());
}

}  // namespace

std::string stored_console_line(std::string_view line, bool labelled) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.starts_with('{')) {
        if (auto stored = from_object(line)) return std::move(*stored);
    }
    std::string stored(line);
    const auto text = after_time(line);
    if (text && !labelled && line.substr(*text).starts_with('[')) stored.insert(*text, "[] ");
    return stored;
}

ConsoleParts split_console_line(std::string_view line) {
    const auto at = after_time(line);
    if (!at) return ConsoleParts{false, {}, {}, line};
    ConsoleParts parts;
    parts.error = line.starts_with(error_mark);
    const std::size_t time_at = parts.error ? error_mark.size() : 0;
    parts.time = line.substr(time_at, line.find(' ', time_at) - time_at);
    std::string_view rest = line.substr(*at);
    const std::size_t close = rest.find("] ");
    if (rest.starts_with('[') && close != std::string_view::npos) {
        parts.label = rest.substr(1, close - 1);
        rest.remove_prefix(close + 2);
    }
    parts.text = rest;
    return parts;
}

}  // namespace ensemble::wandb
