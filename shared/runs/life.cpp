// SPDX-License-Identifier: Apache-2.0
#include "shared/runs/life.h"

namespace ensemble::runs {

RunState after_upsert(RunState now, const Upsert& upsert) {
    if (upsert.asked_state) return now;
    if (upsert.names_run && upsert.from_client) return RunState::running;
    return now;
}

RunState after_progress(RunState now, const Progress& progress, bool stop_requested) {
    const bool over =
        now == RunState::finished || now == RunState::failed || now == RunState::killed;
    if (progress.complete) {
        // A repeated or late last request changes nothing.
        if (over) return now;
        if (progress.exit_code == 0) return RunState::finished;
        return stop_requested ? RunState::killed : RunState::failed;
    }
    if (over) return now;
    if (progress.preempting) return RunState::preempting;
    if (now == RunState::preempting) return now;
    return RunState::running;
}

RunState after_silence(RunState now) {
    if (now == RunState::running) return RunState::crashed;
    if (now == RunState::preempting) return RunState::preempted;
    return now;
}

std::optional<RunState> after_request(RunState now, RunState asked) {
    if (asked == RunState::pending && (now == RunState::running || now == RunState::failed ||
                                       now == RunState::crashed || now == RunState::preempted))
        return asked;
    if (asked == RunState::failed && (now == RunState::pending || now == RunState::running))
        return asked;
    return std::nullopt;
}

}  // namespace ensemble::runs
