// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"

namespace ensemble::storage {

class Database;

// What was deleted and can still be restored, and what is left over of what cannot. ControlLedger
// writes both.
class TrashStore {
public:
    explicit TrashStore(Database& database) : database_(database) {}

    struct DeletedRun {
        RunId id;
        std::string name;
        std::string display_name;
        UserId author;
        Instant deleted_at;
        UserId deleted_by;  // zero: not known
    };
    // Of a project, last deleted first.
    Result<std::vector<DeletedRun>> runs(ProjectId project, std::int64_t limit);

    // A run that was deleted before that time, by itself or with its project or team.
    Result<std::optional<RunId>> due_run(Instant before);
    // A project of the same kind all of whose runs are purged.
    Result<std::optional<ProjectId>> due_project(Instant before);

    // Purged runs of which something recorded is still there.
    Result<std::vector<RunId>> still_recorded();

    // Digests that something stopped referring to before that time, oldest first.
    Result<std::vector<std::string>> loose(Instant before, std::int64_t limit);
    // It was looked at, and is gone or in use; or it shall be looked at again later.
    Result<void> settled(std::string_view digest);
    Result<void> postpone(std::string_view digest, Instant now);

private:
    Database& database_;
};

}  // namespace ensemble::storage
