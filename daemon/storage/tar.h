// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The part of the POSIX tar format (ustar with pax headers) that a backup needs: plain files.
namespace ensemble::storage::tar {

inline constexpr std::size_t block_bytes = 512;
// A pax header is never longer; there is not more in it than a name and a size.
inline constexpr std::size_t pax_bytes_max = 16u << 10;

// Zeros that fill the last block of a file.
std::size_t padding(std::uint64_t bytes);

// All blocks before the content of a file: one, or three when the name is long or the size large.
std::string header(std::string_view name, std::uint64_t bytes);

struct Block {
    enum class Kind { end, pax, file };
    Kind kind = Kind::end;
    std::string name;
    std::uint64_t bytes = 0;
};
// One header block of 512 bytes; nullopt when its checksum is wrong or it is something else.
std::optional<Block> parse(std::string_view block);

// Puts what the records of a pax header say in place of what the block says; false when they are
// not well formed.
bool amend(Block& block, std::string_view records);

}  // namespace ensemble::storage::tar
