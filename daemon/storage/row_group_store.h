// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"

namespace ensemble::storage {

class Database;

// Where sealed parts of recorded runs lie in the segment files, and how far each run is sealed.
// daemon/recording is the only user; `checkpoint` is its own text, opaque here.
struct RowGroup {
    std::int64_t id = 0;
    RunId run;
    std::uint8_t stream = 0;   // recording::Stream
    std::int64_t segment = 0;  // number of the segment file
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::int64_t rows = 0;
    std::int64_t first_key = 0;  // smallest step, µs or line number in it
    std::int64_t last_key = 0;   // largest
};

struct Checkpoint {
    RunId run;
    std::int64_t position = 0;  // journal position up to which everything of the run is sealed
    std::string state;          // counts, key list and the like
    std::string summary;        // JSON object, may hold bare NaN
};

class RowGroupStore {
public:
    explicit RowGroupStore(Database& database) : database_(database) {}

    // One transaction: the checkpoint of the run, its new groups and the ids of those replaced.
    Result<void> seal(const Checkpoint& checkpoint, const std::vector<RowGroup>& added,
                      const std::vector<std::int64_t>& replaced);
    Result<std::optional<Checkpoint>> checkpoint(RunId run);
    Result<std::vector<RowGroup>> groups(RunId run);  // by stream, then id
    Result<std::vector<RowGroup>> all_groups();       // by segment, then offset
    // Summaries only, for the run index: every run of the project that has a checkpoint.
    Result<void> visit_summaries(ProjectId project,
                                 const std::function<void(RunId, const std::string&)>& visitor);
    Result<std::vector<RowGroup>> remove(RunId run);  // and its checkpoint; gives what was there

private:
    Database& database_;
};

}  // namespace ensemble::storage
