// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "daemon/recording/recorder.h"
#include "daemon/run_index/project_index.h"
#include "daemon/storage/control_store.h"
#include "daemon/storage/row_group_store.h"
#include "shared/base/result.h"

namespace ensemble::run_index {

// Every project's runs as columns in memory, loaded when a project is first asked for and kept up
// to date from then on. Only the core thread calls it.
class RunIndex {
public:
    RunIndex(storage::UserStore& users, storage::RunStore& runs, storage::RowGroupStore& row_groups,
             recording::Recorder& recorder, Instant now);

    Result<const ProjectIndex*> project(ProjectId id);

    // What happened. A project that is not loaded needs nothing. Each gives the new version.
    std::int64_t changed(const runs::Run& run, Instant now);
    std::int64_t recorded(const runs::Run& run, Instant now);  // lines, summary or heartbeat
    std::int64_t removed(const runs::Run& run);

    // Grows with every change, also over restarts: a page that asks for what came after a version
    // from before `first_version` gets everything.
    std::int64_t version() const { return version_; }
    std::int64_t first_version() const { return first_version_; }

private:
    Result<void> load(ProjectId id, ProjectIndex& index);
    void fill(ProjectIndex& index, const runs::Run& run);
    void refresh_recorded(ProjectIndex& index, RunId run);
    std::uint32_t author(UserId id);

    storage::UserStore& users_;
    storage::RunStore& runs_;
    storage::RowGroupStore& row_groups_;
    recording::Recorder& recorder_;
    Texts texts_;
    std::unordered_map<ProjectId, std::unique_ptr<ProjectIndex>> projects_;
    std::unordered_map<UserId, std::uint32_t> authors_;
    // Summaries are text; the one last put into columns is recognised by its hash.
    std::unordered_map<RunId, std::size_t> summary_hash_;
    std::int64_t version_;
    std::int64_t first_version_;
};

// When the script says that it began: the earliest "startedAt" of its environments in the flattened
// config; zero when it does not say.
Instant started_at(const std::vector<recording::LineValue>& config);

}  // namespace ensemble::run_index
