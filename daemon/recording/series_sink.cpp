// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/series_sink.h"

#include <algorithm>

namespace ensemble::recording {

void SeriesExtent::note(double first, double last, std::uint64_t points) {
    if (points_ == 0) {
        first_ = first;
        last_ = last;
    }
    first_ = std::min(first_, first);
    last_ = std::max(last_, last);
    points_ += points;
}

bool SeriesExtent::take(const Piece& piece) {
    if (piece.x_last < x_min_ || piece.x_first > x_max_) return true;
    if (piece.x_first < x_min_ || piece.x_last > x_max_) return false;
    note(piece.x_first, piece.x_last, std::uint64_t{piece.finite} + piece.not_finite);
    return true;
}

void SeriesExtent::take(const double* x, const double*, std::size_t count, Order) {
    for (std::size_t i = 0; i < count; ++i) {
        if (x[i] >= x_min_ && x[i] <= x_max_) note(x[i], x[i], 1);
    }
}

bool SeriesPoints::take(const Piece& piece) {
    return piece.x_last < x_min_ || piece.x_first > x_max_;
}

void SeriesPoints::take(const double* x, const double* y, std::size_t count, Order) {
    for (std::size_t i = 0; i < count; ++i) {
        if (!(x[i] >= x_min_ && x[i] <= x_max_)) continue;
        x_.push_back(x[i]);
        y_.push_back(y[i]);
    }
}

metrics::Series SeriesPoints::finish() const {
    return metrics::bucketed(x_, y_, x_min_, x_max_, x_.size());
}

bool SeriesBuckets::take(const Piece& piece) {
    if (piece.x_last < x_min_ || piece.x_first > x_max_) return true;
    if (!bucketer_.fits(piece)) return false;
    bucketer_.add(piece);
    return true;
}

void SeriesBuckets::take(const double* x, const double* y, std::size_t count, Order order) {
    if (order == Order::ascending) {
        bucketer_.add_ascending(x, y, count);
        return;
    }
    for (std::size_t i = 0; i < count; ++i)
        bucketer_.add(x[i], y[i]);
}

}  // namespace ensemble::recording
