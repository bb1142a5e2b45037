// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/metrics/buckets.h"

namespace ensemble::wasm {

struct RunSeries {
    std::int64_t run = 0;
    std::uint32_t key = 0;  // index into the keys that were asked for
    metrics::Series series;
};

// Reads an answer of /api/series (docs/protocol.md, "Curves"). What it gives can be drawn without
// further checks: lengths agree, x is finite and does not fall. corrupt otherwise.
Result<std::vector<RunSeries>> read_series_answer(std::string_view bytes);

}  // namespace ensemble::wasm
