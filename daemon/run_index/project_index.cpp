// SPDX-License-Identifier: Apache-2.0
#include "daemon/run_index/project_index.h"

#include <algorithm>
#include <utility>

#include "daemon/recording/batch.h"

namespace ensemble::run_index {

namespace {

constexpr std::size_t text_bytes_max = 4096;

std::string dotted(std::string_view key) {
    std::string out(key);
    std::replace(out.begin(), out.end(), recording::path_separator, '.');
    return out;
}

// Objects (media, histograms) are nothing to sort or show in a cell.
bool worth_a_cell(const recording::LineValue& value) {
    if (value.is_number) return true;
    return value.text != "null" && value.text.size() <= text_bytes_max && !value.text.empty() &&
           value.text.front() != '{';
}

// A config wraps every top key's value in an object: the path lr, value is "lr" and the path
// opt, value, name is "opt.name". Gives "" for what is not a value.
std::string config_name(std::string_view key) {
    constexpr std::string_view wrapped = "value";
    const std::size_t first = key.find(recording::path_separator);
    if (first == std::string_view::npos) return "";
    const std::string_view top = key.substr(0, first);
    std::string_view rest = key.substr(first + 1);
    if (top == "_wandb") return "";
    if (rest == wrapped) return dotted(top);
    if (!rest.starts_with(wrapped) || rest[wrapped.size()] != recording::path_separator) return "";
    rest.remove_prefix(wrapped.size() + 1);
    return dotted(top) + "." + dotted(rest);
}

std::string summary_name(std::string_view key) {
    return key.starts_with("_wandb") ? "" : dotted(key);
}

}  // namespace

ProjectIndex::ProjectIndex(Texts& texts)
    : texts_(texts), config_{"config.", config_name, {}, {}}, summary_{"summary.",
                                                                       summary_name,
                                                                       {},
                                                                       {}} {}

Row& ProjectIndex::row(RunId id) {
    const auto [found, inserted] = row_of_.emplace(id, rows_.size());
    if (inserted) {
        rows_.emplace_back();
        rows_.back().id = id;
        config_.of_row.emplace_back();
        summary_.of_row.emplace_back();
    }
    return rows_[found->second];
}

const Row* ProjectIndex::find(RunId id) const {
    const auto found = row_of_.find(id);
    return found == row_of_.end() ? nullptr : &rows_[found->second];
}

// Most runs of a project have the same keys, so a key's way to its column is remembered.
Column* ProjectIndex::column_of(Group& group, std::string_view key) {
    if (const auto known = group.columns.find(key); known != group.columns.end())
        return known->second;
    const std::string name = group.name_of(key);
    Column* column = name.empty() ? nullptr : &columns_[std::string(group.prefix) + name];
    group.columns.emplace(std::string(key), column);
    return column;
}

void ProjectIndex::replace(Group& group, std::size_t row,
                           const std::vector<recording::LineValue>& values) {
    auto& held = group.of_row[row];
    for (Column* column : held)
        column->set(row, Cell());
    held.clear();
    held.reserve(values.size());
    for (const recording::LineValue& value : values) {
        if (!worth_a_cell(value)) continue;
        Column* column = column_of(group, value.key);
        if (column == nullptr) continue;
        column->set(row, value.is_number ? Cell::number(value.number)
                                         : Cell::text(texts_.intern(value.text)));
        held.push_back(column);
    }
    held.shrink_to_fit();
}

void ProjectIndex::set_config(RunId id, const std::vector<recording::LineValue>& config) {
    row(id);
    replace(config_, row_of_[id], config);
}

void ProjectIndex::set_summary(RunId id, std::string_view summary) {
    row(id);
    std::vector<std::string> memory;
    auto flat = recording::flatten(summary, memory);
    replace(summary_, row_of_[id], flat ? *flat : std::vector<recording::LineValue>());
}

void ProjectIndex::drop_values(RunId id) {
    const auto found = row_of_.find(id);
    if (found == row_of_.end()) return;
    replace(config_, found->second, {});
    replace(summary_, found->second, {});
}

Cell ProjectIndex::value(RunId id, std::string_view column) const {
    const auto row = row_of_.find(id);
    const auto found = columns_.find(column);
    if (row == row_of_.end() || found == columns_.end()) return Cell();
    return found->second.at(row->second);
}

}  // namespace ensemble::run_index
