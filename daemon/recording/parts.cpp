// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/parts.h"

#include <algorithm>
#include <utility>

namespace ensemble::recording {

namespace {

std::size_t first_not_below(const std::vector<std::int64_t>& keys, std::int64_t key) {
    return static_cast<std::size_t>(std::lower_bound(keys.begin(), keys.end(), key) - keys.begin());
}

std::size_t first_above(const std::vector<std::int64_t>& keys, std::int64_t key) {
    return static_cast<std::size_t>(std::upper_bound(keys.begin(), keys.end(), key) - keys.begin());
}

// The tail lives as long as its stream, longer than any reading of it.
std::shared_ptr<const Table> unowned(const Table& table) {
    return {std::shared_ptr<const Table>(), &table};
}

Rows within(std::shared_ptr<const Table> table, std::int64_t min, std::int64_t max) {
    Rows rows;
    rows.first = first_not_below(table->keys(), min);
    rows.last = std::max(rows.first, first_above(table->keys(), max));
    rows.table = std::move(table);
    return rows;
}

Result<std::shared_ptr<const Table>> some_columns(SealedReader& reader, StreamState& stream,
                                                  Group& group,
                                                  const std::vector<std::uint32_t>& keys) {
    const auto index = reader.index(stream, group);
    if (!index) return index.error();
    auto row_keys = reader.keys(stream, group);
    if (!row_keys) return row_keys.error();
    auto table = std::make_shared<Table>();
    table->set_keys(row_keys->all());
    std::string texts;
    for (const GroupEntry& entry : (*index)->entries) {
        if (std::find(keys.begin(), keys.end(), entry.key) == keys.end()) continue;
        auto section = reader.section(group, entry);
        if (!section) return section.error();
        if (!decode_column(*section, entry, (*index)->rows, texts, table->column_for(entry.key)))
            return fail(ErrorCode::corrupt, "a column cannot be read");
    }
    table->set_texts(std::move(texts));
    return std::shared_ptr<const Table>(std::move(table));
}

Rows overlaid(std::shared_ptr<const Table> sealed, StreamState& stream, const Part& part,
              std::int64_t min, std::int64_t max) {
    if (part.plain()) return within(std::move(sealed), min, max);
    const Table newer = slice(sorted_tail(stream), part.tail_first, part.tail_last);
    return within(std::make_shared<const Table>(merged(*sealed, newer)), min, max);
}

}  // namespace

std::vector<Part> parts(StreamState& stream, std::int64_t min, std::int64_t max) {
    std::vector<Part> found;
    const auto& keys = sorted_tail(stream).keys();
    std::size_t at = first_not_below(keys, min);
    const std::size_t end = std::max(at, first_above(keys, max));
    auto group = std::partition_point(stream.groups.begin(), stream.groups.end(),
                                      [&](const Group& g) { return g.place.last_key < min; });
    for (; group != stream.groups.end() && group->place.first_key <= max; ++group) {
        const std::size_t over = std::min(end, first_not_below(keys, group->place.first_key));
        if (over > at) found.push_back(Part{nullptr, at, over});
        at = std::max(at, over);
        const std::size_t after = std::min(end, first_above(keys, group->place.last_key));
        found.push_back(Part{&*group, at, std::max(at, after)});
        at = std::max(at, after);
    }
    if (at < end) found.push_back(Part{nullptr, at, end});
    return found;
}

Result<Rows> read_rows(SealedReader& reader, StreamState& stream, const Part& part,
                       std::int64_t min, std::int64_t max) {
    if (part.group == nullptr)
        return Rows{unowned(sorted_tail(stream)), part.tail_first, part.tail_last};
    auto sealed = reader.table(stream, *part.group);
    if (!sealed) return sealed.error();
    return overlaid(std::move(*sealed), stream, part, min, max);
}

Result<Rows> read_columns(SealedReader& reader, StreamState& stream, const Part& part,
                          const std::vector<std::uint32_t>& keys, std::int64_t min,
                          std::int64_t max) {
    if (part.group == nullptr)
        return Rows{unowned(sorted_tail(stream)), part.tail_first, part.tail_last};
    auto sealed = some_columns(reader, stream, *part.group, keys);
    if (!sealed) return sealed.error();
    return overlaid(std::move(*sealed), stream, part, min, max);
}

Result<std::size_t> count_rows(SealedReader& reader, StreamState& stream, const Part& part,
                               std::int64_t min, std::int64_t max) {
    if (part.group == nullptr) return part.tail_last - part.tail_first;
    const auto& place = part.group->place;
    if (part.plain() && place.first_key >= min && place.last_key <= max)
        return static_cast<std::size_t>(place.rows);
    auto rows = read_columns(reader, stream, part, {}, min, max);
    if (!rows) return rows.error();
    return rows->size();
}

bool Thinning::take() {
    const std::size_t row = at_++;
    if (total_ <= most_) return true;
    if (taken_ >= most_) return false;
    const std::size_t wanted = most_ == 1 ? 0 : taken_ * (total_ - 1) / (most_ - 1);
    if (row != wanted) return false;
    ++taken_;
    return true;
}

}  // namespace ensemble::recording
