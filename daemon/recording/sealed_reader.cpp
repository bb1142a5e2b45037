// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/sealed_reader.h"

#include <algorithm>
#include <utility>

#include "shared/base/crc32c.h"

namespace ensemble::recording {

namespace {

// Enough for the index and the keys of a usual group.
constexpr std::size_t first_look_bytes = 4096;

KeyOf finder(const StreamState& stream) {
    return [&keys = stream.keys](std::string_view name) { return keys.find(name); };
}

Result<void> agrees(const GroupIndex& index, const storage::RowGroup& place) {
    const bool same = index.run == place.run && index.bytes == place.bytes &&
                      index.rows == static_cast<std::uint64_t>(place.rows) &&
                      index.first_key == place.first_key && index.last_key == place.last_key;
    if (!same) return fail(ErrorCode::corrupt, "a row group is not the one that belongs here");
    return {};
}

}  // namespace

Result<const GroupIndex*> SealedReader::index(const StreamState& stream, Group& group) {
    if (group.index) return group.index.get();
    const auto& place = group.place;
    const auto bytes = static_cast<std::size_t>(place.bytes);
    std::string start;
    if (auto read =
            segments_.read(place.segment, place.offset, std::min(bytes, first_look_bytes), start);
        !read)
        return read.error();
    const auto needed = index_bytes(start);
    if (!needed) return needed.error();
    if (*needed > start.size()) {
        if (*needed > bytes) return fail(ErrorCode::corrupt, "a row group is too long");
        if (auto read = segments_.read(place.segment, place.offset, *needed, start); !read)
            return read.error();
    }
    auto index = decode_index(start, finder(stream));
    if (!index) return index.error();
    if (auto fine = agrees(*index, place); !fine) return fine.error();
    const auto keys_end = index->keys_offset + index->keys_bytes;
    if (keys_end <= start.size()) {
        const auto section = std::string_view(start).substr(
            static_cast<std::size_t>(index->keys_offset), index->keys_bytes);
        RowKeys keys;
        if (crc32c(section) == index->keys_crc && keys.parse(section, index->rows) && keys.even())
            index->even_keys = std::move(keys);
    }
    group.index = std::make_shared<const GroupIndex>(std::move(*index));
    return group.index.get();
}

Result<RowKeys> SealedReader::keys(const StreamState& stream, Group& group) {
    const auto index = this->index(stream, group);
    if (!index) return index.error();
    if ((*index)->even_keys) return *(*index)->even_keys;
    if (auto read = segments_.read(group.place.segment, group.place.offset + (*index)->keys_offset,
                                   (*index)->keys_bytes, buffer_);
        !read)
        return read.error();
    RowKeys keys;
    if (crc32c(buffer_) != (*index)->keys_crc || !keys.parse(buffer_, (*index)->rows))
        return fail(ErrorCode::corrupt, "row keys do not match their checksum");
    return keys;
}

Result<std::string_view> SealedReader::section(const Group& group, const GroupEntry& entry) {
    if (auto read = segments_.read(group.place.segment, group.place.offset + entry.offset,
                                   entry.bytes, buffer_);
        !read)
        return read.error();
    if (crc32c(buffer_) != entry.crc)
        return fail(ErrorCode::corrupt, "a column does not match its checksum");
    return std::string_view(buffer_);
}

Result<std::string> SealedReader::bytes(const Group& group) {
    std::string bytes;
    if (auto read = segments_.read(group.place.segment, group.place.offset,
                                   static_cast<std::size_t>(group.place.bytes), bytes);
        !read)
        return read.error();
    return bytes;
}

Result<std::shared_ptr<const Table>> SealedReader::table(const StreamState& stream,
                                                         const Group& group) {
    for (auto kept = kept_.begin(); kept != kept_.end(); ++kept) {
        if (kept->segment != group.place.segment || kept->offset != group.place.offset) continue;
        kept_.splice(kept_.begin(), kept_, kept);
        return kept_.front().table;
    }
    auto stored = bytes(group);
    if (!stored) return stored.error();
    auto decoded = decode_group(*stored, finder(stream));
    if (!decoded) return decoded.error();
    if (auto fine = agrees(decoded->index, group.place); !fine) return fine.error();
    if (kept_.size() == kept_max) kept_.pop_back();
    kept_.push_front(Kept{group.place.segment, group.place.offset,
                          std::make_shared<const Table>(std::move(decoded->table))});
    return kept_.front().table;
}

}  // namespace ensemble::recording
