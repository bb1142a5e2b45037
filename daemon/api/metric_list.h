// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "daemon/api/api.h"

// What can be drawn for some runs of a project.
namespace ensemble::api {

// The runs named in "7,8,9" that are in the index, or its newest ones when the text is empty; at
// most limits::series_runs_max.
std::vector<RunId> chosen_runs(const run_index::ProjectIndex& index, std::string_view text);

// The union of their keys that are not hidden, by name: [{"name", "stream", "kind", "runs", "x"}].
// A key of which any run has numbers is a number.
nlohmann::json metric_list(Rooms& rooms, const std::vector<RunId>& runs);

}  // namespace ensemble::api
