// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>
#include <utility>

#include "daemon/recording/table.h"

namespace ensemble::recording {

namespace {

constexpr std::uint32_t dropped = Table::no_row;

// Entries of one list, sent to new rows and put in their order.
template <class Value>
struct Entries {
    std::vector<std::pair<std::uint32_t, Value>> list;

    void add(const std::vector<std::uint32_t>& rows, const std::vector<Value>& values,
             const std::vector<std::uint32_t>& new_row) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (const std::uint32_t row = new_row[rows[i]]; row != dropped)
                list.emplace_back(row, values[i]);
        }
    }
    void sort() {
        const auto by_row = [](const auto& a, const auto& b) { return a.first < b.first; };
        if (!std::is_sorted(list.begin(), list.end(), by_row))
            std::sort(list.begin(), list.end(), by_row);
    }
    void give(std::vector<std::uint32_t>& rows, std::vector<Value>& values) {
        sort();
        rows.reserve(list.size());
        values.reserve(list.size());
        for (const auto& [row, value] : list) {
            rows.push_back(row);
            values.push_back(value);
        }
    }
};

std::vector<TextSpan> copied(const Table& from, const std::vector<TextSpan>& spans, Table& to) {
    std::vector<TextSpan> out;
    out.reserve(spans.size());
    for (const TextSpan span : spans)
        out.push_back(to.keep_text(from.text(span)));
    return out;
}

// Copies every column, rows renamed (`dropped`: left out).
void copy_columns(const Table& from, const std::vector<std::uint32_t>& new_row, Table& to) {
    for (const Column& column : from.columns()) {
        Entries<double> numbers;
        numbers.add(column.number_rows, column.numbers, new_row);
        Entries<TextSpan> texts;
        texts.add(column.text_rows, column.texts, new_row);
        if (numbers.list.empty() && texts.list.empty()) continue;
        for (auto& [row, span] : texts.list)
            span = to.keep_text(from.text(span));
        Column& out = to.column_for(column.key);
        numbers.give(out.number_rows, out.numbers);
        texts.give(out.text_rows, out.texts);
    }
}

// The rows of one table within the keys of both.
std::vector<std::uint32_t> places(const Table& table, const std::vector<std::int64_t>& keys) {
    std::vector<std::uint32_t> rows;
    rows.reserve(table.rows());
    std::size_t at = 0;
    for (const std::int64_t key : table.keys()) {
        while (keys[at] != key)
            ++at;
        rows.push_back(static_cast<std::uint32_t>(at));
    }
    return rows;
}

void merge_column(const Table& older, const Column* old_column,
                  const std::vector<std::uint32_t>& old_rows, const Table& newer,
                  const Column& new_column, const std::vector<std::uint32_t>& new_rows,
                  Table& out) {
    Entries<double> numbers;
    Entries<TextSpan> texts;
    numbers.add(new_column.number_rows, new_column.numbers, new_rows);
    texts.add(new_column.text_rows, copied(newer, new_column.texts, out), new_rows);
    if (old_column != nullptr) {
        std::vector<std::uint32_t> taken;
        for (const auto& entry : numbers.list)
            taken.push_back(entry.first);
        for (const auto& entry : texts.list)
            taken.push_back(entry.first);
        std::sort(taken.begin(), taken.end());
        std::vector<std::uint32_t> kept = old_rows;
        for (std::uint32_t& row : kept) {
            if (std::binary_search(taken.begin(), taken.end(), row)) row = dropped;
        }
        numbers.add(old_column->number_rows, old_column->numbers, kept);
        texts.add(old_column->text_rows, copied(older, old_column->texts, out), kept);
    }
    Column& column = out.column_for(new_column.key);
    numbers.give(column.number_rows, column.numbers);
    texts.give(column.text_rows, column.texts);
}

}  // namespace

Table sorted(const Table& table) {
    std::vector<std::uint32_t> order(table.rows());
    std::iota(order.begin(), order.end(), 0u);
    const auto& keys = table.keys();
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
    std::vector<std::int64_t> new_keys;
    std::vector<std::uint32_t> new_row(order.size());
    new_keys.reserve(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        new_keys.push_back(keys[order[i]]);
        new_row[order[i]] = static_cast<std::uint32_t>(i);
    }
    Table out;
    out.set_keys(std::move(new_keys));
    copy_columns(table, new_row, out);
    return out;
}

Table slice(const Table& table, std::size_t first, std::size_t last) {
    const auto& keys = table.keys();
    std::vector<std::uint32_t> new_row(table.rows(), dropped);
    for (std::size_t row = first; row < last; ++row)
        new_row[row] = static_cast<std::uint32_t>(row - first);
    Table out;
    out.set_keys({keys.begin() + static_cast<std::ptrdiff_t>(first),
                  keys.begin() + static_cast<std::ptrdiff_t>(last)});
    copy_columns(table, new_row, out);
    return out;
}

Table merged(const Table& older, const Table& newer) {
    std::vector<std::int64_t> keys;
    std::set_union(older.keys().begin(), older.keys().end(), newer.keys().begin(),
                   newer.keys().end(), std::back_inserter(keys));
    const auto old_rows = places(older, keys);
    const auto new_rows = places(newer, keys);
    Table out;
    out.set_keys(std::move(keys));
    for (const Column& column : newer.columns())
        merge_column(older, older.column(column.key), old_rows, newer, column, new_rows, out);
    for (const Column& column : older.columns()) {
        if (newer.column(column.key) != nullptr) continue;
        Column& copy = out.column_for(column.key);
        for (const std::uint32_t row : column.number_rows)
            copy.number_rows.push_back(old_rows[row]);
        copy.numbers = column.numbers;
        for (const std::uint32_t row : column.text_rows)
            copy.text_rows.push_back(old_rows[row]);
        copy.texts = copied(older, column.texts, out);
    }
    return out;
}

}  // namespace ensemble::recording
