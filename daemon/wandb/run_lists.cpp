// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/run_lists.h"

#include <algorithm>
#include <charconv>

#include "daemon/wandb/run_facts.h"
#include "daemon/wandb/run_node.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

namespace {

constexpr std::int64_t page_default = 50;

Result<std::vector<runs::Run>> filtered(const ProjectNode& node, const Arguments& arguments) {
    auto filter = Filter::parse(arguments.text("filters").value_or(""));
    if (!filter) return filter.error();
    auto all = node.session.rooms().runs.list(node.place->project.id);
    if (!all || filter->passes_all()) return all;
    std::vector<runs::Run> passed;
    std::uint64_t pattern_bytes = 0;
    for (runs::Run& run : *all) {
        RunFacts facts(node.session, run);
        auto matches = filter->matches(facts, pattern_bytes);
        if (!matches) return matches.error();
        if (*matches) passed.push_back(std::move(run));
    }
    return passed;
}

void sort(Session& session, std::vector<runs::Run>& runs, std::string_view text) {
    const Order order = Order::parse(text);
    if (order.is_stored_order()) return;
    std::vector<RunFacts> facts;
    facts.reserve(runs.size());
    std::vector<Facts*> asked;
    for (const runs::Run& run : runs)
        asked.push_back(&facts.emplace_back(session, run));
    std::vector<runs::Run> sorted;
    sorted.reserve(runs.size());
    for (const std::size_t position : sorted_positions(asked, order))
        sorted.push_back(std::move(runs[position]));
    runs = std::move(sorted);
}

// A cursor is "position.run": the position counted from one and the number of the run there, so
// that paging goes on in the right place when runs were added in the meantime.
std::string cursor(std::size_t index, const runs::Run& run) {
    return std::to_string(index + 1) + "." + std::to_string(run.id.value);
}

std::size_t after_cursor(std::string_view text, const std::vector<runs::Run>& runs) {
    std::size_t position = 0;
    std::int64_t id = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, position);
    if (read.ptr != end && *read.ptr == '.') std::from_chars(read.ptr + 1, end, id);
    position = std::min(position, runs.size());
    if (id == 0 || (position > 0 && runs[position - 1].id.value == id)) return position;
    const auto found = std::find_if(runs.begin(), runs.end(),
                                    [id](const runs::Run& run) { return run.id.value == id; });
    if (found == runs.end()) return position;
    return static_cast<std::size_t>(found - runs.begin()) + 1;
}

}  // namespace

Outcome run_count(const ProjectNode& node, const Arguments& arguments) {
    if (!arguments.given("filters")) {
        auto count = node.session.rooms().runs.count(node.place->project.id);
        return count ? Outcome(*count) : Outcome(count.error());
    }
    auto runs = filtered(node, arguments);
    if (!runs) return runs.error();
    return static_cast<std::int64_t>(runs->size());
}

Outcome run_list(const ProjectNode& node, const Arguments& arguments) {
    auto runs = filtered(node, arguments);
    if (!runs) return runs.error();
    sort(node.session, *runs, arguments.text("order").value_or(""));
    const std::size_t begin = after_cursor(arguments.text("after").value_or(""), *runs);
    const auto wanted = static_cast<std::size_t>(
        std::clamp<std::int64_t>(arguments.integer("first").value_or(page_default), 0,
                                 static_cast<std::int64_t>(limits::page_items_max)));
    const std::size_t end = std::min(runs->size(), begin + wanted);
    Page page;
    for (std::size_t i = begin; i < end; ++i) {
        const std::string at = cursor(i, (*runs)[i]);
        Value run = run_value(node.session, FoundRun{node.place, std::move((*runs)[i])});
        page.edges.push_back({{"node", std::move(run)}, {"cursor", at}});
    }
    page.more = end < runs->size();
    page.total = static_cast<std::int64_t>(runs->size());
    return connection(std::move(page));
}

}  // namespace ensemble::wandb
