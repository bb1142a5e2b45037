// SPDX-License-Identifier: Apache-2.0
#include "wasm/series_answer.h"

#include <cmath>
#include <utility>

#include "wasm/messages.h"

namespace ensemble::wasm {

namespace {

constexpr std::string_view magic = "ESR1";
constexpr std::size_t series_header_bytes = 56;

bool ascending(const std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!std::isfinite(x[i]) || (i > 0 && x[i] < x[i - 1])) return false;
    }
    return true;
}

bool drawable(const metrics::Series& series) {
    if (series.exact) return ascending(series.x);
    return series.count.empty() || (std::isfinite(series.x_min) && std::isfinite(series.x_max) &&
                                    series.x_min <= series.x_max);
}

RunSeries read_series(RequestReader& in) {
    RunSeries each;
    metrics::Series& series = each.series;
    each.run = static_cast<std::int64_t>(in.u64());
    each.key = in.u32();
    series.exact = (in.u32() & 1u) != 0;
    series.points = in.u64();
    series.not_finite = in.u64();
    series.x_min = in.f64();
    series.x_max = in.f64();
    const std::size_t n = in.u32();
    in.u32();
    if (series.exact) {
        series.x = in.f64s(n);
        series.y = in.f64s(n);
        return each;
    }
    series.min = in.f64s(n);
    series.max = in.f64s(n);
    series.mean = in.f64s(n);
    series.count = in.u32s(n);
    in.pad();
    return each;
}

}  // namespace

Result<std::vector<RunSeries>> read_series_answer(std::string_view bytes) {
    if (!bytes.starts_with(magic)) return fail(ErrorCode::corrupt, "not an answer with curves");
    RequestReader in(bytes);
    in.u32();
    const std::size_t count = in.u32();
    if (count > bytes.size() / series_header_bytes)
        return fail(ErrorCode::corrupt, "an answer with curves is cut off");
    std::vector<RunSeries> all;
    all.reserve(count);
    for (std::size_t i = 0; i < count && !in.broken(); ++i) {
        all.push_back(read_series(in));
        if (!drawable(all.back().series))
            return fail(ErrorCode::corrupt, "the points of a curve are not in order");
    }
    if (in.broken() || !in.rest().empty())
        return fail(ErrorCode::corrupt, "an answer with curves has the wrong length");
    return all;
}

}  // namespace ensemble::wasm
