// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace ensemble::tests {

// The same numbers from the same seed on every machine (SplitMix64).
class Chance {
public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15u;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    // 0 to end - 1.
    std::int64_t below(std::int64_t end) {
        return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(end));
    }
    bool once_in(std::int64_t times) { return below(times) == 0; }
    template <class List>
    const auto& one_of(const List& list) {
        return list[static_cast<std::size_t>(next() % list.size())];
    }

private:
    std::uint64_t state_;
};

}  // namespace ensemble::tests
