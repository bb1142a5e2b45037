// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.h"

namespace ensemble::runs {

// Numbers are stored and never change.
enum class RunState : std::uint8_t {
    pending = 1,
    running = 2,
    finished = 3,
    failed = 4,
    crashed = 5,
    killed = 6,
    preempting = 7,
    preempted = 8,
};

std::string_view name(RunState state);
std::optional<RunState> run_state(std::string_view name);
// No more is expected from the script: finished, failed, crashed, killed or preempted.
bool ended(RunState state);

// What is known of one run besides its recorded lines. `name` is the short id that scripts choose
// and addresses show; it is unique in its project. Times are the server's unless said otherwise.
struct Run {
    RunId id;
    ProjectId project;
    UserId author;
    std::string name;
    std::string display_name;
    RunState state = RunState::running;
    std::string group;
    std::string job_type;
    std::string notes;
    std::string description;
    std::vector<std::string> tags;
    std::string config = "{}";  // JSON object {"key": {"value": …}} as the script sent it
    std::string host;
    std::string program;
    std::string repository;  // of the script's code
    std::string commit;
    std::string sweep;
    std::optional<int> exit_code;
    bool stop_requested = false;
    Instant created_at;
    Instant updated_at;
    std::optional<Instant> ended_at;
    std::optional<Instant> deleted_at;
    // History that this run shares with the run it was forked from.
    RunId forked_from;
    std::int64_t forked_at_step = -1;
    UserId sent_by;  // the service account that sent it, when it is credited to a person
};

}  // namespace ensemble::runs
