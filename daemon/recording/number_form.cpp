// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/number_form.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cfloat>
#include <cmath>

#include "daemon/recording/packed_integers.h"

namespace ensemble::recording {

namespace {

constexpr std::array<double, 10> powers_of_ten{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
constexpr std::uint8_t decimal_exponent_max = 9;
constexpr std::uint8_t binary_exponent_max = 60;
constexpr double integers_max = 9007199254740992.0;          // 2^53
constexpr double wide_integers_max = 2305843009213693952.0;  // 2^61

std::uint64_t bits_of(double value) {
    return std::bit_cast<std::uint64_t>(value);
}

double power_of_two(int exponent) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(1023 + exponent) << 52);
}

// Ordering the bits flips those below the sign of a negative number; doing it twice gives them
// back.
std::int64_t ordered(std::int64_t bits) {
    return bits ^ ((bits >> 63) & 0x7fffffffffffffff);
}
std::int32_t ordered(std::int32_t bits) {
    return bits ^ ((bits >> 31) & 0x7fffffff);
}

// What one look over the values says about the forms that fit.
struct Survey {
    bool floats = true;     // every value survives a float
    bool finite = true;     // and none is -0: the integer forms may fit
    int fraction_bits = 0;  // enough for every value
    double magnitude = 0;
};

Survey survey(const double* values, std::size_t count) {
    Survey seen;
    for (std::size_t i = 0; i < count; ++i) {
        const double value = values[i];
        const std::uint64_t bits = bits_of(value);
        const auto exponent = static_cast<int>((bits >> 52) & 0x7ff);
        const double size = std::fabs(value);
        if (exponent == 0x7ff || bits == bits_of(-0.0)) {
            seen.finite = false;
        } else if (bits != 0) {
            const std::uint64_t hidden = exponent == 0 ? 0 : 1ull << 52;
            const std::uint64_t mantissa = (bits & ((1ull << 52) - 1)) | hidden;
            const int lowest = std::max(exponent, 1) - 1075 + std::countr_zero(mantissa);
            seen.fraction_bits = std::max(seen.fraction_bits, -lowest);
            seen.magnitude = std::max(seen.magnitude, size);
        }
        if (size <= FLT_MAX || exponent == 0x7ff) {
            if (bits_of(static_cast<double>(static_cast<float>(value))) != bits)
                seen.floats = false;
        } else {
            seen.floats = false;
        }
    }
    return seen;
}

bool is_decimal(double value, double scale) {
    const double scaled = value * scale;
    if (!(std::fabs(scaled) < integers_max)) return false;
    return bits_of(static_cast<double>(std::llround(scaled)) / scale) == bits_of(value);
}

std::optional<NumberForm> decimal_form(const double* values, std::size_t count) {
    constexpr std::size_t looks = 16;
    const std::size_t stride = std::max<std::size_t>(1, count / looks);
    for (std::uint8_t exponent = 0; exponent <= decimal_exponent_max; ++exponent) {
        const double scale = powers_of_ten[exponent];
        bool fits = true;
        for (std::size_t i = 0; i < count && fits; i += stride)
            fits = is_decimal(values[i], scale);
        if (!fits) continue;
        std::size_t i = 0;
        while (i < count && is_decimal(values[i], scale))
            ++i;
        if (i == count) return NumberForm{FormKind::decimal, exponent};
    }
    return std::nullopt;
}

std::vector<NumberForm> fitting(const double* values, std::size_t count) {
    const Survey seen = survey(values, count);
    std::vector<NumberForm> forms;
    if (seen.floats)
        forms.push_back({FormKind::bits32, 0});
    else
        forms.push_back({FormKind::bits64, 0});
    if (!seen.finite) return forms;
    if (seen.fraction_bits <= binary_exponent_max &&
        seen.magnitude * power_of_two(seen.fraction_bits) < wide_integers_max)
        forms.push_back({FormKind::binary, static_cast<std::uint8_t>(seen.fraction_bits)});
    if (seen.fraction_bits == 0) return forms;  // whole numbers: the same as decimal
    if (const auto form = decimal_form(values, count)) forms.push_back(*form);
    return forms;
}

// Bits that the form would need for a few blocks.
std::size_t cost(NumberForm form, const double* values, std::size_t count) {
    constexpr std::size_t looks = 4;
    const std::size_t blocks = block_count(count);
    const std::size_t stride = std::max<std::size_t>(1, blocks / looks);
    std::vector<std::int64_t> integers;
    for (std::size_t index = 0; index < blocks; index += stride) {
        const std::size_t start = index * block_values;
        const std::size_t end = std::min(start + block_values, count);
        for (std::size_t i = start; i < end; ++i)
            integers.push_back(to_integer(form, values[i]));
    }
    return packing_cost(integers.data(), integers.size()).bits;
}

}  // namespace

bool valid(NumberForm form) {
    switch (form.kind) {
    case FormKind::bits64:
    case FormKind::bits32:
        return form.exponent == 0;
    case FormKind::decimal:
        return form.exponent <= decimal_exponent_max;
    case FormKind::binary:
        return form.exponent <= binary_exponent_max;
    }
    return false;
}

std::int64_t to_integer(NumberForm form, double value) {
    switch (form.kind) {
    case FormKind::bits32:
        return ordered(std::bit_cast<std::int32_t>(static_cast<float>(value)));
    case FormKind::decimal:
        return std::llround(value * powers_of_ten[form.exponent]);
    case FormKind::binary:
        return static_cast<std::int64_t>(value * power_of_two(form.exponent));
    case FormKind::bits64:
        break;
    }
    return ordered(std::bit_cast<std::int64_t>(value));
}

void to_numbers(NumberForm form, const std::int64_t* integers, std::size_t count, double* out) {
    switch (form.kind) {
    case FormKind::bits64:
        for (std::size_t i = 0; i < count; ++i)
            out[i] = std::bit_cast<double>(ordered(integers[i]));
        return;
    case FormKind::bits32:
        for (std::size_t i = 0; i < count; ++i)
            out[i] = static_cast<double>(
                std::bit_cast<float>(ordered(static_cast<std::int32_t>(integers[i]))));
        return;
    case FormKind::decimal: {
        const double scale = powers_of_ten[form.exponent];
        for (std::size_t i = 0; i < count; ++i)
            out[i] = static_cast<double>(integers[i]) / scale;
        return;
    }
    case FormKind::binary: {
        const double scale = power_of_two(-static_cast<int>(form.exponent));
        for (std::size_t i = 0; i < count; ++i)
            out[i] = static_cast<double>(integers[i]) * scale;
        return;
    }
    }
}

Integers best_integers(const double* values, std::size_t count) {
    Integers best;
    std::size_t least = ~std::size_t{0};
    for (const NumberForm form : fitting(values, count)) {
        const std::size_t bits = cost(form, values, count);
        if (bits >= least) continue;
        least = bits;
        best.form = form;
    }
    best.values.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        best.values[i] = to_integer(best.form, values[i]);
    return best;
}

}  // namespace ensemble::recording
