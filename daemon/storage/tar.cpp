// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/tar.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace ensemble::storage::tar {

namespace {

// Places and widths of the fields in a block.
constexpr std::size_t name_bytes = 100;
constexpr std::size_t mode_at = 100;
constexpr std::size_t owner_at = 108;
constexpr std::size_t group_at = 116;
constexpr std::size_t size_at = 124;
constexpr std::size_t size_digits = 11;
constexpr std::size_t time_at = 136;
constexpr std::size_t checksum_at = 148;
constexpr std::size_t kind_at = 156;
constexpr std::size_t magic_at = 257;
constexpr std::string_view magic{"ustar\00000", 8};
constexpr std::uint64_t size_max = (1ull << 33) - 1;

void put(std::string& block, std::size_t at, std::string_view text) {
    block.replace(at, text.size(), text);
}

std::string octal(std::uint64_t number, std::size_t digits) {
    std::string text(digits, '0');
    for (auto place = text.rbegin(); place != text.rend(); ++place, number /= 8)
        *place = static_cast<char>('0' + number % 8);
    return text;
}

std::optional<std::uint64_t> parse_octal(std::string_view text) {
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number, 8);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

// Of the block with blanks in the place of the checksum.
std::uint64_t checksum(std::string_view block) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < block.size(); ++i) {
        const bool own = i >= checksum_at && i < checksum_at + 8;
        sum += static_cast<unsigned char>(own ? ' ' : block[i]);
    }
    return sum;
}

std::string make_block(std::string_view name, std::uint64_t bytes, char kind) {
    std::string block(block_bytes, '\0');
    put(block, 0, name.substr(0, name_bytes));
    put(block, mode_at, "0000600");
    put(block, owner_at, "0000000");
    put(block, group_at, "0000000");
    put(block, size_at, octal(std::min(bytes, size_max), size_digits));
    put(block, time_at, "00000000000");
    block[kind_at] = kind;
    put(block, magic_at, magic);
    put(block, checksum_at, octal(checksum(block), 6));
    put(block, checksum_at + 6, std::string_view("\0 ", 2));
    return block;
}

// "LENGTH key=value\n", where the length counts itself.
std::string record(std::string_view key, std::string_view value) {
    const std::size_t rest = 1 + key.size() + 1 + value.size() + 1;
    std::size_t length = rest + 1;
    while (std::to_string(length).size() + rest != length)
        ++length;
    return std::to_string(length) + " " + std::string(key) + "=" + std::string(value) + "\n";
}

bool amend_one(Block& block, std::string_view key, std::string_view value) {
    if (key == "path") {
        block.name = std::string(value);
        return true;
    }
    if (key != "size") return true;
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), block.bytes);
    return parsed.ec == std::errc{} && parsed.ptr == value.data() + value.size();
}

}  // namespace

std::size_t padding(std::uint64_t bytes) {
    return static_cast<std::size_t>((block_bytes - bytes % block_bytes) % block_bytes);
}

std::string header(std::string_view name, std::uint64_t bytes) {
    std::string records;
    if (name.size() > name_bytes) records += record("path", name);
    if (bytes > size_max) records += record("size", std::to_string(bytes));
    std::string blocks;
    if (!records.empty()) {
        blocks = make_block("pax", records.size(), 'x') + records;
        blocks.append(padding(records.size()), '\0');
    }
    return blocks + make_block(name, bytes, '0');
}

std::optional<Block> parse(std::string_view block) {
    if (block.size() != block_bytes) return std::nullopt;
    if (block.find_first_not_of('\0') == std::string_view::npos) return Block{};
    if (block.substr(magic_at, magic.size()) != magic) return std::nullopt;
    const auto sum = parse_octal(block.substr(checksum_at, 6));
    const auto size = parse_octal(block.substr(size_at, size_digits));
    if (!sum || !size || *sum != checksum(block)) return std::nullopt;
    const char kind = block[kind_at];
    if (kind != '0' && kind != 'x') return std::nullopt;
    const std::string_view name = block.substr(0, name_bytes);
    return Block{kind == 'x' ? Block::Kind::pax : Block::Kind::file,
                 std::string(name.substr(0, name.find('\0'))), *size};
}

bool amend(Block& block, std::string_view records) {
    while (!records.empty()) {
        std::size_t length = 0;
        const auto parsed =
            std::from_chars(records.data(), records.data() + records.size(), length);
        if (parsed.ec != std::errc{} || length > records.size()) return false;
        const auto digits = static_cast<std::size_t>(parsed.ptr - records.data());
        if (length < digits + 4 || records[digits] != ' ' || records[length - 1] != '\n')
            return false;
        const auto text = records.substr(digits + 1, length - digits - 2);
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) return false;
        if (!amend_one(block, text.substr(0, equals), text.substr(equals + 1))) return false;
        records.remove_prefix(length);
    }
    return true;
}

}  // namespace ensemble::storage::tar
