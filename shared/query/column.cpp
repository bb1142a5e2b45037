// SPDX-License-Identifier: Apache-2.0
#include "shared/query/column.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "shared/query/natural_order.h"

namespace ensemble::query {

void Column::resize(std::size_t rows) {
    kinds_.resize(rows, CellKind::missing);
    if (!numbers_.empty()) numbers_.resize(rows);
    if (!text_ids_.empty()) text_ids_.resize(rows);
}

void Column::copy_row(std::size_t from, std::size_t to) {
    kinds_[to] = kinds_[from];
    if (!numbers_.empty()) numbers_[to] = numbers_[from];
    if (!text_ids_.empty()) text_ids_[to] = text_ids_[from];
}

void Column::set_missing(std::size_t row) {
    kinds_[row] = CellKind::missing;
}

void Column::set_number(std::size_t row, double value) {
    if (numbers_.empty()) numbers_.resize(kinds_.size());
    kinds_[row] = CellKind::number;
    numbers_[row] = value;
}

void Column::set_text(std::size_t row, std::string_view text) {
    if (text_ids_.empty()) text_ids_.resize(kinds_.size());
    if (kinds_[row] == CellKind::text && texts_[text_ids_[row]] == text) return;
    kinds_[row] = CellKind::missing;
    if (texts_.size() > 2 * kinds_.size() + 1024) forget_unused_texts();
    text_ids_[row] = intern(text);
    kinds_[row] = CellKind::text;
}

std::uint32_t Column::intern(std::string_view text) {
    const auto found = text_index_.find(text);
    if (found != text_index_.end()) return found->second;
    const auto id = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(text);
    text_index_.emplace(texts_.back(), id);
    ranks_.clear();
    return id;
}

void Column::forget_unused_texts() {
    std::deque<std::string> old;
    std::swap(old, texts_);
    text_index_.clear();
    ranks_.clear();
    for (std::size_t row = 0; row < kinds_.size(); ++row) {
        if (kinds_[row] == CellKind::text) text_ids_[row] = intern(old[text_ids_[row]]);
    }
}

const std::vector<std::uint32_t>& Column::text_ranks() const {
    if (ranks_.size() == texts_.size()) return ranks_;
    std::vector<std::pair<std::string, std::uint32_t>> keys;
    keys.reserve(texts_.size());
    for (std::size_t id = 0; id < texts_.size(); ++id)
        keys.emplace_back(natural_key(texts_[id]), static_cast<std::uint32_t>(id));
    std::sort(keys.begin(), keys.end(), [this](const auto& a, const auto& b) {
        const int order = a.first.compare(b.first);
        return order != 0 ? order < 0 : texts_[a.second] < texts_[b.second];
    });
    ranks_.resize(texts_.size());
    for (std::size_t place = 0; place < keys.size(); ++place)
        ranks_[keys[place].second] = static_cast<std::uint32_t>(place);
    return ranks_;
}

}  // namespace ensemble::query
