// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/recording/batch.h"
#include "daemon/recording/number_column.h"
#include "daemon/recording/packed_integers.h"
#include "daemon/recording/table.h"
#include "shared/base/ids.h"
#include "shared/base/result.h"

// The stored form of a few thousand rows: docs/storage.md, "Row groups". One column can be read
// without the others. Every function here is safe on any bytes.
namespace ensemble::recording {

inline constexpr std::size_t group_header_bytes = 64;
inline constexpr std::size_t group_rows_max = 1u << 20;

// The row keys of a group: a progression when they are evenly spaced.
class RowKeys {
public:
    bool parse(std::string_view section, std::size_t rows);
    std::size_t size() const { return rows_; }
    std::int64_t operator[](std::size_t row) const {
        return values_.empty() ? first_ + stride_ * static_cast<std::int64_t>(row) : values_[row];
    }
    std::vector<std::int64_t> all() const;
    std::size_t lower_bound(std::int64_t key) const;  // first row with a key not below
    bool even() const { return values_.empty(); }

private:
    std::size_t rows_ = 0;
    std::int64_t first_ = 0;
    std::int64_t stride_ = 0;
    std::vector<std::int64_t> values_;
};

// Where one column lies. A key has up to two: its numbers and its texts.
struct GroupEntry {
    std::uint32_t key = 0;
    bool is_text = false;
    std::uint32_t present = 0;  // rows that have a value
    std::uint32_t bytes = 0;
    std::uint32_t crc = 0;
    std::uint64_t offset = 0;  // from the start of the group
};

struct GroupIndex {
    RunId run;
    std::uint8_t stream = 0;
    std::uint32_t rows = 0;
    std::int64_t first_key = 0;
    std::int64_t last_key = 0;
    std::uint64_t bytes = 0;  // of the whole group
    std::uint64_t keys_offset = 0;
    std::uint32_t keys_bytes = 0;
    std::uint32_t keys_crc = 0;
    std::vector<GroupEntry> entries;
    std::optional<RowKeys> even_keys;  // filled in by SealedReader when they take no room

    const GroupEntry* find(std::uint32_t key, bool is_text) const;
};

using NameOf = std::function<std::string_view(std::uint32_t key)>;
// KeyTable::none for a name that cannot be: the group is then broken.
using KeyOf = std::function<std::uint32_t(std::string_view name)>;

// Requires: the table is sorted and not empty.
std::string encode_group(RunId run, std::uint8_t stream, const Table& table, const NameOf& name);

// How many bytes of the group the index takes, from its first group_header_bytes.
Result<std::size_t> index_bytes(std::string_view header);
// From the first index_bytes of the group.
Result<GroupIndex> decode_index(std::string_view bytes, const KeyOf& key);

struct NumberSection {
    bool dense = true;                // value i is of row i
    std::vector<std::uint32_t> rows;  // else: of rows[i]
    NumberColumn values;

    std::uint32_t row(std::size_t value) const {
        return dense ? static_cast<std::uint32_t>(value) : rows[value];
    }
    bool parse(std::string_view section, const GroupEntry& entry, std::uint32_t group_rows);
};

struct TextSection {
    std::vector<std::uint32_t> rows;
    std::vector<TextSpan> spans;  // into bytes
    std::string bytes;

    bool parse(std::string_view section, const GroupEntry& entry, std::uint32_t group_rows);
};

// Adds what a section holds to a column; texts are appended to `texts`.
bool decode_column(std::string_view section, const GroupEntry& entry, std::uint32_t group_rows,
                   std::string& texts, Column& column);

// The whole group, verified: checksums, order of rows, extent.
struct DecodedGroup {
    GroupIndex index;
    Table table;
};
Result<DecodedGroup> decode_group(std::string_view bytes, const KeyOf& key);

// The same bytes for another run.
Result<std::string> readdressed(std::string_view group, RunId run);

}  // namespace ensemble::recording
