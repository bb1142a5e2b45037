// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/base/result.h"
#include "shared/metrics/column_frame.h"
#include "shared/query/column.h"

namespace ensemble::query {

// All runs of one project as columns. Frames (docs/protocol.md, "Run table") are laid over it: a
// row replaces the row of the same run id, a deleted row removes it. Rows are numbered from 0
// without holes; loading a frame may number them anew.
class RunTable {
public:
    // Columns that exist but may not be loaded: names a filter may use.
    void declare(std::vector<std::string> names);

    // bad_request when a fixed column is missing or of another kind; nothing is changed then.
    Result<void> load(const metrics::FrameReader& frame);

    // One cell becomes this text; false when there is no such row or column.
    bool set_text(std::int64_t id, std::string_view name, std::string_view text);

    std::size_t rows() const { return ids_.size(); }
    std::int64_t id(std::size_t row) const { return ids_[row]; }
    // rows() when there is none.
    std::size_t row_of(std::int64_t id) const;

    // nullptr when it was never loaded.
    const Column* column(std::string_view name) const;
    const std::set<std::string, std::less<>>& declared() const { return declared_; }

private:
    std::size_t add_row(std::int64_t id);
    void remove_row(std::size_t row);

    std::vector<std::int64_t> ids_;
    std::unordered_map<std::int64_t, std::size_t> row_of_;
    std::map<std::string, Column, std::less<>> columns_;
    std::set<std::string, std::less<>> declared_;
};

}  // namespace ensemble::query
