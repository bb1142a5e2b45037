// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "daemon/storage/statement.h"
#include "shared/base/result.h"

namespace ensemble::storage {

// The first row, if there is one, made a value by `read`; runs the statement to its end.
template <class Read>
auto one(Statement statement, Read read)
    -> Result<std::optional<std::invoke_result_t<Read, const Statement&>>> {
    std::optional<std::invoke_result_t<Read, const Statement&>> value;
    auto row = statement.step();
    if (!row) return row.error();
    if (!*row) return value;
    value = read(statement);
    if (auto done = statement.run(); !done) return done.error();
    return value;
}

// Every row.
template <class Read>
auto all(Statement statement, Read read)
    -> Result<std::vector<std::invoke_result_t<Read, const Statement&>>> {
    std::vector<std::invoke_result_t<Read, const Statement&>> values;
    for (;;) {
        auto row = statement.step();
        if (!row) return row.error();
        if (!*row) return values;
        values.push_back(read(statement));
    }
}

// Readers of rows of one column.
template <class T>
T only_column(const Statement& row) {
    T value{};
    row.read(value);
    return value;
}

}  // namespace ensemble::storage
