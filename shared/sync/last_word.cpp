// SPDX-License-Identifier: Apache-2.0
#include "shared/sync/last_word.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace ensemble::sync {

namespace {

using records::State;

// A value that commands set, and the command that asks for what it is.
struct Standing {
    std::string about;
    bool as_asked = false;
    Command now;
    UserId by;
};

template <class Asked>
Standing standing(std::int64_t first, std::int64_t second, bool as_asked, Asked now, UserId by) {
    return {std::string(Asked::word) + ":" + std::to_string(first) + ":" + std::to_string(second),
            as_asked, std::move(now), by};
}

const records::Project* live_project(const State& state, ProjectId id) {
    const records::Project* project = state.project(id);
    return project == nullptr || project->deleted_at ? nullptr : project;
}

struct Looking {
    const Replica& replica;
    std::int64_t version;  // of the daemon when it confirmed what was asked for
    const State& state = replica.view();

    std::optional<Standing> operator()(const runs::RenameRun& asked) const {
        const records::Run* run = live(asked.run);
        if (run == nullptr) return std::nullopt;
        return standing(asked.run.value, 0, run->display_name == asked.display_name,
                        runs::RenameRun{asked.run, run->display_name}, {});
    }
    std::optional<Standing> operator()(const runs::NoteRun& asked) const {
        const records::Run* run = live(asked.run);
        if (run == nullptr) return std::nullopt;
        return standing(asked.run.value, 0, run->notes == asked.notes,
                        runs::NoteRun{asked.run, run->notes, std::nullopt}, {});
    }
    std::optional<Standing> operator()(const runs::MoveRun& asked) const {
        const records::Run* run = live(asked.run);
        if (run == nullptr) return std::nullopt;
        return standing(asked.run.value, 0, run->project == asked.project,
                        runs::MoveRun{asked.run, run->project}, {});
    }
    std::optional<Standing> operator()(const teams::ChangeRole& asked) const {
        const records::Member* member = state.member(asked.team, asked.user);
        if (member == nullptr) return std::nullopt;
        return standing(asked.team.value, asked.user.value, member->role == asked.role,
                        teams::ChangeRole{asked.team, asked.user, member->role},
                        member->changed.by);
    }
    std::optional<Standing> operator()(const projects::RenameProject& asked) const {
        const records::Project* project = live_project(state, asked.project);
        if (project == nullptr) return std::nullopt;
        return standing(asked.project.value, 0, project->name == asked.name,
                        projects::RenameProject{asked.project, project->name}, {});
    }
    std::optional<Standing> operator()(const projects::DescribeProject& asked) const {
        const records::Project* project = live_project(state, asked.project);
        if (project == nullptr) return std::nullopt;
        return standing(asked.project.value, 0, project->description == asked.description,
                        projects::DescribeProject{asked.project, project->description}, {});
    }
    std::optional<Standing> operator()(const projects::SetVisibility& asked) const {
        const records::Project* project = live_project(state, asked.project);
        if (project == nullptr) return std::nullopt;
        return standing(asked.project.value, 0, project->visibility == asked.visibility,
                        projects::SetVisibility{asked.project, project->visibility},
                        project->changed.by);
    }
    // Of others several stand side by side, or what is there already says enough.
    template <class Other>
    std::optional<Standing> operator()(const Other&) const {
        return std::nullopt;
    }

    // A run that was lent to the replica, and is not followed, may be as it was before.
    const records::Run* live(RunId id) const {
        const records::Run* run = state.run(id);
        if (run == nullptr || run->deleted_at) return nullptr;
        const Scope scope{records::ScopeKind::runs, run->project.value};
        return replica.version(scope) >= version ? run : nullptr;
    }
};

}  // namespace

std::vector<Overtaken> overtaken(const Replica& replica, Instant since) {
    std::map<std::string, std::optional<Overtaken>> last;  // by what they are about
    for (const StoredCommand* own : replica.own_since(since)) {
        auto stands = std::visit(Looking{replica, own->version}, own->command);
        if (!stands) continue;
        auto& found = last[stands->about];
        found.reset();
        if (own->confirmed && !stands->as_asked)
            found = Overtaken{*own, std::move(stands->now), stands->by};
    }
    std::map<std::int64_t, Overtaken> in_order;
    for (auto& [about, one] : last)
        if (one) in_order.emplace(one->own.local, std::move(*one));
    std::vector<Overtaken> all;
    for (auto& [local, one] : in_order)
        all.push_back(std::move(one));
    return all;
}

}  // namespace ensemble::sync
