// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "shared/metrics/buckets.h"

namespace ensemble::wasm {

enum class Smoothing : std::uint32_t { none = 0, exponential = 1, gaussian = 2, running = 3 };

struct DrawingOptions {
    Smoothing smoothing = Smoothing::none;
    bool log_y = false;
    std::size_t points_max = 0;  // per curve; 0 = all
    double strength = 0;         // weight, sigma or window
    double x_span = 0;           // for the exponential average; 0 = that of the curve
};

enum class MarkKind : std::uint32_t { not_a_number = 0, above = 1, below = 2 };

// One curve as it is drawn: a line through `line`, a band from `low` to `high`. All of one length.
struct Drawing {
    std::vector<double> x;
    std::vector<double> mean;  // NaN = a gap
    std::vector<float> low;
    std::vector<float> high;
    std::vector<float> line;
    std::vector<std::uint32_t> count;
    std::vector<double> mark_x;  // where values are not finite, as far as known
    std::vector<std::uint32_t> mark_kind;
    bool put_together = false;  // some entries stand for several points
    std::uint64_t dropped = 0;  // points or buckets that a logarithmic axis cannot show
    double y_min = 0;           // of low and line; NaN when nothing is drawn
    double y_max = 0;
};

// Smooths every point first, then puts points of one column together: no extreme gets lost.
// Requires: what metrics::read_curves promises.
Drawing draw(const metrics::Series& series, const DrawingOptions& options);

}  // namespace ensemble::wasm
