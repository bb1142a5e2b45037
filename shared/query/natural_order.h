// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace ensemble::query {

// A key whose byte order is the order people expect of names: numbers inside by their value
// ("run-9" before "run-10"), ASCII letters without regard to case. Texts that differ only in case
// or in leading zeros have equal keys.
std::string natural_key(std::string_view text);

}  // namespace ensemble::query
