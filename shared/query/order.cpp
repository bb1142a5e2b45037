// SPDX-License-Identifier: Apache-2.0
#include "shared/query/order.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace ensemble::query {

namespace {

// Every cell as one number that sorts right. Doubles other than NaN fill the range up to
// 0xFFF0…, so the places above are free for the other kinds.
constexpr std::uint64_t nan_place = 0xFFF8ull << 48;
constexpr std::uint64_t text_place = 0xFFFAull << 48;
constexpr std::uint64_t missing_place = ~0ull;

std::uint64_t number_place(double value, bool descending) {
    if (value != value) return nan_place;
    value += 0.0;  // no negative zero
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    const std::uint64_t sign = 1ull << 63;
    const std::uint64_t place = (bits & sign) != 0 ? ~bits : bits | sign;
    return descending ? ~place : place;
}

std::vector<std::uint64_t> places(const Column& column, bool descending,
                                  const std::vector<std::uint32_t>& rows) {
    std::vector<std::uint64_t> result;
    result.reserve(rows.size());
    const std::vector<std::uint32_t>* ranks = nullptr;
    for (const std::uint32_t row : rows) {
        switch (column.kind(row)) {
        case CellKind::missing:
            result.push_back(missing_place);
            break;
        case CellKind::number:
            result.push_back(number_place(column.number(row), descending));
            break;
        case CellKind::text: {
            if (ranks == nullptr) ranks = &column.text_ranks();
            const std::uint64_t rank = (*ranks)[column.text_id(row)];
            result.push_back(text_place + (descending ? 0xFFFFFFFFull - rank : rank));
            break;
        }
        }
    }
    return result;
}

}  // namespace

SortKey sort_key(std::string_view text) {
    SortKey key;
    key.descending = text.starts_with('-');
    key.column = text.substr(key.descending ? 1 : 0);
    return key;
}

void sort_rows(std::vector<std::uint32_t>& rows, std::span<const SortKey> keys,
               const RunTable& table) {
    std::vector<std::vector<std::uint64_t>> by_key;
    for (const SortKey& key : keys) {
        const Column* column = table.column(key.column);
        if (column != nullptr) by_key.push_back(places(*column, key.descending, rows));
    }
    struct Entry {
        std::uint64_t place;
        std::uint32_t at;
    };
    std::vector<Entry> entries(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        entries[i].place = by_key.empty() ? 0 : by_key[0][i];
        entries[i].at = static_cast<std::uint32_t>(i);
    }
    std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
        if (a.place != b.place) return a.place < b.place;
        for (std::size_t k = 1; k < by_key.size(); ++k) {
            if (by_key[k][a.at] != by_key[k][b.at]) return by_key[k][a.at] < by_key[k][b.at];
        }
        return table.id(rows[a.at]) > table.id(rows[b.at]);
    });
    std::vector<std::uint32_t> sorted(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        sorted[i] = rows[entries[i].at];
    rows = std::move(sorted);
}

}  // namespace ensemble::query
