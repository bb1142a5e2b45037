// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "shared/metrics/buckets.h"

namespace ensemble::recording::tests {

// The naive truth: rows in a map, every value as its JSON text. Keys are given as paths.
using Path = std::vector<std::string>;
using Row = std::map<Path, std::string>;

class Model {
public:
    void write(std::int64_t step, const Row& row);
    void cut(std::int64_t step);  // keeps what is not above

    std::vector<std::string> rows() const;
    std::int64_t row_count() const { return static_cast<std::int64_t>(rows_.size()); }
    std::int64_t duplicates = 0;
    std::int64_t replaced = 0;

    struct Point {
        double x = 0;
        double y = 0;
    };
    // Points of a numeric key over steps or over another key; those whose x is not finite are out.
    std::vector<Point> points(const Path& y, const Path* x) const;

private:
    std::map<std::int64_t, Row> rows_;
};

// A line as a script would send it, members in random order.
std::string line_text(std::int64_t step, const Row& row, std::mt19937_64& random);
// A row with some of a handful of keys and values of every kind.
Row random_row(std::mt19937_64& random);

// What the buckets of a series must hold, point by point; one sentence for each difference.
std::vector<std::string> differences(const metrics::Series& series,
                                     const std::vector<Model::Point>& points, double x_min,
                                     double x_max);

}  // namespace ensemble::recording::tests
