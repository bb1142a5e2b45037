// SPDX-License-Identifier: Apache-2.0
#include "shared/sync/command.h"

#include <array>
#include <type_traits>

namespace ensemble::sync {

namespace {

template <class List>
struct Words;
template <class... Commands>
struct Words<std::variant<Commands...>> {
    static constexpr std::array<std::string_view, command_count> all{Commands::word...};
};

}  // namespace

std::string_view name(const Command& command) {
    return Words<Command>::all[command.index()];
}

std::string_view command_name(std::size_t index) {
    return Words<Command>::all[index];
}

records::Verdict decide(const records::State& state, const records::Context& context,
                        const Command& command) {
    return std::visit([&](const auto& one) { return decide(state, context, one); }, command);
}

RunId run_of(const Command& command) {
    return std::visit(
        [](const auto& one) {
            if constexpr (requires { one.run; })
                return one.run;
            else
                return RunId{};
        },
        command);
}

namespace {

template <class One>
TeamId team_of(const One& one) {
    if constexpr (std::is_same_v<One, teams::CreateTeam>)
        return one.id;
    else if constexpr (requires { one.team; })
        return one.team;
    else
        return {};
}

template <class One>
ProjectId project_of(const One& one) {
    if constexpr (std::is_same_v<One, projects::CreateProject>)
        return one.id;
    else if constexpr (requires { one.project; })
        return one.project;
    else
        return {};
}

}  // namespace

bool is_about(const Command& command, const records::State& state, records::Scope scope) {
    using records::ScopeKind;
    const bool of_project = scope.kind == ScopeKind::project || scope.kind == ScopeKind::runs;
    if (!of_project && scope.kind != ScopeKind::team) return false;
    if (const RunId id = run_of(command); of_project && id) {
        const auto* run = state.run(id);
        if (run == nullptr || run->project.value == scope.id) return true;
    }
    return std::visit(
        [&](const auto& one) {
            return of_project ? project_of(one).value == scope.id : team_of(one).value == scope.id;
        },
        command);
}

}  // namespace ensemble::sync
