// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// File stream bodies as the SDK makes them: every history line is JSON text inside a JSON string,
// its keys in random order, its numbers the shortest text of a double.
namespace ensemble::bench {

struct Shape {
    std::size_t lines = 100'000;  // of one run
    std::size_t lines_per_body = 1000;
    std::size_t metrics = 10;     // a line
    std::size_t spike_every = 0;  // a value of 1000 instead of noise; 0: none
    std::uint64_t seed = 1;
};

// Values are noisy losses that went through float32, as training frameworks hand them over.
std::vector<std::string> make_bodies(const Shape& shape);

}  // namespace ensemble::bench
