// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace ensemble::storage {

// A list of texts in one column, as a JSON array. What is not valid UTF-8 is replaced.
std::string list_to_text(const std::vector<std::string>& list);
// What is not a JSON array of texts reads as far as it is one.
std::vector<std::string> list_from_text(const std::string& text);

}  // namespace ensemble::storage
