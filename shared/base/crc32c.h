// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace ensemble {

// CRC-32C (Castagnoli polynomial, reflected, as in RFC 3720 B.4). Pass the previous value to go on
// over several pieces; start with 0. "123456789" gives 0xE3069283.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t previous = 0);

}  // namespace ensemble
