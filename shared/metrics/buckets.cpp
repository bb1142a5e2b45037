// SPDX-License-Identifier: Apache-2.0
#include "shared/metrics/buckets.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ensemble::metrics {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

bool finite(double value) {
    return value - value == 0;
}

}  // namespace

Bucketer::Bucketer(double x_min, double x_max, std::size_t bucket_count) {
    series_.exact = false;
    series_.x_min = x_min;
    series_.x_max = x_max;
    series_.min.assign(bucket_count, std::numeric_limits<double>::infinity());
    series_.max.assign(bucket_count, -std::numeric_limits<double>::infinity());
    series_.count.assign(bucket_count, 0);
    sum_.assign(bucket_count, 0);
    const double width = (x_max - x_min) / static_cast<double>(bucket_count);
    scale_ = width > 0 && finite(1 / width) ? 1 / width : 0;
}

// Requires: x is in the range. Grows with x.
std::size_t Bucketer::index(double x) const {
    const double position = (x - series_.x_min) * scale_;
    const double last = static_cast<double>(sum_.size() - 1);
    return static_cast<std::size_t>(position < last ? position : last);
}

void Bucketer::add(double x, double y) {
    if (!(x >= series_.x_min && x <= series_.x_max)) return;
    ++series_.points;
    const std::size_t i = index(x);
    if (!finite(y)) {
        ++series_.not_finite;
        return;
    }
    series_.min[i] = std::min(series_.min[i], y);
    series_.max[i] = std::max(series_.max[i], y);
    sum_[i] += y;
    ++series_.count[i];
}

void Bucketer::add_ascending(const double* x, const double* y, std::size_t count) {
    const double* end = std::upper_bound(x, x + count, series_.x_max);
    const double* at = std::lower_bound(x, end, series_.x_min);
    while (at != end) {
        const std::size_t i = index(*at);
        const double* next =
            std::partition_point(at, end, [&](double value) { return index(value) <= i; });
        Piece piece;
        piece.min = series_.min[i];
        piece.max = series_.max[i];
        double other_sum = 0;  // a second sum, so that additions need not wait for each other
        const double* value = y + (at - x);
        const double* last = y + (next - x);
        for (bool odd = false; value != last; ++value, odd = !odd) {
            if (!finite(*value)) {
                ++piece.not_finite;
                continue;
            }
            piece.min = std::min(piece.min, *value);
            piece.max = std::max(piece.max, *value);
            (odd ? other_sum : piece.sum) += *value;
            ++piece.finite;
        }
        piece.sum += other_sum;
        put(i, piece);
        at = next;
    }
}

bool Bucketer::fits(const Piece& piece) const {
    return piece.x_first >= series_.x_min && piece.x_last <= series_.x_max &&
           index(piece.x_first) == index(piece.x_last);
}

void Bucketer::add(const Piece& piece) {
    put(index(piece.x_first), piece);
}

void Bucketer::put(std::size_t i, const Piece& piece) {
    series_.points += std::uint64_t{piece.finite} + piece.not_finite;
    series_.not_finite += piece.not_finite;
    if (piece.finite == 0) return;
    series_.min[i] = std::min(series_.min[i], piece.min);
    series_.max[i] = std::max(series_.max[i], piece.max);
    sum_[i] += piece.sum;
    series_.count[i] += piece.finite;
}

Series Bucketer::take() && {
    series_.mean.resize(sum_.size());
    for (std::size_t i = 0; i < sum_.size(); ++i) {
        const bool empty = series_.count[i] == 0;
        if (empty) series_.min[i] = series_.max[i] = nothing;
        series_.mean[i] = empty ? nothing : sum_[i] / static_cast<double>(series_.count[i]);
    }
    return std::move(series_);
}

Series bucketed(const std::vector<double>& x, const std::vector<double>& y, double x_min,
                double x_max, std::size_t points_max) {
    const auto inside = [&](double value) { return value >= x_min && value <= x_max; };
    const auto points = static_cast<std::size_t>(std::count_if(x.begin(), x.end(), inside));
    if (points > points_max) {
        Bucketer bucketer(x_min, x_max, std::max<std::size_t>(1, points_max));
        for (std::size_t i = 0; i < x.size(); ++i)
            bucketer.add(x[i], y[i]);
        return std::move(bucketer).take();
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (inside(x[i])) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
    Series series;
    series.x_min = x_min;
    series.x_max = x_max;
    series.points = points;
    for (const std::size_t i : order) {
        series.x.push_back(x[i]);
        series.y.push_back(y[i]);
        if (!finite(y[i])) ++series.not_finite;
    }
    return series;
}

}  // namespace ensemble::metrics
