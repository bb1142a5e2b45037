// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ensemble::recording {

// Integers cut into planes of equally significant bytes, each compressed on its own: good for
// values that jump about but take few values in some of their bytes.
void append_planes(const std::vector<std::int64_t>& values, std::string& out);
bool read_planes(std::string_view bytes, std::size_t count, std::vector<std::int64_t>& out);

// About how many bits a value would take.
double planes_bits_per_value(const std::vector<std::int64_t>& values);

}  // namespace ensemble::recording
