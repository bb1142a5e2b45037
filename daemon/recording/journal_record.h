// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "daemon/recording/batch.h"
#include "shared/base/result.h"

namespace ensemble::recording {

// Appends what a batch brings, as the script sent it. Parsed values are left out.
void append_batch(const Batch& batch, std::string& record);

// Reads it back, parsed. The batch owns the text. corrupt.
Result<Batch> decode_batch(std::string payload);

}  // namespace ensemble::recording
