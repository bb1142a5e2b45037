// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/ids.h"
#include "shared/query/filter.h"
#include "shared/query/run_table.h"

namespace ensemble::query {

struct Match {
    std::vector<std::uint8_t> rows;   // one per row, 1 = the filter holds
    std::vector<std::string> needed;  // columns the filter asks for that are declared, not loaded;
                                      // until they are, their cells count as missing
};

// Which rows the filter holds for. A condition on a missing value does not hold; so "not lr < 1"
// and "lr != 1" hold for runs without lr.
std::variant<Match, FilterFault> match(const FilterNode& filter, const RunTable& table,
                                       Instant now);

}  // namespace ensemble::query
