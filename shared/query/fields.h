// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "shared/query/filter.h"
#include "shared/query/run_table.h"

namespace ensemble::query {

// What a name in a filter stands for.
struct Field {
    enum class Type : std::uint8_t {
        name,  // text; ':' looks inside
        text,
        strings,   // a JSON list of strings; conditions hold for any of them
        time,      // milliseconds since 1970; compared with dates
        duration,  // seconds; compared with time spans
        age,       // time since an instant; compared with time spans
        value,     // whatever a config or summary holds
    };
    Type type = Type::text;
    std::vector<std::string> columns;  // any of them may satisfy the condition
};

// Fixed fields have short names ("tag", "state", "created"); others are found by their full name
// ("config.lr"), without the first part ("lr"), or by their last parts ("lr" for
// "config.optimizer.lr"), as long as only one column is meant.
std::variant<Field, FilterFault> resolve(const Piece& name, const RunTable& table);

}  // namespace ensemble::query
