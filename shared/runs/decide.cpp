// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "shared/base/limits.h"
#include "shared/runs/commands.h"
#include "shared/runs/merge.h"

namespace ensemble::runs {

using permissions::Action;
using records::Draft;
using records::Project;
using records::Refusal;
using records::Target;

namespace {

Target target(const State& state, const records::Run& run) {
    const Project* project = state.project(run.project);
    return {project != nullptr ? project->team : TeamId{}, run.project, run.author};
}

// A live run that the asker may do this to.
const records::Run* live_run(Draft& draft, const State& state, RunId id, Action action) {
    const records::Run* run = draft.run(id);
    if (run == nullptr || !draft.may(action, target(state, *run))) return nullptr;
    if (!run->deleted_at) return run;
    draft.refuse(Refusal::gone, "run");
    return nullptr;
}

}  // namespace

Verdict decide(const State& state, const Context& context, const RenameRun& command) {
    Draft draft(state, context);
    const records::Run* run = live_run(draft, state, command.run, Action::run_update);
    if (run == nullptr) return draft.verdict();
    draft.line("display_name", command.display_name, limits::display_name_bytes_max);
    records::Run changed = *run;
    changed.display_name = command.display_name;
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const NoteRun& command) {
    Draft draft(state, context);
    const records::Run* run = live_run(draft, state, command.run, Action::run_update);
    if (run == nullptr || !draft.text("notes", command.notes, limits::notes_bytes_max) ||
        !draft.text("base", command.base.value_or(""), limits::notes_bytes_max))
        return draft.verdict();
    records::Run changed = *run;
    changed.notes = command.base ? merge(*command.base, run->notes, command.notes) : command.notes;
    if (changed.notes.size() > limits::notes_bytes_max) draft.refuse(Refusal::conflict, "notes");
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const TagRun& command) {
    Draft draft(state, context);
    const records::Run* run = live_run(draft, state, command.run, Action::run_update);
    if (run == nullptr) return draft.verdict();
    // Scripts may have set others; they can be taken away.
    if (command.on && draft.line("tag", command.tag, limits::tag_bytes_max) && command.tag.empty())
        draft.refuse(Refusal::invalid, "tag");
    records::Run changed = *run;
    const auto found = std::find(changed.tags.begin(), changed.tags.end(), command.tag);
    if (command.on && found == changed.tags.end()) {
        if (changed.tags.size() >= limits::tags_max) draft.refuse(Refusal::quota, "tags");
        changed.tags.push_back(command.tag);
    } else if (!command.on && found != changed.tags.end()) {
        changed.tags.erase(found);
    }
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const StopRun& command) {
    Draft draft(state, context);
    const records::Run* run = live_run(draft, state, command.run, Action::run_stop);
    if (run == nullptr) return draft.verdict();
    if (run->ended) draft.refuse(Refusal::conflict, "ended");
    records::Run changed = *run;
    changed.stop_requested = true;
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const DeleteRun& command) {
    Draft draft(state, context);
    const records::Run* run = live_run(draft, state, command.run, Action::run_delete);
    if (run == nullptr) return draft.verdict();
    records::Run changed = *run;
    changed.deleted_at = context.now;
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const RestoreRun& command) {
    Draft draft(state, context);
    const records::Run* run = draft.run(command.run);
    if (run == nullptr || !draft.may(Action::run_restore, target(state, *run)))
        return draft.verdict();
    if (!run->deleted_at) draft.refuse(Refusal::conflict, "run");
    records::Run changed = *run;
    changed.deleted_at.reset();
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const MoveRun& command) {
    Draft draft(state, context);
    const records::Run* run = live_run(draft, state, command.run, Action::run_move);
    if (run == nullptr) return draft.verdict();
    const Project* to = draft.project(command.project);
    if (to == nullptr || !draft.may(Action::run_create, {to->team, to->id})) return draft.verdict();
    records::Run changed = *run;
    changed.project = to->id;
    draft.put(std::move(changed));
    return draft.verdict();
}

}  // namespace ensemble::runs
