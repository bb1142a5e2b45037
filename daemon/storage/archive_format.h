// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/crc32c.h"

// What writing and restoring a backup have to agree on besides tar and zstd.
namespace ensemble::storage::archive {

inline constexpr int version = 1;
inline constexpr std::string_view first_name = "ensemble-backup";
inline constexpr std::string_view first_begins = "ensemble backup ";
inline constexpr std::string_view last_name = "ensemble-backup-end";
inline constexpr std::size_t piece_bytes = 256u << 10;

// What the last entry vouches for.
struct Total {
    std::uint64_t files = 0;
    std::uint32_t crc = 0;

    void begin_file(std::string_view name) {
        ++files;
        crc = crc32c(name, crc);
    }
    void add(std::string_view bytes) { crc = crc32c(bytes, crc); }
    std::string text() const {
        return "files " + std::to_string(files) + "\ncrc32c " + std::to_string(crc) + "\n";
    }
};

}  // namespace ensemble::storage::archive
