// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include <nlohmann/json.hpp>

#include "daemon/wandb/filter.h"

namespace ensemble::wandb {

using nlohmann::json;

namespace {

constexpr std::size_t keys_max = 16;

// Numbers before texts before everything else, so that the order is total.
int rank(const json& value) {
    if (value.is_number() || value.is_boolean()) return 0;
    return value.is_string() ? 1 : 2;
}

// Missing values are last in either direction.
int compared(const json& a, const json& b, bool descending) {
    if (a.is_null() || b.is_null()) return static_cast<int>(a.is_null()) - (b.is_null() ? 1 : 0);
    int result = rank(a) - rank(b);
    if (result == 0) result = a < b ? -1 : (b < a ? 1 : 0);
    return descending ? -result : result;
}

}  // namespace

Order Order::parse(std::string_view text) {
    Order order;
    for (std::size_t begin = 0; begin < text.size() && order.keys.size() < keys_max;) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        std::string_view part = text.substr(begin, end - begin);
        begin = end + 1;
        while (!part.empty() && part.front() == ' ')
            part.remove_prefix(1);
        const bool descending = part.starts_with('-');
        if (descending || part.starts_with('+')) part.remove_prefix(1);
        if (!part.empty()) order.keys.push_back({std::string(part), descending});
    }
    return order;
}

bool Order::is_stored_order() const {
    if (keys.empty()) return true;
    return (keys[0].field == "created_at" || keys[0].field == "createdAt") && !keys[0].descending;
}

std::vector<std::size_t> sorted_positions(const std::vector<Facts*>& facts, const Order& order) {
    std::vector<std::vector<json>> values(facts.size());
    for (std::size_t i = 0; i < facts.size(); ++i) {
        for (const Order::Key& key : order.keys) {
            const json* found = facts[i]->find(key.field);
            values[i].push_back(found == nullptr ? json() : *found);
        }
    }
    std::vector<std::size_t> positions(facts.size());
    std::iota(positions.begin(), positions.end(), std::size_t{0});
    std::stable_sort(positions.begin(), positions.end(), [&](std::size_t a, std::size_t b) {
        for (std::size_t k = 0; k < order.keys.size(); ++k) {
            const int result = compared(values[a][k], values[b][k], order.keys[k].descending);
            if (result != 0) return result < 0;
        }
        return false;
    });
    return positions;
}

}  // namespace ensemble::wandb
