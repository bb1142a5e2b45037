// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "shared/metrics/buckets.h"

namespace ensemble::recording {

using Piece = metrics::Bucketer::Piece;

// What the blocks of a curve are given to. A block is offered as a piece first; its points are
// only unpacked when the sink says that it needs them.
class SeriesSink {
public:
    virtual ~SeriesSink() = default;
    // True: that was enough.
    virtual bool take(const Piece& piece) = 0;
    enum class Order { ascending, any };
    virtual void take(const double* x, const double* y, std::size_t count, Order order) = 0;
};

// Counts the points of a range and finds how far they reach.
class SeriesExtent final : public SeriesSink {
public:
    SeriesExtent(double x_min, double x_max) : x_min_(x_min), x_max_(x_max) {}

    bool take(const Piece& piece) override;
    void take(const double* x, const double* y, std::size_t count, Order order) override;

    std::uint64_t points() const { return points_; }
    double first() const { return first_; }  // of the points; only when there are any
    double last() const { return last_; }

private:
    void note(double first, double last, std::uint64_t points);

    double x_min_;
    double x_max_;
    std::uint64_t points_ = 0;
    double first_ = 0;
    double last_ = 0;
};

// Keeps every point of a range.
class SeriesPoints final : public SeriesSink {
public:
    SeriesPoints(double x_min, double x_max) : x_min_(x_min), x_max_(x_max) {}

    bool take(const Piece& piece) override;
    void take(const double* x, const double* y, std::size_t count, Order order) override;

    metrics::Series finish() const;

private:
    double x_min_;
    double x_max_;
    std::vector<double> x_;
    std::vector<double> y_;
};

class SeriesBuckets final : public SeriesSink {
public:
    SeriesBuckets(double x_min, double x_max, std::size_t buckets)
        : x_min_(x_min), x_max_(x_max), bucketer_(x_min, x_max, buckets) {}

    bool take(const Piece& piece) override;
    void take(const double* x, const double* y, std::size_t count, Order order) override;

    metrics::Series finish() { return std::move(bucketer_).take(); }

private:
    double x_min_;
    double x_max_;
    metrics::Bucketer bucketer_;
};

}  // namespace ensemble::recording
