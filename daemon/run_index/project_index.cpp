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

}  // namespace

Row& ProjectIndex::row(RunId id) {
    const auto [found, inserted] = row_of_.emplace(id, rows_.size());
    if (inserted) {
        rows_.emplace_back();
        rows_.back().id = id;
        config_of_.emplace_back();
        summary_of_.emplace_back();
    }
    return rows_[found->second];
}

const Row* ProjectIndex::find(RunId id) const {
    const auto found = row_of_.find(id);
    return found == row_of_.end() ? nullptr : &rows_[found->second];
}

void ProjectIndex::replace(std::size_t row, std::string_view prefix,
                           std::vector<std::pair<std::string, Cell>> values) {
    auto& held = prefix == "config." ? config_of_[row] : summary_of_[row];
    for (Column* column : held)
        column->set(row, Cell());
    held.clear();
    held.reserve(values.size());
    for (auto& [name, cell] : values) {
        name.insert(0, prefix);
        Column& column = columns_[std::move(name)];
        column.set(row, cell);
        held.push_back(&column);
    }
}

void ProjectIndex::set_config(RunId id, std::string_view config) {
    row(id);
    std::vector<std::string> memory;
    std::vector<std::pair<std::string, Cell>> values;
    if (auto flat = recording::flatten(config, memory)) {
        for (const recording::LineValue& value : *flat) {
            if (!worth_a_cell(value)) continue;
            std::string name = config_name(value.key);
            if (name.empty()) continue;
            values.emplace_back(std::move(name), value.is_number
                                                     ? Cell::number(value.number)
                                                     : Cell::text(texts_.intern(value.text)));
        }
    }
    replace(row_of_[id], "config.", std::move(values));
}

void ProjectIndex::set_summary(RunId id, std::string_view summary) {
    row(id);
    std::vector<std::string> memory;
    std::vector<std::pair<std::string, Cell>> values;
    if (auto flat = recording::flatten(summary, memory)) {
        for (const recording::LineValue& value : *flat) {
            if (!worth_a_cell(value) || value.key.starts_with("_wandb")) continue;
            values.emplace_back(dotted(value.key), value.is_number
                                                       ? Cell::number(value.number)
                                                       : Cell::text(texts_.intern(value.text)));
        }
    }
    replace(row_of_[id], "summary.", std::move(values));
}

void ProjectIndex::drop_values(RunId id) {
    const auto found = row_of_.find(id);
    if (found == row_of_.end()) return;
    replace(found->second, "config.", {});
    replace(found->second, "summary.", {});
}

Cell ProjectIndex::value(RunId id, std::string_view column) const {
    const auto row = row_of_.find(id);
    const auto found = columns_.find(column);
    if (row == row_of_.end() || found == columns_.end()) return Cell();
    return found->second.at(row->second);
}

}  // namespace ensemble::run_index
