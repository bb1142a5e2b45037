// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/series.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "daemon/recording/parts.h"
#include "daemon/recording/series_sink.h"

namespace ensemble::recording {

namespace {

constexpr std::int64_t after_all = std::numeric_limits<std::int64_t>::max();

// Where the numbers of one axis come from: the row keys themselves, or columns of which the first
// that has a number counts.
struct Axis {
    bool row_key = false;
    std::vector<std::uint32_t> keys;

    bool empty() const { return !row_key && keys.empty(); }
    std::optional<double> in(const Table& table, std::uint32_t row) const {
        if (row_key) return static_cast<double>(table.keys()[row]);
        for (const std::uint32_t key : keys) {
            const Cell cell = table.cell(row, key);
            if (cell.kind == Cell::Kind::number) return cell.number;
        }
        return std::nullopt;
    }
};

Axis axis_of(const StreamState& stream, std::string_view name) {
    Axis axis;
    axis.row_key = name == "_step" && stream.stream == Stream::history;
    if (!axis.row_key) axis.keys = matching(stream.keys, name);
    if (axis.empty() && name == "_step") axis.keys = matching(stream.keys, "_timestamp");
    return axis;
}

class SeriesReader {
public:
    SeriesReader(SealedReader& reader, StreamState& stream, Axis x, Axis y, double x_min,
                 double x_max)
        : reader_(reader), stream_(stream), x_(std::move(x)), y_(std::move(y)) {
        if (!x_.row_key) return;
        first_key_ = clamped(std::ceil(x_min));
        last_key_ = clamped(std::floor(x_max));
    }

    Result<void> read(SeriesSink& sink) {
        for (const Part& part : parts(stream_, first_key_, last_key_)) {
            auto done = simple(part) ? read_sealed(*part.group, sink) : read_table(part, sink);
            if (!done) return done;
        }
        return {};
    }

    // The same as reading into a SeriesExtent; for a whole group the index alone tells.
    Result<void> measure(SeriesExtent& extent, double x_min, double x_max) {
        for (const Part& part : parts(stream_, first_key_, last_key_)) {
            auto done = simple(part) ? measure_sealed(*part.group, extent, x_min, x_max)
                                     : read_table(part, extent);
            if (!done) return done;
        }
        return {};
    }

private:
    static std::int64_t clamped(double key) {
        constexpr double most = 9e18;
        if (key >= most) return after_all;
        return key <= -most ? before_all : static_cast<std::int64_t>(key);
    }

    // Whether one column of sealed numbers is all there is to read.
    bool simple(const Part& part) const {
        return part.plain() && !y_.row_key && y_.keys.size() == 1 &&
               (x_.row_key || x_.keys.size() == 1);
    }

    Result<void> read_table(const Part& part, SeriesSink& sink) {
        std::vector<std::uint32_t> columns = y_.keys;
        columns.insert(columns.end(), x_.keys.begin(), x_.keys.end());
        const auto rows = read_columns(reader_, stream_, part, columns, first_key_, last_key_);
        if (!rows) return rows.error();
        std::vector<double> xs;
        std::vector<double> ys;
        for (std::size_t i = rows->first; i < rows->last; ++i) {
            const auto row = static_cast<std::uint32_t>(i);
            const auto x = x_.in(*rows->table, row);
            const auto y = y_.in(*rows->table, row);
            if (!x || !y || !std::isfinite(*x)) continue;
            xs.push_back(*x);
            ys.push_back(*y);
        }
        sink.take(xs.data(), ys.data(), xs.size(), order());
        return {};
    }

    SeriesSink::Order order() const {
        return x_.row_key ? SeriesSink::Order::ascending : SeriesSink::Order::any;
    }

    // False: no such column in the group.
    Result<bool> open(Group& group, std::uint32_t key, std::string& bytes, NumberSection& section) {
        const auto index = reader_.index(stream_, group);
        if (!index) return index.error();
        const GroupEntry* entry = (*index)->find(key, false);
        if (entry == nullptr) return false;
        auto read = reader_.section(group, *entry);
        if (!read) return read.error();
        bytes.assign(*read);
        if (!section.parse(bytes, *entry, (*index)->rows))
            return fail(ErrorCode::corrupt, "a column cannot be read");
        return true;
    }

    Result<void> read_sealed(Group& group, SeriesSink& sink) {
        auto there = open(group, y_.keys[0], y_bytes_, y_section_);
        if (!there) return there.error();
        if (!*there) return {};
        if (x_.row_key) {
            auto keys = reader_.keys(stream_, group);
            if (!keys) return keys.error();
            return read_by_key(*keys, sink);
        }
        there = open(group, x_.keys[0], x_bytes_, x_section_);
        if (!there) return there.error();
        if (!*there) return {};
        if (x_section_.dense && y_section_.dense) return read_aligned(sink);
        return read_matched(sink);
    }

    static Piece piece_of(const BlockSummary& block, double x_first, double x_last) {
        return Piece{x_first,   x_last,       block.min,       block.max,
                     block.sum, block.finite, block.not_finite};
    }

    Result<void> read_by_key(const RowKeys& keys, SeriesSink& sink) {
        std::array<double, block_values> x;
        std::array<double, block_values> y;
        NumberColumn& values = y_section_.values;
        for (std::size_t b = 0; b < values.blocks(); ++b) {
            const std::size_t start = b * block_values;
            const std::size_t count = std::min(block_values, values.size() - start);
            const auto first = static_cast<double>(keys[y_section_.row(start)]);
            const auto last = static_cast<double>(keys[y_section_.row(start + count - 1)]);
            if (sink.take(piece_of(values.summary(b), first, last))) continue;
            if (values.block(b, y.data()) == 0) return broken();
            for (std::size_t i = 0; i < count; ++i)
                x[i] = static_cast<double>(keys[y_section_.row(start + i)]);
            sink.take(x.data(), y.data(), count, SeriesSink::Order::ascending);
        }
        return {};
    }

    // Both columns have a value in every row, so their blocks cover the same rows.
    Result<void> read_aligned(SeriesSink& sink) {
        std::array<double, block_values> x;
        std::array<double, block_values> y;
        for (std::size_t b = 0; b < y_section_.values.blocks(); ++b) {
            const BlockSummary along = x_section_.values.summary(b);
            if (along.not_finite == 0 &&
                sink.take(piece_of(y_section_.values.summary(b), along.min, along.max)))
                continue;
            const std::size_t count = x_section_.values.block(b, x.data());
            if (count == 0 || y_section_.values.block(b, y.data()) != count) return broken();
            std::size_t kept = 0;
            for (std::size_t i = 0; i < count; ++i) {
                if (!std::isfinite(x[i])) continue;
                x[kept] = x[i];
                y[kept++] = y[i];
            }
            sink.take(x.data(), y.data(), kept, SeriesSink::Order::any);
        }
        return {};
    }

    Result<void> read_matched(SeriesSink& sink) {
        std::vector<double> all_x;
        std::vector<double> all_y;
        if (!x_section_.values.all(all_x) || !y_section_.values.all(all_y)) return broken();
        std::vector<double> xs;
        std::vector<double> ys;
        std::size_t at = 0;
        for (std::size_t i = 0; i < all_y.size(); ++i) {
            const std::uint32_t row = y_section_.row(i);
            while (at < all_x.size() && x_section_.row(at) < row)
                ++at;
            if (at == all_x.size()) break;
            if (x_section_.row(at) != row || !std::isfinite(all_x[at])) continue;
            xs.push_back(all_x[at]);
            ys.push_back(all_y[i]);
        }
        sink.take(xs.data(), ys.data(), xs.size(), SeriesSink::Order::any);
        return {};
    }

    Result<void> measure_sealed(Group& group, SeriesExtent& extent, double x_min, double x_max) {
        const auto index = reader_.index(stream_, group);
        if (!index) return index.error();
        const GroupEntry* entry = (*index)->find(y_.keys[0], false);
        if (entry == nullptr) return {};
        const auto first = static_cast<double>(group.place.first_key);
        const auto last = static_cast<double>(group.place.last_key);
        const bool whole =
            x_.row_key && entry->present == (*index)->rows && first >= x_min && last <= x_max;
        if (!whole) return read_sealed(group, extent);
        Piece piece;
        piece.x_first = first;
        piece.x_last = last;
        piece.finite = entry->present;
        extent.take(piece);
        return {};
    }

    static Error broken() { return fail(ErrorCode::corrupt, "a column cannot be read"); }

    SealedReader& reader_;
    StreamState& stream_;
    Axis x_;
    Axis y_;
    std::int64_t first_key_ = before_all;
    std::int64_t last_key_ = after_all;
    std::string x_bytes_;
    std::string y_bytes_;
    NumberSection x_section_;
    NumberSection y_section_;
};

}  // namespace

Result<metrics::Series> read_series(SealedReader& reader, StreamState& stream,
                                    const SeriesRequest& request) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double asked_min = request.x_min.value_or(-infinity);
    const double asked_max = request.x_max.value_or(infinity);
    if (!(asked_min <= asked_max) || (request.x_min && !std::isfinite(asked_min)) ||
        (request.x_max && !std::isfinite(asked_max)))
        return fail(ErrorCode::bad_request, "the range of a series is not a range");
    Axis x = axis_of(stream, request.x);
    Axis y = axis_of(stream, request.key);
    metrics::Series none;
    none.x_min = request.x_min.value_or(0);
    none.x_max = request.x_max.value_or(none.x_min);
    if (x.empty() || y.empty()) return none;

    SeriesReader series(reader, stream, std::move(x), std::move(y), asked_min, asked_max);
    SeriesExtent extent(asked_min, asked_max);
    if (auto done = series.measure(extent, asked_min, asked_max); !done) return done.error();
    if (extent.points() == 0) return none;
    const double x_min = request.x_min.value_or(extent.first());
    const double x_max = request.x_max.value_or(extent.last());
    if (extent.points() <= request.points_max) {
        SeriesPoints points(x_min, x_max);
        if (auto done = series.read(points); !done) return done.error();
        return points.finish();
    }
    SeriesBuckets buckets(x_min, x_max, std::max<std::size_t>(1, request.points_max));
    if (auto done = series.read(buckets); !done) return done.error();
    return buckets.finish();
}

}  // namespace ensemble::recording
