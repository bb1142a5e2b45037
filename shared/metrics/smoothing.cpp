// SPDX-License-Identifier: Apache-2.0
#include "shared/metrics/smoothing.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ensemble::metrics {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double steps_per_span = 1000;
constexpr double fading_max = 0.999;
constexpr double sigma_max = 1000;

}  // namespace

std::vector<double> exponential(std::span<const double> x, std::span<const double> y, double weight,
                                double x_span) {
    std::vector<double> result(y.begin(), y.end());
    const double fading = std::min(std::sqrt(std::max(weight, 0.0)), fading_max);
    double sum = 0;
    double weights = 0;
    double x_before = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
        if (!std::isfinite(y[i])) {
            result[i] = nothing;
            continue;
        }
        const double distance = weights > 0 && x_span > 0 ? (x[i] - x_before) / x_span : 0;
        const double keep = fading <= 0 ? 0 : std::pow(fading, distance * steps_per_span);
        sum = sum * keep + y[i];
        weights = weights * keep + 1;
        result[i] = sum / weights;
        x_before = x[i];
    }
    return result;
}

std::vector<double> gaussian(std::span<const double> y, double sigma) {
    std::vector<double> result(y.begin(), y.end());
    sigma = std::min(sigma, sigma_max);
    const auto reach = sigma > 0 ? static_cast<std::size_t>(std::ceil(3 * sigma)) : 0;
    std::vector<double> bell(reach + 1, 1);
    for (std::size_t i = 1; i <= reach; ++i) {
        const double distance = static_cast<double>(i) / sigma;
        bell[i] = std::exp(-distance * distance / 2);
    }
    for (std::size_t i = 0; i < y.size(); ++i) {
        if (!std::isfinite(y[i])) {
            result[i] = nothing;
            continue;
        }
        double sum = 0;
        double weights = 0;
        const std::size_t last = std::min(y.size() - 1, i + reach);
        for (std::size_t k = i - std::min(i, reach); k <= last; ++k) {
            if (!std::isfinite(y[k])) continue;
            const double weight = bell[k < i ? i - k : k - i];
            sum += weight * y[k];
            weights += weight;
        }
        result[i] = sum / weights;
    }
    return result;
}

std::vector<double> running_average(std::span<const double> y, std::size_t window) {
    std::vector<double> result(y.begin(), y.end());
    const std::size_t before = window > 0 ? (window - 1) / 2 : 0;
    const std::size_t after = window > 0 ? window - 1 - before : 0;
    double sum = 0;
    std::size_t count = 0;
    std::size_t next = 0;  // the first point not yet in the window
    for (std::size_t i = 0; i < y.size(); ++i) {
        for (; next < y.size() && next <= i + after; ++next) {
            if (!std::isfinite(y[next])) continue;
            sum += y[next];
            ++count;
        }
        if (i > before && std::isfinite(y[i - before - 1])) {
            sum -= y[i - before - 1];
            --count;
        }
        if (!std::isfinite(y[i]))
            result[i] = nothing;
        else if (window > 1)
            result[i] = sum / static_cast<double>(count);
    }
    return result;
}

}  // namespace ensemble::metrics
