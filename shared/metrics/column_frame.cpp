// SPDX-License-Identifier: Apache-2.0
#include "shared/metrics/column_frame.h"

#include <bit>
#include <cstring>
#include <utility>

#include "shared/base/crc32c.h"
#include "shared/base/limits.h"

namespace ensemble::metrics {

namespace {

static_assert(std::endian::native == std::endian::little, "frames are copied as they are");

constexpr std::string_view magic = "ECF1";
constexpr std::size_t frame_header_bytes = 16;
constexpr std::size_t column_header_bytes = 16;
constexpr std::uint32_t can_be_missing = 256;

constexpr std::size_t padded(std::size_t bytes) {
    return (bytes + 7) / 8 * 8;
}

template <class T>
T load(std::string_view bytes, std::size_t at) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

template <class T>
void store(std::string& bytes, std::size_t at, T value) {
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

template <class T>
void append(std::string& bytes, T value) {
    const std::size_t at = bytes.size();
    bytes.resize(at + sizeof value);
    store(bytes, at, value);
}

void pad(std::string& bytes) {
    bytes.resize(padded(bytes.size()));
}

std::size_t value_bytes(ColumnKind kind) {
    return kind == ColumnKind::f32 || kind == ColumnKind::text ? 4 : 8;
}

Error broken(const char* what) {
    return fail(ErrorCode::corrupt, what);
}

}  // namespace

FrameWriter::FrameWriter(std::size_t rows) : bytes_(frame_header_bytes, '\0'), rows_(rows) {}

void FrameWriter::begin(ColumnKind kind, std::string_view name, Present present) {
    ++columns_;
    append(bytes_, static_cast<std::uint32_t>(kind) | (present.empty() ? 0 : can_be_missing));
    append(bytes_, static_cast<std::uint32_t>(name.size()));
    size_at_ = bytes_.size();
    append(bytes_, std::uint64_t{0});
    bytes_ += name;
    pad(bytes_);
    payload_at_ = bytes_.size();
    if (present.empty()) return;
    bytes_.resize(payload_at_ + padded((rows_ + 7) / 8));
    for (std::size_t row = 0; row < rows_; ++row) {
        if (present[row] == 0) continue;
        char& byte = bytes_[payload_at_ + row / 8];
        byte = static_cast<char>(static_cast<unsigned char>(byte) | (1u << (row % 8)));
    }
}

void FrameWriter::end() {
    store(bytes_, size_at_, static_cast<std::uint64_t>(bytes_.size() - payload_at_));
    pad(bytes_);
}

template <class T>
void FrameWriter::numbers(ColumnKind kind, std::string_view name, std::span<const T> values,
                          Present present) {
    begin(kind, name, present);
    const std::size_t at = bytes_.size();
    bytes_.resize(at + rows_ * sizeof(T));
    for (std::size_t row = 0; row < rows_; ++row) {
        if (present.empty() || present[row] != 0) store(bytes_, at + row * sizeof(T), values[row]);
    }
    end();
}

template <class T>
void FrameWriter::texts(std::string_view name, std::span<const T> values, Present present) {
    begin(ColumnKind::text, name, present);
    const auto there = [&](std::size_t row) { return present.empty() || present[row] != 0; };
    std::uint32_t offset = 0;
    append(bytes_, offset);
    for (std::size_t row = 0; row < rows_; ++row) {
        if (there(row)) offset += static_cast<std::uint32_t>(values[row].size());
        append(bytes_, offset);
    }
    pad(bytes_);
    for (std::size_t row = 0; row < rows_; ++row) {
        if (there(row)) bytes_ += values[row];
    }
    end();
}

void FrameWriter::f64(std::string_view name, std::span<const double> values, Present present) {
    numbers(ColumnKind::f64, name, values, present);
}

void FrameWriter::f32(std::string_view name, std::span<const float> values, Present present) {
    numbers(ColumnKind::f32, name, values, present);
}

void FrameWriter::i64(std::string_view name, std::span<const std::int64_t> values,
                      Present present) {
    numbers(ColumnKind::i64, name, values, present);
}

void FrameWriter::text(std::string_view name, std::span<const std::string_view> values,
                       Present present) {
    texts(name, values, present);
}

void FrameWriter::text(std::string_view name, std::span<const std::string> values,
                       Present present) {
    texts(name, values, present);
}

std::string FrameWriter::take() && {
    std::memcpy(bytes_.data(), magic.data(), magic.size());
    store(bytes_, 4, columns_);
    store(bytes_, 8, static_cast<std::uint32_t>(rows_));
    store(bytes_, 12, crc32c(std::string_view(bytes_).substr(frame_header_bytes)));
    return std::move(bytes_);
}

bool FrameColumn::present(std::size_t row) const {
    if (validity_.empty()) return true;
    return (static_cast<std::uint32_t>(static_cast<std::uint8_t>(validity_[row / 8])) >> (row % 8) &
            1u) != 0;
}

double FrameColumn::number(std::size_t row) const {
    if (kind_ == ColumnKind::f32) return static_cast<double>(load<float>(values_, row * 4));
    if (kind_ == ColumnKind::i64) return static_cast<double>(integer(row));
    return load<double>(values_, row * 8);
}

std::int64_t FrameColumn::integer(std::size_t row) const {
    return load<std::int64_t>(values_, row * 8);
}

std::string_view FrameColumn::text(std::size_t row) const {
    const auto from = load<std::uint32_t>(values_, row * 4);
    return bytes_.substr(from, load<std::uint32_t>(values_, row * 4 + 4) - from);
}

Result<FrameReader> FrameReader::open(std::string_view bytes) {
    if (bytes.size() < frame_header_bytes || bytes.substr(0, magic.size()) != magic)
        return broken("not a column frame");
    const auto columns = load<std::uint32_t>(bytes, 4);
    FrameReader reader;
    reader.rows_ = load<std::uint32_t>(bytes, 8);
    if (columns > limits::frame_columns_max || reader.rows_ > limits::frame_rows_max)
        return fail(ErrorCode::too_large, "the column frame has too many rows or columns");
    if (crc32c(bytes.substr(frame_header_bytes)) != load<std::uint32_t>(bytes, 12))
        return broken("the checksum of a column frame does not match");
    std::size_t at = frame_header_bytes;
    for (std::uint32_t i = 0; i < columns; ++i) {
        auto next = reader.read_column(bytes, at);
        if (!next) return next.error();
        at = *next;
    }
    if (at != bytes.size()) return broken("bytes after the last column");
    return reader;
}

Result<std::size_t> FrameReader::read_column(std::string_view bytes, std::size_t at) {
    if (bytes.size() - at < column_header_bytes) return broken("a column header is cut off");
    const auto kind = load<std::uint32_t>(bytes, at);
    const std::size_t name_bytes = load<std::uint32_t>(bytes, at + 4);
    const auto payload_bytes = load<std::uint64_t>(bytes, at + 8);
    at += column_header_bytes;
    const std::uint32_t plain = kind & ~can_be_missing;
    if (plain < 1 || plain > 4) return broken("a column of unknown kind");
    if (name_bytes > bytes.size() - at || padded(name_bytes) > bytes.size() - at)
        return broken("a column name is cut off");
    FrameColumn column;
    column.kind_ = static_cast<ColumnKind>(plain);
    column.rows_ = rows_;
    column.name_ = bytes.substr(at, name_bytes);
    at += padded(name_bytes);
    if (payload_bytes > bytes.size() - at) return broken("a column payload is cut off");
    const auto size = static_cast<std::size_t>(payload_bytes);
    if (padded(size) > bytes.size() - at) return broken("a column payload is not padded");
    auto read = read_payload(column, bytes.substr(at, size), (kind & can_be_missing) != 0);
    if (!read) return read.error();
    columns_.push_back(column);
    return at + padded(size);
}

Result<void> FrameReader::read_payload(FrameColumn& column, std::string_view payload,
                                       bool has_validity) {
    const std::size_t rows = column.rows_;
    const std::size_t validity_bytes = has_validity ? padded((rows + 7) / 8) : 0;
    if (payload.size() < validity_bytes) return broken("validity bits are cut off");
    column.validity_ = payload.substr(0, validity_bytes);
    payload.remove_prefix(validity_bytes);
    const bool is_text = column.kind_ == ColumnKind::text;
    const std::size_t fixed = (rows + (is_text ? 1 : 0)) * value_bytes(column.kind_);
    if (payload.size() < fixed) return broken("column values are cut off");
    column.values_ = payload.substr(0, fixed);
    if (!is_text) {
        if (payload.size() != fixed) return broken("bytes after the values of a column");
        return {};
    }
    if (payload.size() < padded(fixed)) return broken("text offsets are not padded");
    column.bytes_ = payload.substr(padded(fixed));
    std::uint32_t previous = load<std::uint32_t>(column.values_, 0);
    if (previous != 0) return broken("text offsets do not begin at 0");
    for (std::size_t row = 1; row <= rows; ++row) {
        const auto offset = load<std::uint32_t>(column.values_, row * 4);
        if (offset < previous || offset > column.bytes_.size())
            return broken("text offsets are not in order");
        previous = offset;
    }
    if (previous != column.bytes_.size()) return broken("text after the last offset");
    return {};
}

const FrameColumn* FrameReader::find(std::string_view name) const {
    for (const FrameColumn& column : columns_) {
        if (column.name() == name) return &column;
    }
    return nullptr;
}

}  // namespace ensemble::metrics
