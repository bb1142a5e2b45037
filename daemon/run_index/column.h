// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ensemble::run_index {

// Texts that occur many times, each kept once. Numbers are given in order of first use and stay.
class Texts {
public:
    std::uint32_t intern(std::string_view text);
    std::string_view text(std::uint32_t number) const { return *by_number_[number]; }

private:
    std::unordered_map<std::string, std::uint32_t> numbers_;
    std::vector<const std::string*> by_number_;
};

// A number, an interned text or nothing, in eight bytes: what is not a number hides in the payload
// of a NaN that arithmetic never makes.
class Cell {
public:
    Cell() = default;
    static Cell number(double value) {
        Cell cell;
        // One bit pattern for every NaN, so that none can look like a text.
        if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();
        std::memcpy(&cell.bits_, &value, sizeof value);
        return cell;
    }
    static Cell text(std::uint32_t number) {
        Cell cell;
        cell.bits_ = text_tag | number;
        return cell;
    }

    bool missing() const { return bits_ == missing_bits; }
    bool is_text() const { return (bits_ & tag_mask) == text_tag; }
    bool is_number() const { return !missing() && !is_text(); }
    double number() const {
        double value = 0;
        std::memcpy(&value, &bits_, sizeof value);
        return value;
    }
    std::uint32_t text() const { return static_cast<std::uint32_t>(bits_); }
    friend bool operator==(Cell, Cell) = default;

private:
    static constexpr std::uint64_t tag_mask = 0xffff'0000'0000'0000;
    static constexpr std::uint64_t text_tag = 0xfff9'0000'0000'0000;
    static constexpr std::uint64_t missing_bits = 0xfffa'0000'0000'0000;
    std::uint64_t bits_ = missing_bits;
};

// One config or summary value of every run of a project. Rows past the end are missing.
struct Column {
    std::vector<Cell> cells;
    std::size_t numbers = 0;
    std::size_t texts = 0;

    Cell at(std::size_t row) const { return row < cells.size() ? cells[row] : Cell(); }
    void set(std::size_t row, Cell cell);
};

}  // namespace ensemble::run_index
