// SPDX-License-Identifier: Apache-2.0
#include "daemon/announcer.h"

namespace ensemble {

using live::Scope;

void Announcer::tell_lists(const runs::Run& run, std::int64_t version) {
    hub_.changed({Scope::Kind::project, run.project.value}, version);
    const records::State& state = authority_.state();
    const records::Project* project = state.project(run.project);
    if (project == nullptr) return;
    state.each(records::Kind::member, project->team.value, [&](const records::Row& row) {
        const UserId user = std::get<records::Member>(row).user;
        hub_.changed_home(user, run.project, version);
    });
}

void Announcer::run_changed(const runs::Run& run) {
    const std::int64_t version = index_.changed(run, now_());
    tell_lists(run, version);
    hub_.changed({Scope::Kind::run, run.id.value}, version);
}

void Announcer::run_recorded(const runs::Run& run) {
    const std::int64_t version = index_.recorded(run, now_());
    hub_.changed({Scope::Kind::project, run.project.value}, version);
    if (!hub_.listened({Scope::Kind::project, run.project.value}) &&
        !hub_.listened({Scope::Kind::run, run.id.value}))
        return;
    auto counts = recorder_.counts(run.id);
    if (!counts) return;
    hub_.grew(run.project, {.run = run.id,
                            .step = counts->last_step,
                            .console = counts->console_lines,
                            .revision = counts->revision});
}

void Announcer::run_removed(const runs::Run& run) {
    const std::int64_t version = index_.removed(run);
    tell_lists(run, version);
    hub_.dropped({Scope::Kind::run, run.id.value}, "deleted");
}

void Announcer::decided(const records::Run& before, const records::Run& after) {
    auto stored = runs_.find(after.id);
    if (!stored || !*stored) return;
    if (before.project != after.project) {
        runs::Run left = **stored;
        left.project = before.project;
        tell_lists(left, index_.removed(left));
    }
    if (after.deleted_at)
        run_removed(**stored);
    else
        run_changed(**stored);
}

void Announcer::committed(const std::vector<sync::Decided>& batch) {
    for (const sync::Decided& decision : batch) {
        hub_.heard(decision.changes, decision.before);
        for (const records::Row& row : decision.changes.put) {
            const auto* after = std::get_if<records::Run>(&row);
            if (after == nullptr) continue;
            for (const records::Row& old : decision.before) {
                const auto* before = std::get_if<records::Run>(&old);
                if (before != nullptr && before->id == after->id) decided(*before, *after);
            }
        }
    }
}

}  // namespace ensemble
