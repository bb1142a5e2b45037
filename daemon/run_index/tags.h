// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace ensemble::run_index {

// A JSON list of strings.
std::string tags_text(const std::vector<std::string>& tags);

}  // namespace ensemble::run_index
