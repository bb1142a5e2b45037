// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

// The typed columns of docs/protocol.md ("Column frame"): how tables travel to the page.
namespace ensemble::metrics {

enum class ColumnKind : std::uint32_t { f64 = 1, f32 = 2, i64 = 3, text = 4 };

// Collects columns of one length and gives the bytes. Columns keep the order of adding.
// `present`, when not empty, has one entry per row; 0 marks a missing value, whose own value is
// then ignored (written as 0 or ""). Requires: every column has exactly `rows` values, and names
// and texts together stay under 4 GiB per column.
class FrameWriter {
public:
    explicit FrameWriter(std::size_t rows);

    using Present = std::span<const std::uint8_t>;
    void f64(std::string_view name, std::span<const double> values, Present present = {});
    void f32(std::string_view name, std::span<const float> values, Present present = {});
    void i64(std::string_view name, std::span<const std::int64_t> values, Present present = {});
    void text(std::string_view name, std::span<const std::string_view> values,
              Present present = {});
    void text(std::string_view name, std::span<const std::string> values, Present present = {});

    std::string take() &&;

private:
    void begin(ColumnKind kind, std::string_view name, Present present);
    void end();
    template <class T>
    void numbers(ColumnKind kind, std::string_view name, std::span<const T> values,
                 Present present);
    template <class T>
    void texts(std::string_view name, std::span<const T> values, Present present);

    std::string bytes_;
    std::size_t rows_ = 0;
    std::uint32_t columns_ = 0;
    std::size_t size_at_ = 0;     // where payload_bytes of the open column is
    std::size_t payload_at_ = 0;  // where its payload begins
};

// One column of an opened frame; points into the frame's bytes.
class FrameColumn {
public:
    std::string_view name() const { return name_; }
    ColumnKind kind() const { return kind_; }
    std::size_t rows() const { return rows_; }

    // For the next ones: row < rows().
    bool present(std::size_t row) const;
    // The value of a number column of any kind as a double. Requires: kind() is not text.
    double number(std::size_t row) const;
    // Requires: kind() is i64.
    std::int64_t integer(std::size_t row) const;
    // Requires: kind() is text.
    std::string_view text(std::size_t row) const;

private:
    friend class FrameReader;

    std::string_view name_;
    ColumnKind kind_ = ColumnKind::f64;
    std::size_t rows_ = 0;
    std::string_view validity_;  // empty: every value is present
    std::string_view values_;    // numbers, or offsets
    std::string_view bytes_;     // of texts
};

// Reads a frame from bytes that nobody vouches for: everything is checked in `open`, so that the
// columns can be read without further checks. `bytes` must stay alive as long as the columns.
class FrameReader {
public:
    // corrupt: not a frame, wrong checksum, a length outside the bytes, text that is not in order.
    // too_large: over limits.h.
    static Result<FrameReader> open(std::string_view bytes);

    std::size_t rows() const { return rows_; }
    const std::vector<FrameColumn>& columns() const { return columns_; }
    // nullptr when there is none; the first of several with one name.
    const FrameColumn* find(std::string_view name) const;

private:
    Result<std::size_t> read_column(std::string_view bytes, std::size_t at);
    static Result<void> read_payload(FrameColumn& column, std::string_view payload,
                                     bool has_validity);

    std::size_t rows_ = 0;
    std::vector<FrameColumn> columns_;
};

}  // namespace ensemble::metrics
