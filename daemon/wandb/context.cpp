// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/context.h"

namespace ensemble::wandb {

void Context::log_once(const std::string& line) {
    constexpr std::size_t lines_max = 10'000;
    if (logged.size() < lines_max && logged.insert(line).second) log(line);
}

Result<void> Context::save(const runs::Run& run) {
    if (auto done = rooms.runs.update(run); !done) return done;
    if (runs::ended(run.state)) heartbeats.forget(run.id);
    changed(run);
    return {};
}

}  // namespace ensemble::wandb
