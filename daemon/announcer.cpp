// SPDX-License-Identifier: Apache-2.0
#include "daemon/announcer.h"

namespace ensemble {

using live::Scope;

UserId Announcer::owner(ProjectId project) {
    const auto known = owners_.find(project);
    if (known != owners_.end()) return known->second;
    auto found = projects_.find(project);
    if (!found || !*found) return {};
    auto team = users_.find_team((*found)->team);
    if (!team || !*team) return {};
    owners_.emplace(project, (*team)->owner);
    return (*team)->owner;
}

void Announcer::tell_lists(const runs::Run& run, std::int64_t version) {
    hub_.changed({Scope::Kind::project, run.project.value}, version);
    hub_.changed({Scope::Kind::home, owner(run.project).value}, version);
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

}  // namespace ensemble
