// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "daemon/recording/batch.h"
#include "daemon/recording/run_state.h"
#include "shared/base/result.h"

namespace ensemble::recording {

// All rows of a sealed group; null when it cannot be read.
using ReadGroup =
    std::function<std::shared_ptr<const Table>(const StreamState& stream, const Group& group)>;

// What bad_request and too_large say about a batch, before anything is changed.
Result<void> admissible(const RunState& run, const Batch& batch);

// Puts an admissible, parsed batch into the run. Deterministic: the same batches on the same state
// give the same state, however much of it is sealed.
void apply(RunState& run, const Batch& batch, const ReadGroup& read);
void apply_summary(RunState& run, std::string_view json);

// The members of both objects, those of `newer` winning whole. Requires: both are JSON objects.
std::string merged_summary(std::string_view older, std::string_view newer);

}  // namespace ensemble::recording
