// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "shared/records/verdict.h"

// What people change about runs. Authority follows whoever made the run, wherever it is moved.
namespace ensemble::runs {

struct RenameRun {
    RunId run;
    std::string display_name;
};
struct NoteRun {
    RunId run;
    std::string notes;
};
struct TagRun {
    RunId run;
    std::string tag;
    bool on = true;
};
// The script is asked to; it hears so with its next request.
struct StopRun {
    RunId run;
};
struct DeleteRun {
    RunId run;
};
struct RestoreRun {
    RunId run;
};
struct MoveRun {
    RunId run;
    ProjectId project;
};

using records::Context;
using records::State;
using records::Verdict;

Verdict decide(const State&, const Context&, const RenameRun&);
Verdict decide(const State&, const Context&, const NoteRun&);
Verdict decide(const State&, const Context&, const TagRun&);
Verdict decide(const State&, const Context&, const StopRun&);
Verdict decide(const State&, const Context&, const DeleteRun&);
Verdict decide(const State&, const Context&, const RestoreRun&);
Verdict decide(const State&, const Context&, const MoveRun&);

}  // namespace ensemble::runs
