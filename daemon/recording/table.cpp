// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/table.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace ensemble::recording {

namespace {

template <class T>
void erase_at(std::vector<T>& values, std::ptrdiff_t at) {
    values.erase(values.begin() + at);
}

template <class T>
void insert_at(std::vector<T>& values, std::ptrdiff_t at, T value) {
    values.insert(values.begin() + at, value);
}

struct Found {
    std::ptrdiff_t at = 0;  // where it is or belongs
    bool there = false;
};

Found find_row(const std::vector<std::uint32_t>& rows, std::uint32_t row) {
    if (row < rows.size() && rows[row] == row) return Found{row, true};  // every row has a value
    const auto at = std::lower_bound(rows.begin(), rows.end(), row);
    return Found{at - rows.begin(), at != rows.end() && *at == row};
}

}  // namespace

bool same(const Cell& a, const Cell& b) {
    if (a.kind != b.kind) return false;
    if (a.kind == Cell::Kind::text) return a.text == b.text;
    return std::memcmp(&a.number, &b.number, sizeof a.number) == 0;
}

Cell Table::cell(const Column& column, std::uint32_t row) const {
    if (const Found found = find_row(column.number_rows, row); found.there)
        return Cell{Cell::Kind::number, column.numbers[static_cast<std::size_t>(found.at)], {}};
    if (const Found found = find_row(column.text_rows, row); found.there)
        return Cell{Cell::Kind::text, 0, text(column.texts[static_cast<std::size_t>(found.at)])};
    return {};
}

Cell Table::cell(std::uint32_t row, std::uint32_t key) const {
    const Column* found = column(key);
    return found == nullptr ? Cell{} : cell(*found, row);
}

std::size_t Table::bytes() const {
    std::size_t bytes = keys_.size() * sizeof(std::int64_t) + texts_.size();
    for (const Column& column : columns_) {
        bytes += sizeof(Column) + column.numbers.size() * (sizeof(double) + sizeof(std::uint32_t)) +
                 column.texts.size() * (sizeof(TextSpan) + sizeof(std::uint32_t));
    }
    return bytes;
}

std::uint32_t Table::find(std::int64_t key) const {
    if (sorted_) {
        const auto at = std::lower_bound(keys_.begin(), keys_.end(), key);
        if (at == keys_.end() || *at != key) return no_row;
        return static_cast<std::uint32_t>(at - keys_.begin());
    }
    if (row_of_.size() != keys_.size()) index_rows();
    const auto at = row_of_.find(key);
    return at == row_of_.end() ? no_row : at->second;
}

void Table::index_rows() const {
    for (std::size_t row = row_of_.size(); row < keys_.size(); ++row)
        row_of_.emplace(keys_[row], static_cast<std::uint32_t>(row));
}

std::uint32_t Table::add_row(std::int64_t key) {
    const auto row = static_cast<std::uint32_t>(keys_.size());
    if (!keys_.empty() && keys_.back() >= key) sorted_ = false;
    keys_.push_back(key);
    return row;
}

Column& Table::add_column(std::uint32_t key) {
    if (key >= slots_.size()) slots_.resize(key + 1, 0);
    Column& column = columns_.emplace_back();
    column.key = key;
    slots_[key] = static_cast<std::uint32_t>(columns_.size());
    return column;
}

void Table::replace(Column& column, std::uint32_t row, double number) {
    if (const Found text = find_row(column.text_rows, row); text.there) {
        erase_at(column.text_rows, text.at);
        erase_at(column.texts, text.at);
    }
    const Found found = find_row(column.number_rows, row);
    if (found.there) {
        column.numbers[static_cast<std::size_t>(found.at)] = number;
        return;
    }
    insert_at(column.number_rows, found.at, row);
    insert_at(column.numbers, found.at, number);
}

void Table::set(Column& column, std::uint32_t row, std::string_view text) {
    if (const Found number = find_row(column.number_rows, row); number.there) {
        erase_at(column.number_rows, number.at);
        erase_at(column.numbers, number.at);
    }
    const TextSpan span = keep_text(text);
    const Found found = find_row(column.text_rows, row);
    if (found.there) {
        column.texts[static_cast<std::size_t>(found.at)] = span;
        return;
    }
    insert_at(column.text_rows, found.at, row);
    insert_at(column.texts, found.at, span);
}

void Table::clear() {
    *this = Table();
}

void Table::set_keys(std::vector<std::int64_t> keys) {
    keys_ = std::move(keys);
    sorted_ = std::is_sorted(keys_.begin(), keys_.end());
}

void Table::set_texts(std::string texts) {
    texts_ = std::move(texts);
}

TextSpan Table::keep_text(std::string_view text) {
    const TextSpan span{texts_.size(), text.size()};
    texts_.append(text);
    return span;
}

}  // namespace ensemble::recording
