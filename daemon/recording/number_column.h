// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/recording/number_form.h"
#include "daemon/recording/packed_integers.h"

namespace ensemble::recording {

// What 64 neighbours amount to; extremes and sum are of the finite ones.
struct BlockSummary {
    double min = 0;
    double max = 0;
    double sum = 0;
    std::uint32_t finite = 0;
    std::uint32_t not_finite = 0;
    friend bool operator==(const BlockSummary&, const BlockSummary&) = default;
};
BlockSummary summarise(const double* values, std::size_t count);

// Appends the numbers so that they come back bit by bit, blocks of 64 that can be read without the
// others, and a summary of each. The only NaN is the one that scripts can send.
void append_numbers(const double* values, std::size_t count, std::string& out);

class NumberColumn {
public:
    // Reads the head and the summaries of what append_numbers wrote for `count` values and keeps
    // pointing into `bytes`. False: it is not that. May be used again for another column.
    bool parse(std::string_view bytes, std::size_t count);

    std::size_t size() const { return count_; }
    std::size_t blocks() const { return block_count(count_); }
    BlockSummary summary(std::size_t index) const { return summaries_[index]; }
    // Writes the values of one block and gives their number; 0: the bytes are broken.
    std::size_t block(std::size_t index, double* out);
    // Appends all values; false: the bytes are broken.
    bool all(std::vector<double>& out);

private:
    enum class Packing : std::uint8_t { constant = 0, blocks = 1, planes = 2 };
    friend void append_numbers(const double* values, std::size_t count, std::string& out);

    bool parse_summaries(std::string_view bytes);

    std::size_t count_ = 0;
    NumberForm form_;
    Packing packing_ = Packing::constant;
    double constant_ = 0;
    std::vector<BlockSummary> summaries_;
    PackedIntegers packed_;
    std::string_view planes_;
    std::vector<std::int64_t> plane_values_;  // once read
};

}  // namespace ensemble::recording
