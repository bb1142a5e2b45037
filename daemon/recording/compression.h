// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ensemble::recording {

// Appends the bytes in the shorter of two forms: as they are, or with zstd. At most
// `unpacked_bytes_max` of them.
void append_compressed(std::string_view bytes, std::string& out);
// Reads the whole of what append_compressed wrote; false for anything else.
bool uncompress(std::string_view packed, std::string& out);

inline constexpr std::size_t unpacked_bytes_max = 1u << 30;

}  // namespace ensemble::recording
