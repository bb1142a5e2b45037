// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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
    explicit ProjectIndex(Texts& texts) : texts_(texts) {}

    // The row of the run, made when it is new.
    Row& row(RunId id);
    const Row* find(RunId id) const;
    const std::vector<Row>& rows() const { return rows_; }

    // Replaces all values under a prefix: "config." from the config of a run (each top key wraps
    // its "value"), "summary." from its summary. Broken JSON leaves no values.
    void set_config(RunId id, std::string_view config);
    void set_summary(RunId id, std::string_view summary);
    void drop_values(RunId id);

    const std::map<std::string, Column, std::less<>>& columns() const { return columns_; }
    Cell value(RunId id, std::string_view column) const;

    // docs/protocol.md, "Run table": rows changed after `since`, `asked` columns after the fixed.
    std::string encode(std::int64_t since, const std::vector<std::string>& asked) const;

private:
    void replace(std::size_t row, std::string_view prefix,
                 std::vector<std::pair<std::string, Cell>> values);

    Texts& texts_;
    std::vector<Row> rows_;
    std::unordered_map<RunId, std::size_t> row_of_;
    std::map<std::string, Column, std::less<>> columns_;
    // Which columns a row has, so that replacing does not visit every column.
    std::vector<std::vector<Column*>> config_of_;
    std::vector<std::vector<Column*>> summary_of_;
};

}  // namespace ensemble::run_index
