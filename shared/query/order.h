// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "shared/query/run_table.h"

namespace ensemble::query {

struct SortKey {
    std::string column;  // full name; a column that is not loaded orders nothing
    bool descending = false;
};

// "-summary.acc" is descending, "config.lr" ascending.
SortKey sort_key(std::string_view text);

// Puts rows in the order of the keys, the first one first. In either direction numbers come before
// NaN, before texts (in natural order), before missing values. Rows that no key tells apart are
// ordered newest id first, so equal requests give equal answers.
void sort_rows(std::vector<std::uint32_t>& rows, std::span<const SortKey> keys,
               const RunTable& table);

}  // namespace ensemble::query
