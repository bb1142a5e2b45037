// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/row_group.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "daemon/recording/bytes.h"
#include "daemon/recording/compression.h"
#include "daemon/recording/key_table.h"
#include "shared/base/crc32c.h"

namespace ensemble::recording {

namespace {

constexpr std::uint32_t magic = 0x50524745;  // "EGRP"
constexpr std::uint8_t version = 1;
constexpr std::size_t crc_at = group_header_bytes - 4;

struct Header {
    std::uint8_t stream = 0;
    std::int64_t run = 0;
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    std::int64_t first_key = 0;
    std::int64_t last_key = 0;
    std::uint32_t directory_bytes = 0;
    std::uint32_t directory_crc = 0;
    std::uint32_t keys_bytes = 0;
    std::uint32_t keys_crc = 0;
    std::uint32_t group_bytes = 0;
};

std::string encode(const Header& header) {
    std::string out;
    ByteWriter writer(out);
    writer.u32(magic);
    writer.u8(version);
    writer.u8(header.stream);
    writer.u8(0);
    writer.u8(0);
    writer.i64(header.run);
    writer.u32(header.rows);
    writer.u32(header.columns);
    writer.i64(header.first_key);
    writer.i64(header.last_key);
    writer.u32(header.directory_bytes);
    writer.u32(header.directory_crc);
    writer.u32(header.keys_bytes);
    writer.u32(header.keys_crc);
    writer.u32(header.group_bytes);
    writer.u32(crc32c(out));
    return out;
}

Result<Header> decode_header(std::string_view bytes) {
    if (bytes.size() < group_header_bytes) return fail(ErrorCode::corrupt, "row group cut short");
    ByteReader reader(bytes.substr(0, group_header_bytes));
    if (reader.u32() != magic) return fail(ErrorCode::corrupt, "not a row group");
    if (reader.u8() > version) return fail(ErrorCode::newer_version, "row group is newer");
    Header header;
    header.stream = reader.u8();
    reader.raw(2);
    header.run = reader.i64();
    header.rows = reader.u32();
    header.columns = reader.u32();
    header.first_key = reader.i64();
    header.last_key = reader.i64();
    header.directory_bytes = reader.u32();
    header.directory_crc = reader.u32();
    header.keys_bytes = reader.u32();
    header.keys_crc = reader.u32();
    header.group_bytes = reader.u32();
    if (reader.u32() != crc32c(bytes.substr(0, crc_at)))
        return fail(ErrorCode::corrupt, "row group header does not match its checksum");
    return header;
}

// Presence, then the values.
void append_rows(const std::vector<std::uint32_t>& rows, std::size_t group_rows, std::string& out) {
    if (rows.size() == group_rows) return;
    const std::vector<std::int64_t> wide(rows.begin(), rows.end());
    std::string packed;
    pack_integers(wide.data(), wide.size(), packed);
    ByteWriter(out).text(packed);
}

void append_texts(const Table& table, const Column& column, std::string& out) {
    std::vector<std::int64_t> sizes;
    std::string bytes;
    for (const TextSpan span : column.texts) {
        sizes.push_back(static_cast<std::int64_t>(span.size));
        bytes.append(table.text(span));
    }
    std::string packed;
    pack_integers(sizes.data(), sizes.size(), packed);
    ByteWriter(out).text(packed);
    append_compressed(bytes, out);
}

class GroupWriter {
public:
    GroupWriter(const Table& table, const NameOf& name)
        : table_(table), name_(name), directory_writer_(directory_) {}

    void add(const Column& column) {
        if (!column.numbers.empty()) {
            section_.clear();
            append_rows(column.number_rows, table_.rows(), section_);
            append_numbers(column.numbers.data(), column.numbers.size(), section_);
            close(column, false, column.numbers.size());
        }
        if (!column.texts.empty()) {
            section_.clear();
            append_rows(column.text_rows, table_.rows(), section_);
            append_texts(table_, column, section_);
            close(column, true, column.texts.size());
        }
    }

    std::string finish(Header header) {
        std::string directory;
        append_compressed(directory_, directory);
        std::string keys;
        pack_integers(table_.keys().data(), table_.rows(), keys);
        header.rows = static_cast<std::uint32_t>(table_.rows());
        header.columns = columns_;
        header.first_key = table_.keys().front();
        header.last_key = table_.keys().back();
        header.directory_bytes = static_cast<std::uint32_t>(directory.size());
        header.directory_crc = crc32c(directory);
        header.keys_bytes = static_cast<std::uint32_t>(keys.size());
        header.keys_crc = crc32c(keys);
        header.group_bytes = static_cast<std::uint32_t>(group_header_bytes + directory.size() +
                                                        keys.size() + sections_.size());
        return encode(header) + directory + keys + sections_;
    }

private:
    void close(const Column& column, bool is_text, std::size_t present) {
        directory_writer_.text(name_(column.key));
        directory_writer_.u8(is_text ? 1 : 0);
        directory_writer_.varint(present);
        directory_writer_.varint(section_.size());
        directory_writer_.u32(crc32c(section_));
        sections_.append(section_);
        ++columns_;
    }

    const Table& table_;
    const NameOf& name_;
    std::string directory_;
    ByteWriter directory_writer_;
    std::string section_;
    std::string sections_;
    std::uint32_t columns_ = 0;
};

}  // namespace

const GroupEntry* GroupIndex::find(std::uint32_t key, bool is_text) const {
    for (const GroupEntry& entry : entries) {
        if (entry.key == key && entry.is_text == is_text) return &entry;
    }
    return nullptr;
}

std::string encode_group(RunId run, std::uint8_t stream, const Table& table, const NameOf& name) {
    GroupWriter writer(table, name);
    for (const Column& column : table.columns())
        writer.add(column);
    Header header;
    header.run = run.value;
    header.stream = stream;
    return writer.finish(header);
}

Result<std::size_t> index_bytes(std::string_view bytes) {
    const auto header = decode_header(bytes);
    if (!header) return header.error();
    return group_header_bytes + header->directory_bytes;
}

Result<GroupIndex> decode_index(std::string_view bytes, const KeyOf& key) {
    const auto header = decode_header(bytes);
    if (!header) return header.error();
    const auto broken = [] { return fail(ErrorCode::corrupt, "row group directory is broken"); };
    if (bytes.size() < group_header_bytes + header->directory_bytes) return broken();
    const auto packed = bytes.substr(group_header_bytes, header->directory_bytes);
    std::string directory;
    if (crc32c(packed) != header->directory_crc || !uncompress(packed, directory)) return broken();

    GroupIndex index;
    index.run = RunId{header->run};
    index.stream = header->stream;
    index.rows = header->rows;
    index.first_key = header->first_key;
    index.last_key = header->last_key;
    index.bytes = header->group_bytes;
    index.keys_offset = group_header_bytes + header->directory_bytes;
    index.keys_bytes = header->keys_bytes;
    index.keys_crc = header->keys_crc;
    std::uint64_t offset = index.keys_offset + header->keys_bytes;
    ByteReader reader(directory);
    for (std::uint32_t i = 0; i < header->columns && reader.ok(); ++i) {
        GroupEntry entry;
        entry.key = key(reader.text());
        entry.is_text = reader.u8() != 0;
        const std::uint64_t present = reader.varint();
        const std::uint64_t size = reader.varint();
        entry.crc = reader.u32();
        entry.offset = offset;
        if (present == 0 || present > index.rows || size > index.bytes ||
            entry.key == KeyTable::none)
            return broken();
        entry.present = static_cast<std::uint32_t>(present);
        entry.bytes = static_cast<std::uint32_t>(size);
        offset += size;
        index.entries.push_back(entry);
    }
    if (!reader.finished() || offset != index.bytes || index.rows == 0 ||
        index.rows > group_rows_max)
        return broken();
    return index;
}

Result<std::string> readdressed(std::string_view group, RunId run) {
    auto header = decode_header(group);
    if (!header) return header.error();
    header->run = run.value;
    return encode(*header) + std::string(group.substr(group_header_bytes));
}

}  // namespace ensemble::recording
