// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

// A run's config as the text that scripts send: {"lr": {"value": 0.1}, "_wandb": {"value": …}}.
namespace ensemble::wandb {

// Checks it and wraps values that are not objects, which scripts would refuse when they resume.
Result<std::string> normal_config(std::string_view json);

// What a script sends for a run that is there already: its keys win, other keys stay, and of
// "_wandb" the environments of all writers ("e") stay.
Result<std::string> merged_config(std::string_view old_config, std::string_view new_config);

// {"t": …} of "_wandb": the members asked for that are there.
std::string wandb_part(std::string_view config, const std::vector<std::string_view>& keys);

// Where a forked or rewound run left another one.
struct BranchPoint {
    std::string run;
    std::int64_t step = 0;
};
std::optional<BranchPoint> branch_point(std::string_view config);

// The environment that the script described last, a JSON object; nullopt when there is none.
std::optional<std::string> environment(std::string_view config);

}  // namespace ensemble::wandb
