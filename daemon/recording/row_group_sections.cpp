// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "daemon/recording/bytes.h"
#include "daemon/recording/compression.h"
#include "daemon/recording/row_group.h"
#include "shared/base/crc32c.h"

namespace ensemble::recording {

namespace {

// Reads which rows have a value; an empty list when all have one.
bool parse_rows(ByteReader& reader, const GroupEntry& entry, std::uint32_t group_rows,
                std::vector<std::uint32_t>& rows) {
    rows.clear();
    if (entry.present == group_rows) return true;
    PackedIntegers packed;
    if (!packed.parse(reader.text(), entry.present)) return false;
    std::int64_t before = -1;
    rows.reserve(entry.present);
    for (const std::int64_t row : packed.all()) {
        if (row <= before || row >= group_rows) return false;
        rows.push_back(static_cast<std::uint32_t>(row));
        before = row;
    }
    return true;
}

std::vector<std::uint32_t> counted(std::uint32_t rows) {
    std::vector<std::uint32_t> all(rows);
    for (std::uint32_t row = 0; row < rows; ++row)
        all[row] = row;
    return all;
}

Error broken(std::string_view what) {
    return fail(ErrorCode::corrupt, "row group: " + std::string(what));
}

std::string_view section_of(std::string_view group, std::uint64_t offset, std::uint32_t bytes) {
    return offset > group.size() ? std::string_view{}
                                 : group.substr(static_cast<std::size_t>(offset), bytes);
}

bool disjoint(const Column& column) {
    std::vector<std::uint32_t> both;
    std::set_intersection(column.number_rows.begin(), column.number_rows.end(),
                          column.text_rows.begin(), column.text_rows.end(),
                          std::back_inserter(both));
    return both.empty();
}

}  // namespace

bool RowKeys::parse(std::string_view section, std::size_t rows) {
    PackedIntegers packed;
    if (!packed.parse(section, rows)) return false;
    rows_ = rows;
    values_.clear();
    if (const auto even = packed.progression(); even && even->stride > 0) {
        first_ = even->first;
        stride_ = even->stride;
        std::int64_t last = 0;
        return !__builtin_mul_overflow(stride_, static_cast<std::int64_t>(rows), &last) &&
               !__builtin_add_overflow(last, first_, &last);
    }
    values_ = packed.all();
    return std::adjacent_find(values_.begin(), values_.end(), std::greater_equal<>()) ==
           values_.end();
}

std::vector<std::int64_t> RowKeys::all() const {
    if (!values_.empty()) return values_;
    std::vector<std::int64_t> keys(rows_);
    for (std::size_t row = 0; row < rows_; ++row)
        keys[row] = (*this)[row];
    return keys;
}

std::size_t RowKeys::lower_bound(std::int64_t key) const {
    std::size_t first = 0;
    std::size_t last = rows_;
    while (first < last) {
        const std::size_t middle = first + (last - first) / 2;
        if ((*this)[middle] < key)
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

bool NumberSection::parse(std::string_view section, const GroupEntry& entry,
                          std::uint32_t group_rows) {
    ByteReader reader(section);
    dense = entry.present == group_rows;
    return parse_rows(reader, entry, group_rows, rows) && reader.ok() &&
           values.parse(reader.rest(), entry.present);
}

bool TextSection::parse(std::string_view section, const GroupEntry& entry,
                        std::uint32_t group_rows) {
    ByteReader reader(section);
    if (!parse_rows(reader, entry, group_rows, rows)) return false;
    PackedIntegers sizes;
    if (!sizes.parse(reader.text(), entry.present)) return false;
    if (!reader.ok() || !uncompress(reader.rest(), bytes)) return false;
    if (rows.empty()) rows = counted(group_rows);
    spans.clear();
    std::uint64_t start = 0;
    for (const std::int64_t size : sizes.all()) {
        if (size < 0 || static_cast<std::uint64_t>(size) > bytes.size() - start) return false;
        spans.push_back(TextSpan{start, static_cast<std::uint64_t>(size)});
        start += static_cast<std::uint64_t>(size);
    }
    return start == bytes.size();
}

bool decode_column(std::string_view section, const GroupEntry& entry, std::uint32_t rows,
                   std::string& texts, Column& column) {
    if (!entry.is_text) {
        NumberSection numbers;
        if (!numbers.parse(section, entry, rows) || !column.numbers.empty()) return false;
        column.number_rows = numbers.dense ? counted(rows) : std::move(numbers.rows);
        return numbers.values.all(column.numbers);
    }
    TextSection found;
    if (!found.parse(section, entry, rows) || !column.texts.empty()) return false;
    column.text_rows = std::move(found.rows);
    column.texts = std::move(found.spans);
    for (TextSpan& span : column.texts)
        span.start += texts.size();
    texts.append(found.bytes);
    return true;
}

Result<DecodedGroup> decode_group(std::string_view bytes, const KeyOf& key) {
    auto index = decode_index(bytes, key);
    if (!index) return index.error();
    if (index->bytes != bytes.size()) return broken("wrong size");
    const auto keys_section = section_of(bytes, index->keys_offset, index->keys_bytes);
    RowKeys keys;
    if (crc32c(keys_section) != index->keys_crc || !keys.parse(keys_section, index->rows))
        return broken("row keys do not match their checksum");
    if (keys[0] != index->first_key || keys[keys.size() - 1] != index->last_key)
        return broken("row keys do not match the header");

    DecodedGroup group;
    group.table.set_keys(keys.all());
    std::string texts;
    for (const GroupEntry& entry : index->entries) {
        const auto section = section_of(bytes, entry.offset, entry.bytes);
        if (crc32c(section) != entry.crc) return broken("a column does not match its checksum");
        Column& column = group.table.column_for(entry.key);
        if (!decode_column(section, entry, index->rows, texts, column) || !disjoint(column))
            return broken("a column cannot be read");
    }
    group.table.set_texts(std::move(texts));
    group.index = std::move(*index);
    return group;
}

}  // namespace ensemble::recording
