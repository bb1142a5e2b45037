// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "shared/metrics/curves.h"

using namespace ensemble;
using namespace ensemble::metrics;

namespace {

Series exact(std::vector<double> x, std::vector<double> y) {
    Series series;
    series.points = x.size();
    series.x_min = x.empty() ? 0 : x.front();
    series.x_max = x.empty() ? 0 : x.back();
    series.x = std::move(x);
    series.y = std::move(y);
    return series;
}

// Buckets of one point each, but for the first, which counts `count` of them.
Series buckets(std::vector<double> values, std::uint32_t count = 1) {
    Series series;
    series.exact = false;
    series.x_max = static_cast<double>(values.size());
    series.count.assign(values.size(), 1);
    series.count.front() = count;
    series.points = values.size() - 1 + count;
    series.min = values;
    series.max = values;
    series.mean = std::move(values);
    return series;
}

std::string answer_of(const std::vector<Series>& all) {
    std::string out = begin_curves(all.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        append_curve(out, 7, static_cast<std::uint32_t>(i), all[i]);
    return out;
}

Series read_back(const Series& series) {
    const auto all = read_curves(answer_of({series}));
    REQUIRE(static_cast<bool>(all));
    REQUIRE(all->size() == 1);
    return all->front().series;
}

}  // namespace

TEST_CASE("an answer is read as it was written") {
    Series empty_bucket = buckets({1, 0, 2}, 5);
    empty_bucket.count[1] = 0;
    empty_bucket.min[1] = empty_bucket.max[1] = empty_bucket.mean[1] = NAN;
    empty_bucket.not_finite = 3;
    const std::string bytes = answer_of({exact({1, 2, 2}, {3, NAN, 4}), empty_bucket, Series{}});
    const auto all = read_curves(bytes);
    REQUIRE(static_cast<bool>(all));
    REQUIRE(all->size() == 3);
    CHECK((*all)[0].run == 7);
    CHECK((*all)[0].series.x == std::vector<double>{1, 2, 2});
    CHECK(std::isnan((*all)[0].series.y[1]));
    CHECK((*all)[1].key == 1);
    CHECK((*all)[1].series.count == std::vector<std::uint32_t>{5, 0, 1});
    CHECK((*all)[1].series.not_finite == 3);
    CHECK(std::isnan((*all)[1].series.mean[1]));
    CHECK((*all)[2].series.x.empty());
}

TEST_CASE("what is cut off or too long is refused") {
    const std::string bytes = answer_of({exact({1, 2, 2}, {3, NAN, 4}), buckets({1, 2, 3})});
    for (std::size_t size = 0; size < bytes.size(); ++size)
        CHECK_FALSE(static_cast<bool>(read_curves(bytes.substr(0, size))));
    CHECK_FALSE(static_cast<bool>(read_curves(bytes + "x")));
    CHECK_FALSE(static_cast<bool>(read_curves("ESR1\xff\xff\xff\xff")));
}

TEST_CASE("points out of order are refused") {
    CHECK_FALSE(static_cast<bool>(read_curves(answer_of({exact({2, 1}, {0, 0})}))));
    CHECK_FALSE(static_cast<bool>(read_curves(answer_of({exact({NAN}, {0})}))));
    Series series = buckets({1});
    series.x_min = std::numeric_limits<double>::infinity();
    CHECK_FALSE(static_cast<bool>(read_curves(answer_of({series}))));
}

TEST_CASE("counts take the bytes that they need") {
    const std::size_t one = answer_of({buckets(std::vector<double>(80, 1.0), 255)}).size();
    const std::size_t two = answer_of({buckets(std::vector<double>(80, 1.0), 256)}).size();
    const std::size_t four = answer_of({buckets(std::vector<double>(80, 1.0), 65'536)}).size();
    CHECK(two - one == 80);
    CHECK(four - one == 240);
    for (const std::uint32_t count : {0u, 255u, 256u, 65'535u, 65'536u, 4'294'967'295u})
        CHECK(read_back(buckets({1, 2}, count)).count.front() == count);
}

TEST_CASE("values are narrowed only where no screen shows it") {
    const auto kept = [](std::vector<double> values) {
        return read_back(buckets(values)).max == values;
    };
    CHECK(kept({0.5, -3, 1024}));        // are f32 already
    CHECK_FALSE(kept({0.1, 0.9}));       // move by less than 1/65,536 of the range
    CHECK(kept({1e9 + 0.25, 1e9 + 1}));  // would move by more
    CHECK(kept({0.1}));                  // no range at all
    CHECK(kept({1e300, 0}));             // no f32
    CHECK(kept({1'732'000'000.125, 1'732'000'001.5}));
    const Series narrowed = read_back(buckets({0.1, 0.9}));
    CHECK(std::fabs(narrowed.max[0] - 0.1) <= 0.8 / 65'536);
}
