// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/runs/run.h"

namespace ensemble::storage {

class Database;

// What went on lately.
class ActivityStore {
public:
    explicit ActivityStore(Database& database) : database_(database) {}

    struct RecentRun {
        std::string name;
        std::string display_name;
        UserId author;
        runs::RunState state{};
        Instant created_at;
        std::optional<Instant> ended_at;
    };
    // Live runs of the project, last begun first.
    Result<std::vector<RecentRun>> runs(ProjectId project, std::int64_t limit);

private:
    Database& database_;
};

}  // namespace ensemble::storage
