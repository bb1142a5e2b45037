// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "shared/metrics/column_frame.h"
#include "shared/query/run_table.h"

namespace ensemble::query::testing {

// A run as the tests need it; every field has a default.
struct Row {
    std::int64_t id = 0;
    std::string name = "r";
    std::string state = "finished";
    std::string tags = "[]";
    std::string lr;  // JSON text, "" = missing
    double acc = 0;
    bool has_acc = false;
    std::int64_t created_at_ms = 0;
    double runtime_s = 0;
    std::int64_t deleted = 0;
    std::string notes;
};

inline std::string frame_of(const std::vector<Row>& rows) {
    std::vector<std::int64_t> ids, deleted, created;
    std::vector<std::string> names, states, tags, lrs, notes;
    std::vector<double> accs, runtimes;
    std::vector<std::uint8_t> has_lr, has_acc;
    for (const Row& row : rows) {
        ids.push_back(row.id);
        deleted.push_back(row.deleted);
        created.push_back(row.created_at_ms);
        names.push_back(row.name);
        states.push_back(row.state);
        tags.push_back(row.tags);
        notes.push_back(row.notes);
        lrs.push_back(row.lr);
        has_lr.push_back(row.lr.empty() ? 0 : 1);
        accs.push_back(row.acc);
        has_acc.push_back(row.has_acc ? 1 : 0);
        runtimes.push_back(row.runtime_s);
    }
    metrics::FrameWriter writer(rows.size());
    writer.i64("id", ids);
    writer.i64("deleted", deleted);
    writer.text("name", names);
    writer.text("display_name", names);
    writer.text("state", states);
    writer.text("tags", tags);
    writer.text("notes", notes);
    writer.i64("created_at_ms", created);
    writer.f64("runtime_s", runtimes);
    writer.text("config.lr", lrs, has_lr);
    writer.f64("summary.acc", accs, has_acc);
    return std::move(writer).take();
}

inline bool load(RunTable& table, const std::vector<Row>& rows) {
    const std::string bytes = frame_of(rows);
    const auto frame = metrics::FrameReader::open(bytes);
    return frame && table.load(*frame);
}

}  // namespace ensemble::query::testing
