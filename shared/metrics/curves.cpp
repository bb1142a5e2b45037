// SPDX-License-Identifier: Apache-2.0
#include "shared/metrics/curves.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

// Little endian, like every machine that this runs on.
namespace ensemble::metrics {

namespace {

constexpr std::string_view magic = "ESR1";
constexpr std::size_t header_bytes = 56;
constexpr std::uint32_t exact_flag = 1;
constexpr std::uint32_t narrow_flag = 2;
constexpr std::uint32_t count_width_shift = 8;

std::size_t padded(std::size_t bytes) {
    return (bytes + 7) / 8 * 8;
}

template <class T>
void put(std::string& out, T value) {
    static_assert(std::is_trivially_copyable_v<T>);
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    out.append(bytes, sizeof(T));
}

template <class T, class Source>
void put_as(std::string& out, const std::vector<Source>& values) {
    const std::size_t at = out.size();
    out.resize(at + values.size() * sizeof(T));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const T value = static_cast<T>(values[i]);
        std::memcpy(out.data() + at + i * sizeof(T), &value, sizeof(T));
    }
}

// The furthest that a value moves when it is kept as f32; infinite when it does not fit.
double narrowing_error(const std::vector<double>& values) {
    double worst = 0;
    for (const double value : values) {
        if (!std::isfinite(value)) continue;
        if (std::fabs(value) > static_cast<double>(std::numeric_limits<float>::max()))
            return std::numeric_limits<double>::infinity();
        worst = std::max(worst, std::fabs(static_cast<double>(static_cast<float>(value)) - value));
    }
    return worst;
}

bool fits_narrow(const Series& series) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (std::size_t i = 0; i < series.count.size(); ++i) {
        if (series.count[i] == 0) continue;
        low = std::min(low, series.min[i]);
        high = std::max(high, series.max[i]);
    }
    if (low > high) return true;
    const double allowed = (high - low) / 65'536;
    return narrowing_error(series.min) <= allowed && narrowing_error(series.max) <= allowed &&
           narrowing_error(series.mean) <= std::max(allowed, narrowing_error({low, high}));
}

std::uint32_t count_width(const std::vector<std::uint32_t>& counts) {
    const auto most = std::max_element(counts.begin(), counts.end());
    if (most == counts.end() || *most <= 0xFF) return 1;
    return *most <= 0xFFFF ? 2 : 4;
}

void put_counts(std::string& out, const std::vector<std::uint32_t>& counts, std::uint32_t width) {
    if (width == 1) return put_as<std::uint8_t>(out, counts);
    if (width == 2) return put_as<std::uint16_t>(out, counts);
    put_as<std::uint32_t>(out, counts);
}

std::string payload_of(const Series& series, bool narrow, std::uint32_t width) {
    std::string out;
    if (series.exact) {
        put_as<double>(out, series.x);
        put_as<double>(out, series.y);
        return out;
    }
    for (const auto* values : {&series.min, &series.max, &series.mean}) {
        if (narrow)
            put_as<float>(out, *values);
        else
            put_as<double>(out, *values);
    }
    put_counts(out, series.count, width);
    out.resize(padded(out.size()), '\0');
    return out;
}

// Reads forward; every read past the end gives nothing and is remembered.
class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    template <class T>
    T one() {
        T value{};
        if (const char* from = take(sizeof(T))) std::memcpy(&value, from, sizeof(T));
        return value;
    }
    template <class T, class Wanted>
    std::vector<Wanted> many(std::size_t n) {
        std::vector<Wanted> values;
        const char* from = n > bytes_.size() / sizeof(T) ? fail() : take(n * sizeof(T));
        if (from == nullptr) return values;
        values.resize(n);
        for (std::size_t i = 0; i < n; ++i) {
            T value{};
            std::memcpy(&value, from + i * sizeof(T), sizeof(T));
            values[i] = static_cast<Wanted>(value);
        }
        return values;
    }
    const char* take(std::size_t n) {
        if (broken_ || n > bytes_.size()) return fail();
        const char* from = bytes_.data();
        bytes_.remove_prefix(n);
        return from;
    }
    std::size_t left() const { return bytes_.size(); }
    bool broken() const { return broken_; }

private:
    const char* fail() {
        broken_ = true;
        return nullptr;
    }
    std::string_view bytes_;
    bool broken_ = false;
};

void read_buckets(Reader& in, Series& series, std::size_t n, std::uint32_t flags) {
    const bool narrow = (flags & narrow_flag) != 0;
    for (auto* values : {&series.min, &series.max, &series.mean})
        *values = narrow ? in.many<float, double>(n) : in.many<double, double>(n);
    const std::uint32_t width = flags >> count_width_shift;
    if (width == 1)
        series.count = in.many<std::uint8_t, std::uint32_t>(n);
    else if (width == 2)
        series.count = in.many<std::uint16_t, std::uint32_t>(n);
    else
        series.count = in.many<std::uint32_t, std::uint32_t>(n);
}

bool ascending(const std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i)
        if (!std::isfinite(x[i]) || (i > 0 && x[i] < x[i - 1])) return false;
    return true;
}

bool drawable(const Series& series) {
    if (series.exact) return ascending(series.x);
    return series.count.empty() || (std::isfinite(series.x_min) && std::isfinite(series.x_max) &&
                                    series.x_min <= series.x_max);
}

bool read_curve(Reader& in, Curve& curve) {
    Series& series = curve.series;
    curve.run = static_cast<std::int64_t>(in.one<std::uint64_t>());
    curve.key = in.one<std::uint32_t>();
    const std::uint32_t flags = in.one<std::uint32_t>();
    series.exact = (flags & exact_flag) != 0;
    series.points = in.one<std::uint64_t>();
    series.not_finite = in.one<std::uint64_t>();
    series.x_min = in.one<double>();
    series.x_max = in.one<double>();
    const std::size_t n = in.one<std::uint32_t>();
    const std::size_t bytes = in.one<std::uint32_t>();
    const char* from = in.take(bytes);
    if (from == nullptr) return false;
    Reader payload(std::string_view(from, bytes));
    if (series.exact) {
        series.x = payload.many<double, double>(n);
        series.y = payload.many<double, double>(n);
    } else {
        read_buckets(payload, series, n, flags);
    }
    return !payload.broken() && payload.left() < 8 && drawable(series);
}

}  // namespace

std::string begin_curves(std::size_t count) {
    std::string out(magic);
    put(out, static_cast<std::uint32_t>(count));
    return out;
}

void append_curve(std::string& out, std::int64_t run, std::uint32_t key, const Series& series) {
    const bool narrow = !series.exact && fits_narrow(series);
    const std::uint32_t width = series.exact ? 0 : count_width(series.count);
    const std::string payload = payload_of(series, narrow, width);
    put(out, static_cast<std::uint64_t>(run));
    put(out, key);
    put(out, (series.exact ? exact_flag : 0u) | (narrow ? narrow_flag : 0u) |
                 (width << count_width_shift));
    put(out, series.points);
    put(out, series.not_finite);
    put(out, series.x_min);
    put(out, series.x_max);
    put(out, static_cast<std::uint32_t>(series.exact ? series.x.size() : series.count.size()));
    put(out, static_cast<std::uint32_t>(payload.size()));
    out += payload;
}

Result<std::vector<Curve>> read_curves(std::string_view bytes) {
    if (bytes.substr(0, magic.size()) != magic)
        return fail(ErrorCode::corrupt, "not an answer with curves");
    Reader in(bytes.substr(magic.size()));
    const std::size_t count = in.one<std::uint32_t>();
    if (in.broken() || count > bytes.size() / header_bytes)
        return fail(ErrorCode::corrupt, "an answer with curves is cut off");
    std::vector<Curve> all(count);
    for (Curve& curve : all)
        if (!read_curve(in, curve))
            return fail(ErrorCode::corrupt, "a curve has the wrong length or is not in order");
    if (in.left() > 0) return fail(ErrorCode::corrupt, "an answer with curves is too long");
    return all;
}

}  // namespace ensemble::metrics
