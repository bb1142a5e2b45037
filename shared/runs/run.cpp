// SPDX-License-Identifier: Apache-2.0
#include "shared/runs/run.h"

#include <array>
#include <utility>

namespace ensemble::runs {

namespace {

constexpr std::array<std::pair<RunState, std::string_view>, 8> names{{
    {RunState::pending, "pending"},
    {RunState::running, "running"},
    {RunState::finished, "finished"},
    {RunState::failed, "failed"},
    {RunState::crashed, "crashed"},
    {RunState::killed, "killed"},
    {RunState::preempting, "preempting"},
    {RunState::preempted, "preempted"},
}};

}  // namespace

std::string_view name(RunState state) {
    for (const auto& [value, text] : names) {
        if (value == state) return text;
    }
    return "running";
}

std::optional<RunState> run_state(std::string_view name) {
    for (const auto& [value, text] : names) {
        if (text == name) return value;
    }
    return std::nullopt;
}

bool ended(RunState state) {
    return state == RunState::finished || state == RunState::failed || state == RunState::crashed ||
           state == RunState::killed || state == RunState::preempted;
}

}  // namespace ensemble::runs
