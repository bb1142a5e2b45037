// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ensemble::recording {

// A value of one row: a number or JSON text (in a console column: the bytes of a line).
struct Cell {
    enum class Kind : std::uint8_t { none, number, text };
    Kind kind = Kind::none;
    double number = 0;
    std::string_view text;  // into the table
};

// The same value, bit by bit.
bool same(const Cell& a, const Cell& b);

// Where a text lies in Table::texts.
struct TextSpan {
    std::uint64_t start = 0;
    std::uint64_t size = 0;
};

// The values of one key. Row numbers ascend; a row is in one of the two lists or in none.
struct Column {
    std::uint32_t key = 0;  // id in the stream's KeyTable
    std::vector<std::uint32_t> number_rows;
    std::vector<double> numbers;
    std::vector<std::uint32_t> text_rows;
    std::vector<TextSpan> texts;
};

// Rows by columns, most cells empty. A row is known by its key: step, microsecond or line number.
class Table {
public:
    static constexpr std::uint32_t no_row = 0xffffffff;

    const std::vector<std::int64_t>& keys() const { return keys_; }
    std::size_t rows() const { return keys_.size(); }
    bool sorted() const { return sorted_; }
    const std::vector<Column>& columns() const { return columns_; }
    const Column* column(std::uint32_t key) const {
        const std::uint32_t slot = key < slots_.size() ? slots_[key] : 0;
        return slot == 0 ? nullptr : &columns_[slot - 1];
    }
    std::string_view text(TextSpan span) const {
        return std::string_view(texts_).substr(span.start, span.size);
    }
    Cell cell(const Column& column, std::uint32_t row) const;
    Cell cell(std::uint32_t row, std::uint32_t key) const;
    std::uint32_t find(std::int64_t key) const;  // no_row when there is none
    // About what it takes in memory.
    std::size_t bytes() const;

    // Requires: the key is not there yet.
    std::uint32_t add_row(std::int64_t key);
    Column& column_for(std::uint32_t key) {
        if (key < slots_.size() && slots_[key] != 0) return columns_[slots_[key] - 1];
        return add_column(key);
    }
    // Overwrites what the cell held.
    void set(Column& column, std::uint32_t row, double number) {
        if ((column.number_rows.empty() || column.number_rows.back() < row) &&
            (column.text_rows.empty() || column.text_rows.back() < row)) {
            column.number_rows.push_back(row);
            column.numbers.push_back(number);
        } else {
            replace(column, row, number);
        }
    }
    void set(Column& column, std::uint32_t row, std::string_view text);
    void clear();

    // For those that fill a table column by column. Requires: rows are in range and ascend.
    void set_keys(std::vector<std::int64_t> keys);
    void set_texts(std::string texts);
    TextSpan keep_text(std::string_view text);

private:
    Column& add_column(std::uint32_t key);
    void replace(Column& column, std::uint32_t row, double number);
    void index_rows() const;

    std::vector<std::int64_t> keys_;
    bool sorted_ = true;
    std::vector<Column> columns_;
    std::vector<std::uint32_t> slots_;  // by key: number of its column, from 1
    std::string texts_;
    mutable std::unordered_map<std::int64_t, std::uint32_t> row_of_;  // of unsorted rows
};

// The same rows in ascending order of their keys.
Table sorted(const Table& table);
// Rows [first, last) of a sorted table.
Table slice(const Table& table, std::size_t first, std::size_t last);
// Every row of both; where both hold a cell, the newer one's counts. Requires: both are sorted.
Table merged(const Table& older, const Table& newer);

}  // namespace ensemble::recording
