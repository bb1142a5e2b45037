// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "shared/runs/run.h"

// The life of a run as plain functions: what each thing that happens does to its state.
namespace ensemble::runs {

// What an upsert of a run client looks like (docs/wandb.md, "states").
struct Upsert {
    bool names_run = false;    // the input names the run, so it is not an update by id alone
    bool from_client = false;  // carries host, program or the storage id of a resumed run
    std::optional<RunState> asked_state;  // create_run asks for pending or running
};
RunState after_upsert(RunState now, const Upsert& upsert);

// A file stream request. `exit_code` is set on the request that completes the run.
struct Progress {
    bool preempting = false;
    bool complete = false;
    int exit_code = 0;
};
RunState after_progress(RunState now, const Progress& progress, bool stop_requested);

// Heartbeats stopped.
RunState after_silence(RunState now);

// An explicit change through the API; nullopt when the transition is not allowed.
std::optional<RunState> after_request(RunState now, RunState asked);

}  // namespace ensemble::runs
