// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/nodes.h"

#include <algorithm>
#include <charconv>

#include "shared/base/limits.h"

namespace ensemble::wandb {

Value connection(Page page) {
    Value end_cursor;
    for (const auto& [name, value] : page.edges.empty() ? graphql::Members() : page.edges.back()) {
        if (name == "cursor") end_cursor = value;
    }
    List edges;
    edges.reserve(page.edges.size());
    for (graphql::Members& edge : page.edges)
        edges.push_back(graphql::record(std::move(edge)));
    graphql::Members members{
        {"edges", std::move(edges)},
        {"pageInfo", graphql::record("PageInfo", {{"endCursor", std::move(end_cursor)},
                                                  {"hasNextPage", page.more}})}};
    if (page.total >= 0) members.emplace_back("totalCount", page.total);
    return graphql::record(std::move(members));
}

Value edges(List nodes) {
    List made;
    for (Value& node : nodes)
        made.push_back(graphql::record({{"node", std::move(node)}}));
    return graphql::record({{"edges", std::move(made)}});
}

Window window(const Arguments& arguments, std::size_t items, std::size_t page_default) {
    Window made;
    if (const auto after = arguments.text("after")) {
        std::size_t position = 0;
        std::from_chars(after->data(), after->data() + after->size(), position);
        made.begin = std::min(position, items);
    }
    const std::int64_t first =
        arguments.integer("first").value_or(static_cast<std::int64_t>(page_default));
    const auto wanted = static_cast<std::size_t>(
        std::clamp<std::int64_t>(first, 0, static_cast<std::int64_t>(limits::page_items_max)));
    made.end = std::min(items, made.begin + wanted);
    return made;
}

}  // namespace ensemble::wandb
