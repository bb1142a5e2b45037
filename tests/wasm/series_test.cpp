// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "shared/metrics/curves.h"
#include "wasm/core.h"
#include "wasm/messages.h"
#include "wasm/series_drawing.h"

using namespace ensemble;
using namespace ensemble::wasm;
using metrics::Series;

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

Series buckets(std::vector<double> min, std::vector<double> max, std::vector<double> mean,
               std::vector<std::uint32_t> count) {
    Series series;
    series.exact = false;
    series.min = std::move(min);
    series.max = std::move(max);
    series.mean = std::move(mean);
    series.count = std::move(count);
    series.x_min = 0;
    series.x_max = static_cast<double>(series.count.size());
    return series;
}

}  // namespace

TEST_CASE("a spike among many points stays in the drawing") {
    std::vector<double> x, y;
    for (int i = 0; i < 10'000; ++i) {
        x.push_back(i);
        y.push_back(i == 4321 ? 100 : i == 777 ? -50 : std::sin(i * 0.001));
    }
    for (const Smoothing smoothing :
         {Smoothing::none, Smoothing::exponential, Smoothing::running}) {
        const Drawing drawing =
            draw(exact(x, y), {.smoothing = smoothing, .points_max = 300, .strength = 0.9});
        CHECK(drawing.x.size() <= 301);
        CHECK(drawing.put_together);
        CHECK(*std::max_element(drawing.high.begin(), drawing.high.end()) == 100);
        CHECK(*std::min_element(drawing.low.begin(), drawing.low.end()) == -50);
        CHECK(drawing.y_max == 100);
        CHECK(drawing.y_min == -50);
        std::uint64_t points = 0;
        for (const std::uint32_t count : drawing.count)
            points += count;
        CHECK(points == 10'000);
    }
}

TEST_CASE("few points are drawn one by one") {
    const Drawing drawing = draw(exact({1, 5, 6}, {3, 4, 2}), {.points_max = 300});
    CHECK(drawing.x == std::vector<double>{1, 5, 6});
    CHECK(drawing.mean == std::vector<double>{3, 4, 2});
    CHECK_FALSE(drawing.put_together);
}

TEST_CASE("values that are not finite become gaps and marks") {
    const Drawing drawing =
        draw(exact({1, 2, 3, 4}, {1, NAN, INFINITY, -INFINITY}), {.points_max = 100});
    CHECK(std::isnan(drawing.mean[1]));
    CHECK(std::isnan(drawing.line[2]));
    CHECK(drawing.mark_x == std::vector<double>{2, 3, 4});
    CHECK(drawing.mark_kind == std::vector<std::uint32_t>{0, 1, 2});
    CHECK(drawing.y_max == 1);
}

TEST_CASE("a logarithmic axis drops what is not positive and counts it") {
    const Drawing points = draw(exact({1, 2, 3}, {1, 0, -5}), {.log_y = true});
    CHECK(points.dropped == 2);
    CHECK(std::isnan(points.mean[1]));
    CHECK(points.y_min == 1);
    const Drawing bands = draw(buckets({-1, -3}, {4, -2}, {2, -2.5}, {2, 2}), {.log_y = true});
    CHECK(bands.dropped == 2);
    CHECK(bands.low[0] == 2);
    CHECK(bands.high[0] == 4);
    CHECK(std::isnan(bands.mean[1]));
}

TEST_CASE("empty buckets are left out") {
    const Drawing drawing = draw(buckets({1, 0, 3}, {2, 0, 4}, {1.5, 0, 3.5}, {2, 0, 1}), {});
    CHECK(drawing.x == std::vector<double>{0.5, 2.5});
    CHECK(drawing.count == std::vector<std::uint32_t>{2, 1});
}

TEST_CASE("a curve without points is an empty drawing") {
    const Drawing drawing = draw(
        exact({}, {}), {.smoothing = Smoothing::exponential, .points_max = 9, .strength = 0.5});
    CHECK(drawing.x.empty());
    CHECK(std::isnan(drawing.y_min));
    CHECK(draw(buckets({}, {}, {}, {}), {}).x.empty());
}

TEST_CASE("the operation gives the drawing of every curve") {
    Core core;
    ReplyWriter out;
    out.u32(0);
    out.u32(0);
    out.u32(100);
    out.u32(0);
    out.f64(0);
    out.f64(0);
    std::string request = out.take() + metrics::begin_curves(1);
    metrics::append_curve(request, 7, 3, exact({1, 2}, {5, NAN}));
    const Reply reply = core.call(static_cast<std::uint32_t>(Op::draw_series), request);
    REQUIRE(reply.status == Status::fine);
    RequestReader in(reply.bytes);
    CHECK(in.u32() == 1);
    in.u32();
    CHECK(in.f64() == 7);
    CHECK(in.u32() == 3);
    CHECK(in.u32() == 1);
    CHECK(in.f64() == 2);
    for (int i = 0; i < 4; ++i)
        in.f64();
    CHECK(in.f64() == 5);
    CHECK(in.f64() == 5);
    CHECK(in.u32() == 2);
    CHECK(in.u32() == 1);
    CHECK(in.f64s(2) == std::vector<double>{1, 2});
    CHECK(in.rest().size() == 2 * 8 + 3 * 8 + 8 + 8 + 8);
}
