// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

// Curves thinned for drawing without losing an extreme.
namespace ensemble::metrics {

// Either every point (exact) or one bucket per pixel column. A bucket covers
// [x_min + i * width, x_min + (i + 1) * width), the last one including x_max.
struct Series {
    bool exact = true;
    // exact: points in order of x. NaN and infinities are kept in y.
    std::vector<double> x;
    std::vector<double> y;
    // not exact: one entry per bucket. Extremes, mean and count are of the finite values; count 0
    // means that there are none, and the others are then NaN.
    std::vector<double> min;
    std::vector<double> max;
    std::vector<double> mean;
    std::vector<std::uint32_t> count;
    double x_min = 0;
    double x_max = 0;
    std::uint64_t points = 0;      // in the range
    std::uint64_t not_finite = 0;  // of these
};

// Collects points or whole pieces into buckets. Law: adding a piece equals adding its points, as
// long as the piece lies within one bucket.
class Bucketer {
public:
    // Requires: x_min <= x_max, both finite, bucket_count >= 1.
    Bucketer(double x_min, double x_max, std::size_t bucket_count);

    // Points outside [x_min, x_max] are ignored.
    void add(double x, double y);
    // The same for many points whose x do not fall; much faster.
    void add_ascending(const double* x, const double* y, std::size_t count);
    struct Piece {
        double x_first = 0;
        double x_last = 0;
        double min = 0;  // of the finite values
        double max = 0;
        double sum = 0;
        std::uint32_t finite = 0;
        std::uint32_t not_finite = 0;
    };
    // Whether the piece lies within one bucket (else add its points).
    bool fits(const Piece& piece) const;
    void add(const Piece& piece);

    Series take() &&;

private:
    std::size_t index(double x) const;
    void put(std::size_t i, const Piece& piece);

    Series series_;
    std::vector<double> sum_;
    double scale_ = 0;
};

// Buckets of points in memory; exact when there are at most `points_max` in the range.
Series bucketed(const std::vector<double>& x, const std::vector<double>& y, double x_min,
                double x_max, std::size_t points_max);

}  // namespace ensemble::metrics
