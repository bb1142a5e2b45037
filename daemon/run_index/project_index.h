// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "daemon/recording/batch.h"
#include "daemon/run_index/column.h"
#include "shared/runs/run.h"

namespace ensemble::run_index {

// What a list of runs shows of one run, apart from config and summary values.
struct Row {
    RunId id;
    std::int64_t version = 0;  // of the whole index when the row last changed
    bool deleted = false;
    std::string name;
    std::string display_name;
    runs::RunState state = runs::RunState::running;
    std::uint32_t group = 0;  // numbers of Texts
    std::uint32_t job_type = 0;
    std::uint32_t author = 0;
    std::uint32_t host = 0;
    std::uint32_t tags = 0;  // JSON list
    std::uint32_t notes = 0;
    Instant created_at;
    Instant started_at;  // by the script's clock where it told
    Instant ended_at;    // zero while running
    Instant heartbeat_at;
    double runtime_s = 0;
    std::int64_t last_step = -1;
    bool stop_requested = false;
};

// The runs of one project as columns in memory.
class ProjectIndex {
public:
    explicit ProjectIndex(Texts& texts);
    ProjectIndex(const ProjectIndex&) = delete;
    ProjectIndex& operator=(const ProjectIndex&) = delete;

    // The row of the run, made when it is new.
    Row& row(RunId id);
    const Row* find(RunId id) const;
    const std::vector<Row>& rows() const { return rows_; }

    // Replaces all values under a prefix: "config." from the config of a run (each top key wraps
    // its "value"), "summary." from its summary. Broken JSON leaves no values.
    void set_config(RunId id, const std::vector<recording::LineValue>& config);  // flattened
    void set_summary(RunId id, std::string_view summary);
    void drop_values(RunId id);

    const std::map<std::string, Column, std::less<>>& columns() const { return columns_; }
    Cell value(RunId id, std::string_view column) const;

    // docs/protocol.md, "Run table": rows changed after `since`, `asked` columns after the fixed.
    std::string encode(std::int64_t since, const std::vector<std::string>& asked) const;

private:
    // The values of config, or those of the summary.
    struct Group {
        struct Hash {
            using is_transparent = void;
            std::size_t operator()(std::string_view key) const {
                return std::hash<std::string_view>{}(key);
            }
        };
        std::string_view prefix;
        std::string (*name_of)(std::string_view key);  // "" for what has no column
        std::unordered_map<std::string, Column*, Hash, std::equal_to<>> columns;  // by flat key
        // Which columns a row has, so that replacing does not visit every column.
        std::vector<std::vector<Column*>> of_row;
    };
    Column* column_of(Group& group, std::string_view key);
    void replace(Group& group, std::size_t row, const std::vector<recording::LineValue>& values);

    Texts& texts_;
    std::vector<Row> rows_;
    std::unordered_map<RunId, std::size_t> row_of_;
    std::map<std::string, Column, std::less<>> columns_;
    Group config_;
    Group summary_;
};

}  // namespace ensemble::run_index
