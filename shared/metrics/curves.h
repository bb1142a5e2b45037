// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/metrics/buckets.h"

// The answer of /api/series: docs/protocol.md, "Curves".
namespace ensemble::metrics {

struct Curve {
    std::int64_t run = 0;
    std::uint32_t key = 0;  // index into the keys that were asked for
    Series series;
};

// Begins an answer of `count` curves; they follow by append_curve.
std::string begin_curves(std::size_t count);

// Buckets go as f32 where that moves no value by more than 1/65,536 of the curve's own range, which
// no screen can show; points, and buckets that would move further, go as they are.
void append_curve(std::string& out, std::int64_t run, std::uint32_t key, const Series& series);

// Reads such an answer. What it gives can be drawn without further checks: lengths agree, x is
// finite and does not fall. corrupt otherwise.
Result<std::vector<Curve>> read_curves(std::string_view bytes);

}  // namespace ensemble::metrics
