// SPDX-License-Identifier: Apache-2.0
#include "wasm/series_drawing.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "shared/metrics/smoothing.h"

namespace ensemble::wasm {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t marks_max = 200;
constexpr double window_max = 100'000;

// Points or buckets side by side, before they are put together.
struct Points {
    std::vector<double> x;
    std::vector<double> mean;
    std::vector<double> low;
    std::vector<double> high;
    std::vector<double> line;
    std::vector<std::uint32_t> count;

    void add(double at, double y_low, double y_high, double y_mean, std::uint32_t points) {
        x.push_back(at);
        low.push_back(y_low);
        high.push_back(y_high);
        mean.push_back(y_mean);
        count.push_back(points);
    }
};

void mark(Drawing& drawing, double x, double y) {
    if (drawing.mark_x.size() >= marks_max) return;
    drawing.mark_x.push_back(x);
    const MarkKind kind = std::isnan(y) ? MarkKind::not_a_number
                          : y > 0       ? MarkKind::above
                                        : MarkKind::below;
    drawing.mark_kind.push_back(static_cast<std::uint32_t>(kind));
}

Points exact_points(const metrics::Series& series, Drawing& drawing) {
    Points points;
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        const double y = series.y[i];
        const bool finite = std::isfinite(y);
        if (!finite) mark(drawing, series.x[i], y);
        const double shown = finite ? y : nothing;
        points.add(series.x[i], shown, shown, shown, finite ? 1 : 0);
    }
    return points;
}

Points bucket_points(const metrics::Series& series, Drawing& drawing) {
    Points points;
    const std::size_t n = series.count.size();
    const double width =
        (series.x_max - series.x_min) / static_cast<double>(std::max<std::size_t>(n, 1));
    for (std::size_t i = 0; i < n; ++i) {
        if (series.count[i] == 0) continue;
        if (!std::isfinite(series.mean[i])) continue;
        const double x = series.x_min + (static_cast<double>(i) + 0.5) * width;
        points.add(x, series.min[i], series.max[i], series.mean[i], series.count[i]);
        if (series.count[i] > 1) drawing.put_together = true;
    }
    return points;
}

std::vector<double> smoothed(const Points& points, const DrawingOptions& options) {
    const double own_span = points.x.empty() ? 0 : points.x.back() - points.x.front();
    switch (options.smoothing) {
    case Smoothing::exponential:
        return metrics::exponential(points.x, points.mean, options.strength,
                                    options.x_span > 0 ? options.x_span : own_span);
    case Smoothing::gaussian:
        return metrics::gaussian(points.mean, options.strength);
    case Smoothing::running: {
        const double window = std::clamp(options.strength, 1.0, window_max);
        return metrics::running_average(points.mean, static_cast<std::size_t>(window));
    }
    case Smoothing::none:
        break;
    }
    return points.mean;
}

void drop_not_positive(Points& points, Drawing& drawing) {
    for (std::size_t i = 0; i < points.x.size(); ++i) {
        if (std::isnan(points.mean[i]) || points.low[i] > 0) continue;
        ++drawing.dropped;
        if (points.mean[i] > 0) {
            points.low[i] = points.mean[i];
        } else {
            points.mean[i] = points.line[i] = points.low[i] = points.high[i] = nothing;
        }
    }
    for (double& value : points.line) {
        if (!(value > 0)) value = nothing;
    }
}

// Collects the points of one column and adds them to the drawing as one.
class Gatherer {
public:
    Gatherer(const Points& points, Drawing& drawing) : points_(points), drawing_(drawing) {}

    void add(std::size_t i) {
        if (size_ == 0) x_first_ = points_.x[i];
        x_last_ = points_.x[i];
        ++size_;
        if (std::isfinite(points_.line[i])) {
            line_ += points_.line[i];
            ++lines_;
        }
        if (std::isnan(points_.mean[i])) return;
        low_ = count_ == 0 ? points_.low[i] : std::min(low_, points_.low[i]);
        high_ = count_ == 0 ? points_.high[i] : std::max(high_, points_.high[i]);
        sum_ += points_.mean[i] * points_.count[i];
        count_ += points_.count[i];
    }

    void finish() {
        if (size_ == 0) return;
        const bool gap = count_ == 0;
        drawing_.x.push_back(x_first_ + (x_last_ - x_first_) / 2);
        drawing_.mean.push_back(gap ? nothing : sum_ / count_);
        drawing_.low.push_back(static_cast<float>(gap ? nothing : low_));
        drawing_.high.push_back(static_cast<float>(gap ? nothing : high_));
        drawing_.line.push_back(static_cast<float>(lines_ == 0 ? nothing : line_ / lines_));
        drawing_.count.push_back(static_cast<std::uint32_t>(count_));
        if (size_ > 1) drawing_.put_together = true;
        size_ = 0;
        sum_ = line_ = count_ = lines_ = 0;
    }

private:
    const Points& points_;
    Drawing& drawing_;
    std::size_t size_ = 0;
    double x_first_ = 0;
    double x_last_ = 0;
    double low_ = 0;
    double high_ = 0;
    double sum_ = 0;
    double count_ = 0;
    double line_ = 0;
    double lines_ = 0;
};

void put_together(const Points& points, std::size_t points_max, Drawing& drawing) {
    Gatherer gatherer(points, drawing);
    const std::size_t n = points.x.size();
    const bool all = points_max == 0 || n <= points_max;
    const double span = n == 0 ? 0 : points.x.back() - points.x.front();
    const double scale = span > 0 ? static_cast<double>(points_max) / span : 0;
    double column = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double here =
            all ? static_cast<double>(i) : std::floor((points.x[i] - points.x.front()) * scale);
        if (here != column) gatherer.finish();
        column = here;
        gatherer.add(i);
    }
    gatherer.finish();
}

void measure(Drawing& drawing) {
    drawing.y_min = drawing.y_max = nothing;
    const auto widen = [&drawing](float value) {
        if (!std::isfinite(value)) return;
        const auto y = static_cast<double>(value);
        if (!(y >= drawing.y_min)) drawing.y_min = y;
        if (!(y <= drawing.y_max)) drawing.y_max = y;
    };
    for (std::size_t i = 0; i < drawing.x.size(); ++i) {
        widen(drawing.low[i]);
        widen(drawing.high[i]);
        widen(drawing.line[i]);
    }
}

}  // namespace

Drawing draw(const metrics::Series& series, const DrawingOptions& options) {
    Drawing drawing;
    Points points = series.exact ? exact_points(series, drawing) : bucket_points(series, drawing);
    points.line = smoothed(points, options);
    if (options.log_y) drop_not_positive(points, drawing);
    put_together(points, options.points_max, drawing);
    measure(drawing);
    return drawing;
}

}  // namespace ensemble::wasm
