// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ensemble::recording {

inline constexpr std::size_t block_values = 64;

inline constexpr std::size_t block_count(std::size_t values) {
    return (values + block_values - 1) / block_values;
}

// What is kept of a value: itself, its distance to the one before, or how that distance changed.
enum class Predictor : std::uint8_t { none = 0, delta = 1, delta_of_delta = 2 };

// Appends the integers in blocks of 64. A block subtracts its smallest residual and packs the rest
// with as many bits as the largest needs, so that each can be read without the others.
void pack_integers(const std::int64_t* values, std::size_t count, std::string& out);

struct PackingCost {
    Predictor predictor = Predictor::none;
    std::size_t bits = 0;  // of the looked at blocks
};
// The best predictor, found on a few of the blocks.
PackingCost packing_cost(const std::int64_t* values, std::size_t count);

class PackedIntegers {
public:
    // Reads what pack_integers wrote for `count` values; keeps pointing into `bytes`. False: it is
    // not that.
    bool parse(std::string_view bytes, std::size_t count);

    std::size_t size() const { return count_; }
    // Unpacks block `index` and gives the number of its values.
    std::size_t block(std::size_t index, std::int64_t* out) const;
    std::vector<std::int64_t> all() const;

    struct Progression {
        std::int64_t first = 0;
        std::int64_t stride = 0;
    };
    // Set when value i is first + i * stride.
    std::optional<Progression> progression() const;

private:
    struct Block {
        std::int64_t first = 0;  // not for Predictor::none
        std::int64_t delta = 0;  // only for Predictor::delta_of_delta
        std::int64_t base = 0;
        std::uint32_t start = 0;
        std::uint8_t width = 0;
    };

    std::string_view bits_;
    std::vector<Block> blocks_;
    std::size_t count_ = 0;
    Predictor predictor_ = Predictor::none;
};

}  // namespace ensemble::recording
