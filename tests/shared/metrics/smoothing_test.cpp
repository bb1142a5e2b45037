// SPDX-License-Identifier: Apache-2.0
#include "shared/metrics/smoothing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace ensemble::metrics;

namespace {

std::vector<double> counting(std::size_t count) {
    std::vector<double> x(count);
    for (std::size_t i = 0; i < count; ++i)
        x[i] = static_cast<double>(i);
    return x;
}

}  // namespace

TEST_CASE("no smoothing changes nothing") {
    const std::vector<double> x = counting(4);
    const std::vector<double> y = {3, 1, 4, 1};
    CHECK(exponential(x, y, 0, 3) == y);
    CHECK(gaussian(y, 0) == y);
    CHECK(running_average(y, 1) == y);
    CHECK(running_average(y, 0) == y);
}

TEST_CASE("a constant stays what it is, from the first point on") {
    const std::vector<double> x = counting(50);
    const std::vector<double> y(50, 0.25);
    for (const double value : exponential(x, y, 0.99, 49))
        CHECK(value == doctest::Approx(0.25));
    for (const double value : gaussian(y, 5))
        CHECK(value == doctest::Approx(0.25));
    for (const double value : running_average(y, 7))
        CHECK(value == doctest::Approx(0.25));
}

TEST_CASE("the exponential average is the debiased one, worked out by hand") {
    // x_span 1000 makes a distance of one step the factor sqrt(weight) = 0.5.
    const std::vector<double> x = {0, 1, 2};
    const std::vector<double> y = {1, 0, 4};
    const std::vector<double> smooth = exponential(x, y, 0.25, 1000);
    CHECK(smooth[0] == doctest::Approx(1));
    CHECK(smooth[1] == doctest::Approx(0.5 / 1.5));
    CHECK(smooth[2] == doctest::Approx((0.25 + 4) / 1.75));
}

TEST_CASE("memory fades with distance in x, not with the number of points") {
    const std::vector<double> near = {0, 1, 2};
    const std::vector<double> far = {0, 1, 900};
    const std::vector<double> y = {0, 0, 1};
    CHECK(exponential(near, y, 0.9, 1000)[2] < 0.5);
    CHECK(exponential(far, y, 0.9, 1000)[2] > 0.99);
}

TEST_CASE("points that are not finite stay gaps and poison nothing") {
    const std::vector<double> x = counting(5);
    const std::vector<double> y = {1, NAN, 1, INFINITY, 1};
    for (const auto& smooth : {exponential(x, y, 0.9, 4), gaussian(y, 2), running_average(y, 3)}) {
        CHECK(smooth[0] == doctest::Approx(1));
        CHECK(std::isnan(smooth[1]));
        CHECK(smooth[2] == doctest::Approx(1));
        CHECK(std::isnan(smooth[3]));
        CHECK(smooth[4] == doctest::Approx(1));
    }
}

TEST_CASE("a running average has its window around the point") {
    const std::vector<double> y = {0, 3, 6, 9, 12};
    CHECK(running_average(y, 3) == std::vector<double>{1.5, 3, 6, 9, 10.5});
    CHECK(running_average(y, 2) == std::vector<double>{1.5, 4.5, 7.5, 10.5, 12});
    CHECK(running_average(y, 100)[2] == doctest::Approx(6));
}

TEST_CASE("a bell curve spreads a spike evenly to both sides") {
    std::vector<double> y(21, 0);
    y[10] = 1;
    const std::vector<double> smooth = gaussian(y, 2);
    CHECK(smooth[10] == *std::max_element(smooth.begin(), smooth.end()));
    for (std::size_t i = 1; i <= 4; ++i)
        CHECK(smooth[10 - i] == doctest::Approx(smooth[10 + i]));
    CHECK(smooth[8] / smooth[10] == doctest::Approx(std::exp(-0.5)));
}

TEST_CASE("nothing in gives nothing out") {
    CHECK(exponential({}, {}, 0.9, 1).empty());
    CHECK(gaussian({}, 3).empty());
    CHECK(running_average({}, 3).empty());
}
