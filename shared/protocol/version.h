// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace ensemble::protocol {

// Raised whenever the shape of any text changes; docs/protocol.md has the history.
inline constexpr std::int64_t version = 3;
// The oldest whose texts are still understood, and whose pages understand what is sent today.
inline constexpr std::int64_t oldest_version = 2;
// Of all names and kinds of fields; a test computes it.
inline constexpr std::string_view fingerprint = "cb95ce526e9bc3fa";

// Of what pages keep on their disks. Older formats are read as well.
inline constexpr std::int64_t stored_format = 1;

}  // namespace ensemble::protocol
