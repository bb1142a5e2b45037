// SPDX-License-Identifier: Apache-2.0
#include "daemon/graphql/cost.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "shared/base/limits.h"

namespace ensemble::graphql {

namespace {

struct Cost {
    std::size_t fields = 0;
    std::size_t depth = 0;
};

class Counter {
public:
    explicit Counter(const Document& document) : document_(document) {}

    Result<Cost> of(const SelectionSet& set);

private:
    Result<Cost> of(const Selection& selection);
    Result<Cost> of_fragment(std::string_view name);

    const Document& document_;
    std::unordered_map<std::string_view, Cost> known_;
    std::unordered_map<std::string_view, bool> open_;
};

Result<void> within_limits(const Cost& cost) {
    if (cost.fields > limits::graphql_fields_max)
        return fail(ErrorCode::too_large, "the query asks for too many fields");
    if (cost.depth > limits::graphql_depth_max)
        return fail(ErrorCode::too_large, "the query is nested too deeply");
    return {};
}

Result<Cost> Counter::of_fragment(std::string_view name) {
    if (const auto found = known_.find(name); found != known_.end()) return found->second;
    const Fragment* fragment = document_.fragment(name);
    if (fragment == nullptr)
        return fail(ErrorCode::bad_request, "unknown fragment " + std::string(name));
    // A chain of fragments is followed no further than the deepest query that is allowed.
    if (open_.size() > limits::graphql_depth_max) return within_limits({0, open_.size()}).error();
    if (!open_.emplace(name, true).second)
        return fail(ErrorCode::bad_request, "fragment " + std::string(name) + " spreads itself");
    auto cost = of(fragment->set);
    open_.erase(name);
    if (cost) known_.emplace(name, *cost);
    return cost;
}

Result<Cost> Counter::of(const Selection& selection) {
    if (selection.kind == Selection::Kind::spread) return of_fragment(selection.name);
    auto inner = of(selection.set);
    if (!inner || selection.kind == Selection::Kind::inline_fragment) return inner;
    return Cost{inner->fields + 1, inner->depth + 1};
}

Result<Cost> Counter::of(const SelectionSet& set) {
    Cost sum;
    for (const Selection& selection : set.selections) {
        auto one = of(selection);
        if (!one) return one;
        sum.fields += one->fields;
        sum.depth = std::max(sum.depth, one->depth);
        if (auto fine = within_limits(sum); !fine) return fine.error();
    }
    return sum;
}

}  // namespace

Result<void> check_cost(const Document& document, const Operation& operation) {
    auto cost = Counter(document).of(operation.set);
    if (!cost) return cost.error();
    return {};
}

}  // namespace ensemble::graphql
