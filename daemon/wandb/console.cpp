// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "daemon/wandb/console_text.h"
#include "daemon/wandb/nodes.h"
#include "daemon/wandb/run_node.h"

namespace ensemble::wandb {

namespace {

constexpr std::int64_t lines_default = 1000;
constexpr std::int64_t lines_max = 10'000;

Value line_value(const recording::ConsoleLine& line) {
    const ConsoleParts parts = split_console_line(line.text);
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
