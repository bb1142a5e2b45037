// SPDX-License-Identifier: Apache-2.0
#include "daemon/run_index/column.h"

namespace ensemble::run_index {

std::uint32_t Texts::intern(std::string_view text) {
    const auto [found, inserted] =
        numbers_.emplace(std::string(text), static_cast<std::uint32_t>(by_number_.size()));
    if (inserted) by_number_.push_back(&found->first);
    return found->second;
}

void Column::set(std::size_t row, Cell cell) {
    if (row >= cells.size()) {
        if (cell.missing()) return;
        cells.resize(row + 1);
    }
    const Cell before = cells[row];
    if (before.is_number()) --numbers;
    if (before.is_text()) --texts;
    if (cell.is_number()) ++numbers;
    if (cell.is_text()) ++texts;
    cells[row] = cell;
}

}  // namespace ensemble::run_index
