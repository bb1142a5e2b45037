// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/row_group.h"

#include <limits>
#include <string>
#include <vector>

#include "daemon/recording/journal_record.h"
#include "shared/base/crc32c.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace ensemble;

std::uint32_t key_of(std::string_view name) {
    return static_cast<std::uint32_t>(name.size() & 1023);
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (unsigned i = 0; i < 4; ++i)
        number |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    return number;
}

void put_number(std::string& bytes, std::size_t at, std::uint32_t number) {
    for (unsigned i = 0; i < 4; ++i)
        bytes[at + i] = static_cast<char>(number >> (8 * i) & 0xff);
}

// Mutation never finds checksums by itself: those of the header are set right.
std::string mended(std::string_view group) {
    std::string bytes(group);
    constexpr std::size_t header = recording::group_header_bytes;
    if (bytes.size() < header) return bytes;
    const std::size_t directory_bytes = number_at(bytes, 40);
    const std::size_t keys_bytes = number_at(bytes, 48);
    if (directory_bytes <= bytes.size() - header) {
        put_number(bytes, 44, crc32c(group.substr(header, directory_bytes)));
        put_number(bytes, 52, crc32c(group.substr(header + directory_bytes, keys_bytes)));
    }
    put_number(bytes, header - 4, crc32c(std::string_view(bytes).substr(0, header - 4)));
    return bytes;
}

void decode(std::string_view group) {
    (void)recording::index_bytes(group);
    const auto found = recording::decode_group(group, key_of);
    if (!found) return;
    fuzz::law(found->table.rows() == found->index.rows);
}

void sections(std::string_view bytes) {
    if (bytes.size() < 3) return;
    recording::GroupEntry entry;
    entry.present = static_cast<unsigned char>(bytes[0]) + 1u;
    const std::uint32_t rows = entry.present + static_cast<unsigned char>(bytes[1]) % 4;
    bytes.remove_prefix(2);
    entry.bytes = static_cast<std::uint32_t>(bytes.size());
    recording::NumberSection numbers;
    std::vector<double> values;
    if (numbers.parse(bytes, entry, rows) && numbers.values.all(values))
        fuzz::law(values.size() == entry.present);
    recording::TextSection texts;
    if (texts.parse(bytes, entry, rows)) {
        fuzz::law(texts.spans.size() == entry.present);
        for (const recording::TextSpan span : texts.spans)
            fuzz::law(span.start + span.size <= texts.bytes.size());
    }
    recording::RowKeys keys;
    if (keys.parse(bytes, rows)) {
        fuzz::law(keys.size() == rows && keys.all().size() == rows);
        (void)keys.lower_bound(std::numeric_limits<std::int64_t>::min());
    }
}

}  // namespace

// What lies in segment files, and the payload of a journal record.
void ensemble::fuzz::one_input(std::string_view bytes) {
    decode(bytes);
    decode(mended(bytes));
    sections(bytes);
    (void)recording::decode_batch(std::string(bytes));
}
