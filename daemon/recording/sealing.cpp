// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/sealing.h"

#include <algorithm>
#include <utility>

namespace ensemble::recording {

namespace {

// The group whose range a row key falls into or follows; the first one for keys before all.
std::size_t group_for(const std::vector<Group>& groups, std::int64_t key) {
    const auto after =
        std::upper_bound(groups.begin(), groups.end(), key, [](std::int64_t k, const Group& group) {
            return k < group.place.first_key;
        });
    return after == groups.begin() ? 0 : static_cast<std::size_t>(after - groups.begin()) - 1;
}

}  // namespace

Result<void> Sealing::seal(const StreamState& stream) {
    const std::size_t rows = stream.tail.rows();
    if (rows == 0) return {};
    Table ordered;
    if (!stream.tail.sorted()) ordered = sorted(stream.tail);
    const Table& tail = stream.tail.sorted() ? stream.tail : ordered;
    const auto& keys = tail.keys();
    const auto& groups = stream.groups;
    const std::int64_t last_sealed = groups.empty() ? before_all : groups.back().place.last_key;

    std::size_t at = 0;
    std::size_t touched = groups.size();  // the last group that was written anew
    while (at < rows && !groups.empty() && keys[at] <= last_sealed) {
        const std::size_t target = group_for(groups, keys[at]);
        std::size_t end = at + 1;
        while (end < rows && keys[end] <= last_sealed && group_for(groups, keys[end]) == target)
            ++end;
        if (auto done = seal_into(stream, groups[target], slice(tail, at, end)); !done) return done;
        touched = target;
        at = end;
    }
    if (at == rows) return {};
    const bool last_touched = !groups.empty() && touched == groups.size() - 1;
    return seal_after(stream, slice(tail, at, rows), last_touched ? 0 : groups.size());
}

Result<void> Sealing::seal_into(const StreamState& stream, const Group& group, const Table& rows) {
    auto older = reader_.table(stream, group);
    if (!older) return older.error();
    replace(group.place);
    return write(merged(**older, rows), static_cast<std::uint8_t>(stream.stream), stream.keys);
}

// Rows after all groups. Takes small groups before them in, as long as that copies little, so that
// a slow run does not end up in crumbs and no row is copied often.
Result<void> Sealing::seal_after(const StreamState& stream, Table rows, std::size_t untouched) {
    constexpr std::size_t growth = 4;
    while (untouched > 0) {
        const Group& group = stream.groups[untouched - 1];
        const auto before = static_cast<std::size_t>(group.place.rows);
        if (before >= size_.rows / 2 || before > growth * rows.rows()) break;
        if (group.place.bytes > size_.bytes_max / 2 || rows.bytes() > size_.bytes_max / 2) break;
        auto older = reader_.table(stream, group);
        if (!older) return older.error();
        rows = merged(**older, rows);
        replace(group.place);
        --untouched;
    }
    return write(rows, static_cast<std::uint8_t>(stream.stream), stream.keys);
}

Result<void> Sealing::write(const Table& table, std::uint8_t stream_number, const KeyTable& keys) {
    const std::size_t rows = table.rows();
    const std::size_t by_rows = (rows + size_.rows / 2) / size_.rows;
    const std::size_t by_bytes = (table.bytes() + size_.bytes_max - 1) / size_.bytes_max;
    const std::size_t parts = std::clamp<std::size_t>(std::max(by_rows, by_bytes), 1, rows);
    if (parts == 1) return write_one(table, stream_number, keys);
    for (std::size_t part = 0; part < parts; ++part) {
        const Table piece = slice(table, rows * part / parts, rows * (part + 1) / parts);
        if (auto done = write_one(piece, stream_number, keys); !done) return done;
    }
    return {};
}

Result<void> Sealing::write_one(const Table& table, std::uint8_t stream_number,
                                const KeyTable& keys) {
    const std::string bytes =
        encode_group(run_, stream_number, table, [&](std::uint32_t key) { return keys.name(key); });
    auto place = segments_.append(bytes);
    if (!place) return place.error();
    storage::RowGroup group;
    group.run = run_;
    group.stream = stream_number;
    group.segment = place->segment;
    group.offset = place->offset;
    group.bytes = place->bytes;
    group.rows = static_cast<std::int64_t>(table.rows());
    group.first_key = table.keys().front();
    group.last_key = table.keys().back();
    add(group);
    return {};
}

Result<void> Sealing::copy(const Group& group) {
    auto bytes = reader_.bytes(group);
    if (!bytes) return bytes.error();
    auto own = readdressed(*bytes, run_);
    if (!own) return own.error();
    auto place = segments_.append(*own);
    if (!place) return place.error();
    storage::RowGroup copy = group.place;
    copy.id = 0;
    copy.run = run_;
    copy.segment = place->segment;
    copy.offset = place->offset;
    copy.bytes = place->bytes;
    add(copy);
    return {};
}

Result<Sealed> Sealing::finish() {
    if (auto done = segments_.sync(); !done) return done.error();
    return std::move(result_);
}

}  // namespace ensemble::recording
