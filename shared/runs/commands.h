// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/records/verdict.h"

// What people change about runs. Authority follows whoever made the run, wherever it is moved.
namespace ensemble::runs {

struct RenameRun {
    static constexpr std::string_view word = "rename_run";
    RunId run;
    std::string display_name;
};
// `base`: the notes that their author began from. When they are others by now, both are merged.
struct NoteRun {
    static constexpr std::string_view word = "note_run";
    RunId run;
    std::string notes;
    std::optional<std::string> base;
};
struct TagRun {
    static constexpr std::string_view word = "tag_run";
    RunId run;
    std::string tag;
    bool on = true;
};
// The script is asked to; it hears so with its next request.
struct StopRun {
    static constexpr std::string_view word = "stop_run";
    RunId run;
};
struct DeleteRun {
    static constexpr std::string_view word = "delete_run";
    RunId run;
};
struct RestoreRun {
    static constexpr std::string_view word = "restore_run";
    RunId run;
};
struct MoveRun {
    static constexpr std::string_view word = "move_run";
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
