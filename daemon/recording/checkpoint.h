// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "daemon/recording/run_state.h"
#include "shared/base/result.h"

namespace ensemble::recording {

// What a checkpoint says about a run, apart from its summary, its tails and its groups:
// docs/storage.md, "Checkpoint".
std::string encode_state(const RunState& run);
// Fills a fresh RunState. Safe on any bytes. corrupt, newer_version.
Result<void> decode_state(std::string_view bytes, RunState& run);

}  // namespace ensemble::recording
