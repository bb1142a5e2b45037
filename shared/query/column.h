// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ensemble::query {

enum class CellKind : std::uint8_t { missing = 0, number = 1, text = 2 };

// One column of a run table. Cells of one column may be of different kinds. Equal texts are kept
// once, so that questions about texts are answered once per distinct text.
class Column {
public:
    std::size_t rows() const { return kinds_.size(); }
    // New rows are missing.
    void resize(std::size_t rows);
    void copy_row(std::size_t from, std::size_t to);

    void set_missing(std::size_t row);
    void set_number(std::size_t row, double value);
    void set_text(std::size_t row, std::string_view text);

    CellKind kind(std::size_t row) const { return kinds_[row]; }
    // Requires: kind(row) is number.
    double number(std::size_t row) const { return numbers_[row]; }
    // The next two require: kind(row) is text. Text ids are smaller than texts().size().
    std::uint32_t text_id(std::size_t row) const { return text_ids_[row]; }
    std::string_view text(std::size_t row) const { return texts_[text_ids_[row]]; }

    // Distinct texts; some may no longer be in any row.
    const std::deque<std::string>& texts() const { return texts_; }
    // The place of each text id in natural order; kept until a new text comes.
    const std::vector<std::uint32_t>& text_ranks() const;

private:
    std::uint32_t intern(std::string_view text);
    void forget_unused_texts();

    std::vector<CellKind> kinds_;
    std::vector<double> numbers_;          // empty until the first number
    std::vector<std::uint32_t> text_ids_;  // empty until the first text
    std::deque<std::string> texts_;        // a deque, because text_index_ points into it
    std::unordered_map<std::string_view, std::uint32_t> text_index_;
    mutable std::vector<std::uint32_t> ranks_;
};

}  // namespace ensemble::query
