// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "daemon/wandb/instants.h"
#include "daemon/wandb/nodes.h"
#include "daemon/wandb/run_node.h"

namespace ensemble::wandb {

namespace {

constexpr std::int64_t lines_default = 1000;
constexpr std::int64_t lines_max = 10'000;

// A console line taken apart: ["ERROR "] time " " ["[" label "] "] text.
struct Parts {
    bool error = false;
    std::string_view time;
    std::string_view label;
    std::string_view text;
};

// Whether it begins like "2026-04-05T10:15:30.000000".
bool looks_like_time(std::string_view word) {
    return word.size() >= 19 && word[10] == 'T' && read_iso(word).has_value();
}

Parts split(std::string_view line) {
    Parts parts;
    std::string_view rest = line;
    constexpr std::string_view error_mark = "ERROR ";
    if (rest.starts_with(error_mark)) {
        parts.error = true;
        rest.remove_prefix(error_mark.size());
    }
    const std::size_t blank = std::min(rest.find(' '), rest.size());
    if (!looks_like_time(rest.substr(0, blank))) return Parts{false, {}, {}, line};
    parts.time = rest.substr(0, blank);
    rest.remove_prefix(std::min(blank + 1, rest.size()));
    if (rest.starts_with('[')) {
        const std::size_t close = rest.find("] ");
        if (close != std::string_view::npos) {
            parts.label = rest.substr(1, close - 1);
            rest.remove_prefix(close + 2);
        }
    }
    parts.text = rest;
    return parts;
}

Value line_value(const recording::ConsoleLine& line) {
    const Parts parts = split(line.text);
    return graphql::record(
        "LogLine",
        {{"number", line.number},
         {"timestamp", parts.time.empty() ? Value() : Value(std::string(parts.time) + "Z")},
         {"level", parts.error ? "error" : ""},
         {"label", parts.label.empty() ? Value() : Value(parts.label)},
         {"line", parts.text}});
}

}  // namespace

Outcome log_lines(const RunNode& node, const Arguments& arguments) {
    auto counts = node.session.rooms().recorder.counts(node.run->id);
    if (!counts) return counts.error();
    const std::int64_t total = counts->console_lines;
    std::int64_t begin = 0;
    std::int64_t wanted = lines_default;
    if (const auto last = arguments.integer("last")) {
        wanted = std::clamp<std::int64_t>(*last, 0, lines_max);
        begin = std::max<std::int64_t>(0, total - wanted);
    } else {
        wanted = std::clamp<std::int64_t>(arguments.integer("first").value_or(lines_default), 0,
                                          lines_max);
        if (const auto after = arguments.text("after")) {
            std::int64_t number = -1;
            std::from_chars(after->data(), after->data() + after->size(), number);
            begin = std::clamp<std::int64_t>(number, -1, total) + 1;
        }
    }
    auto lines = node.session.rooms().recorder.console(node.run->id, begin,
                                                       static_cast<std::size_t>(wanted));
    if (!lines) return lines.error();
    Page page;
    for (const recording::ConsoleLine& line : *lines)
        page.edges.push_back({{"node", line_value(line)}, {"cursor", std::to_string(line.number)}});
    page.more = !lines->empty() && lines->back().number + 1 < total;
    page.total = total;
    return connection(std::move(page));
}

}  // namespace ensemble::wandb
