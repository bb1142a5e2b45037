// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

// Curves made calmer. All of them keep the length; where y is not finite the result is NaN, and
// such points have no influence on the others.
namespace ensemble::metrics {

// Exponential moving average whose memory fades with the distance in x, not with the number of
// points: unevenly logged curves are treated evenly. `weight` is in [0, 1); 0 changes nothing. A
// point's influence falls by the factor sqrt(weight) for every thousandth of `x_span`. The start
// is not pulled towards zero. Requires: x does not fall; x_span > 0 or the x are all equal.
std::vector<double> exponential(std::span<const double> x, std::span<const double> y, double weight,
                                double x_span);

// Average of the points around, weighted by a bell curve of `sigma` points, cut off at 3 sigma.
// 0 changes nothing.
std::vector<double> gaussian(std::span<const double> y, double sigma);

// Average of up to `window` points, half of them on each side. 1 changes nothing.
std::vector<double> running_average(std::span<const double> y, std::size_t window);

}  // namespace ensemble::metrics
