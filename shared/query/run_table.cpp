// SPDX-License-Identifier: Apache-2.0
#include "shared/query/run_table.h"

#include <utility>

#include "shared/query/values.h"

namespace ensemble::query {

namespace {

using metrics::ColumnKind;
using metrics::FrameColumn;

bool holds_json(std::string_view name) {
    return name.starts_with("config.") || name.starts_with("summary.");
}

void set_json(Column& column, std::size_t row, std::string_view json) {
    if (json.empty() || json == "null") return column.set_missing(row);
    if (const auto text = json_string(json)) return column.set_text(row, *text);
    if (const auto number = parse_number(json)) return column.set_number(row, *number);
    column.set_text(row, json);
}

// What stands for "none" in the fixed number columns.
bool means_none(std::string_view name, double value) {
    if (name.ends_with("_ms")) return value == 0;
    return name == "last_step" && value < 0;
}

void set_cell(Column& column, std::size_t row, const FrameColumn& from, std::size_t at) {
    if (!from.present(at)) return column.set_missing(row);
    if (from.kind() == ColumnKind::text) {
        if (holds_json(from.name())) return set_json(column, row, from.text(at));
        return column.set_text(row, from.text(at));
    }
    const double value = from.number(at);
    if (means_none(from.name(), value)) return column.set_missing(row);
    column.set_number(row, value);
}

}  // namespace

void RunTable::declare(std::vector<std::string> names) {
    declared_.clear();
    for (std::string& name : names)
        declared_.insert(std::move(name));
}

Result<void> RunTable::load(const metrics::FrameReader& frame) {
    const FrameColumn* id = frame.find("id");
    const FrameColumn* deleted = frame.find("deleted");
    if (id == nullptr || id->kind() != ColumnKind::i64 || deleted == nullptr ||
        deleted->kind() != ColumnKind::i64)
        return fail(ErrorCode::bad_request, "the frame is not a run table");
    std::vector<std::size_t> row_of(frame.rows());
    for (std::size_t at = 0; at < frame.rows(); ++at) {
        if (deleted->integer(at) == 0) row_of[at] = add_row(id->integer(at));
    }
    for (const FrameColumn& from : frame.columns()) {
        if (&from == id || &from == deleted || from.name() == "version") continue;
        Column& column = columns_[std::string(from.name())];
        column.resize(rows());
        for (std::size_t at = 0; at < frame.rows(); ++at) {
            if (deleted->integer(at) == 0) set_cell(column, row_of[at], from, at);
        }
    }
    for (auto& [name, column] : columns_)
        column.resize(rows());
    for (std::size_t at = 0; at < frame.rows(); ++at) {
        const std::size_t row = this->row_of(id->integer(at));
        if (deleted->integer(at) != 0 && row < rows()) remove_row(row);
    }
    return {};
}

bool RunTable::set_text(std::int64_t id, std::string_view name, std::string_view text) {
    const std::size_t row = row_of(id);
    const auto found = columns_.find(name);
    if (row >= rows() || found == columns_.end()) return false;
    found->second.set_text(row, text);
    return true;
}

std::size_t RunTable::row_of(std::int64_t id) const {
    const auto found = row_of_.find(id);
    return found == row_of_.end() ? rows() : found->second;
}

const Column* RunTable::column(std::string_view name) const {
    const auto found = columns_.find(name);
    return found == columns_.end() ? nullptr : &found->second;
}

std::size_t RunTable::add_row(std::int64_t id) {
    const auto [place, added] = row_of_.emplace(id, ids_.size());
    if (added) ids_.push_back(id);
    return place->second;
}

void RunTable::remove_row(std::size_t row) {
    const std::size_t last = ids_.size() - 1;
    row_of_.erase(ids_[row]);
    if (row != last) {
        ids_[row] = ids_[last];
        row_of_[ids_[row]] = row;
    }
    ids_.pop_back();
    for (auto& [name, column] : columns_) {
        if (row != last) column.copy_row(last, row);
        column.resize(last);
    }
}

}  // namespace ensemble::query
