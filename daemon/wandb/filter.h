// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "shared/base/result.h"

namespace ensemble::wandb {

// What filters and orders can ask about one thing. Points in time are milliseconds; see is_instant.
class Facts {
public:
    virtual ~Facts() = default;
    // Null when there is nothing of that name. Valid until the next call.
    virtual const nlohmann::json* find(std::string_view field) = 0;
};

// Whether the field is a point in time, which filters give as ISO text.
bool is_instant(std::string_view field);

// A filter in the style of MongoDB: {"$and": [{"state": "finished"}, {"config.lr": {"$lt": 0.1}}]}.
// Operators: $and $or $nor $not $eq $ne $gt $gte $lt $lte $in $nin $exists $regex $contains $size
// $all. Null equals what is missing; a list equals each of its items.
class Filter {
public:
    // "" and "{}" let everything pass. bad_request names what is wrong.
    static Result<Filter> parse(std::string_view json);

    Filter(Filter&&) noexcept;
    Filter& operator=(Filter&&) noexcept;
    ~Filter();

    bool passes_all() const;
    // `bytes` grows with what regular expressions read; too_large past
    // limits::pattern_read_bytes_max.
    Result<bool> matches(Facts& facts, std::uint64_t& bytes) const;

    struct Term;

private:
    Filter();
    std::unique_ptr<Term> root_;
};

// "+created_at,-summary_metrics.loss": fields with direction; what is missing comes last.
struct Order {
    struct Key {
        std::string field;
        bool descending = false;
    };
    std::vector<Key> keys;

    static Order parse(std::string_view text);
    // Oldest first, which is how things are stored.
    bool is_stored_order() const;
};

// Sorts positions 0 … facts.size() - 1; equal ones stay in their order.
std::vector<std::size_t> sorted_positions(const std::vector<Facts*>& facts, const Order& order);

}  // namespace ensemble::wandb
