// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace ensemble::simulation {

// Chance from one number, the same on every machine (splitmix64).
class Prng {
public:
    explicit Prng(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ull);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }
    // From 0 to n - 1; 0 for an n of 0.
    std::uint32_t below(std::uint32_t n) {
        return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32);
    }
    std::size_t index(std::size_t size) { return below(static_cast<std::uint32_t>(size)); }
    bool chance(std::uint32_t percent) { return below(100) < percent; }
    template <class List>
    auto& pick(List& list) {
        return list[index(list.size())];
    }

private:
    std::uint64_t state_;
};

}  // namespace ensemble::simulation
