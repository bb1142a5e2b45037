// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/number_column.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include "daemon/recording/byte_planes.h"
#include "daemon/recording/bytes.h"

// column    = u8 packing, f64 value                              for constants
//           | u8 packing, u8 form, u8 exponent, counted summaries, packed integers or planes
// summaries = per block: u8 not finite, then if any value is finite: zigzag of the distance of the
//             smallest to the smallest of the block before, varint largest minus smallest (both in
//             the integers of the form), f64 sum
namespace ensemble::recording {

namespace {

std::uint64_t bits_of(double value) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

std::string summaries(NumberForm form, const double* values, std::size_t count) {
    std::string out;
    ByteWriter writer(out);
    std::uint64_t before = 0;
    for (std::size_t start = 0; start < count; start += block_values) {
        const BlockSummary block = summarise(values + start, std::min(block_values, count - start));
        writer.u8(static_cast<std::uint8_t>(block.not_finite));
        if (block.finite == 0) continue;
        const auto least = static_cast<std::uint64_t>(to_integer(form, block.min));
        writer.zigzag(static_cast<std::int64_t>(least - before));
        writer.varint(static_cast<std::uint64_t>(to_integer(form, block.max)) - least);
        writer.f64(block.sum);
        before = least;
    }
    return out;
}

bool better_as_planes(const std::vector<std::int64_t>& values, std::size_t packed_bytes) {
    constexpr std::size_t few = 256;
    constexpr double worth_it = 0.85;
    if (values.size() < few) return false;
    const double bits = 8 * static_cast<double>(packed_bytes) / static_cast<double>(values.size());
    return bits > 4 && planes_bits_per_value(values) < worth_it * bits;
}

}  // namespace

BlockSummary summarise(const double* values, std::size_t count) {
    BlockSummary block;
    // Four sums side by side: an addition waits for the one before it in its own lane only. Equal
    // values in the same order always give the same bits.
    std::array<double, 4> sums{};
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    for (std::size_t i = 0; i < count; ++i) {
        const double value = values[i];
        if (!std::isfinite(value)) {
            ++block.not_finite;
            continue;
        }
        sums[i % 4] += value;
        least = std::min(least, value);
        most = std::max(most, value);
    }
    block.finite = static_cast<std::uint32_t>(count) - block.not_finite;
    if (block.finite == 0) return block;
    block.min = least;
    block.max = most;
    block.sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    return block;
}

void append_numbers(const double* values, std::size_t count, std::string& out) {
    ByteWriter writer(out);
    const bool constant = std::all_of(
        values, values + count, [&](double value) { return bits_of(value) == bits_of(values[0]); });
    if (constant) {
        writer.u8(static_cast<std::uint8_t>(NumberColumn::Packing::constant));
        writer.f64(count == 0 ? 0 : values[0]);
        return;
    }
    const Integers integers = best_integers(values, count);
    std::string payload;
    pack_integers(integers.values.data(), count, payload);
    auto packing = NumberColumn::Packing::blocks;
    if (better_as_planes(integers.values, payload.size())) {
        std::string planes;
        append_planes(integers.values, planes);
        if (planes.size() < payload.size()) {
            packing = NumberColumn::Packing::planes;
            payload.swap(planes);
        }
    }
    writer.u8(static_cast<std::uint8_t>(packing));
    writer.u8(static_cast<std::uint8_t>(integers.form.kind));
    writer.u8(integers.form.exponent);
    writer.text(summaries(integers.form, values, count));
    writer.raw(payload);
}

bool NumberColumn::parse(std::string_view bytes, std::size_t count) {
    count_ = count;
    plane_values_.clear();
    summaries_.clear();
    ByteReader reader(bytes);
    const std::uint8_t packing = reader.u8();
    if (!reader.ok() || packing > static_cast<std::uint8_t>(Packing::planes)) return false;
    packing_ = static_cast<Packing>(packing);
    if (packing_ == Packing::constant) {
        constant_ = reader.f64();
        const std::array<double, block_values> same = [&] {
            std::array<double, block_values> values{};
            values.fill(constant_);
            return values;
        }();
        for (std::size_t start = 0; start < count; start += block_values)
            summaries_.push_back(summarise(same.data(), std::min(block_values, count - start)));
        return reader.finished();
    }
    form_.kind = static_cast<FormKind>(reader.u8());
    form_.exponent = reader.u8();
    if (!reader.ok() || !valid(form_) || !parse_summaries(reader.text())) return false;
    if (packing_ == Packing::blocks) return packed_.parse(reader.rest(), count);
    planes_ = reader.rest();
    return true;
}

bool NumberColumn::parse_summaries(std::string_view bytes) {
    ByteReader reader(bytes);
    if (blocks() > bytes.size()) return false;
    summaries_.resize(blocks());
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < summaries_.size(); ++i) {
        BlockSummary& block = summaries_[i];
        const std::size_t values = std::min(block_values, count_ - i * block_values);
        block.not_finite = reader.u8();
        if (block.not_finite > values) return false;
        block.finite = static_cast<std::uint32_t>(values) - block.not_finite;
        if (block.finite == 0) continue;
        before += static_cast<std::uint64_t>(reader.zigzag());
        const std::array<std::int64_t, 2> extremes{
            static_cast<std::int64_t>(before), static_cast<std::int64_t>(before + reader.varint())};
        std::array<double, 2> numbers{};
        to_numbers(form_, extremes.data(), 2, numbers.data());
        block.min = numbers[0];
        block.max = numbers[1];
        block.sum = reader.f64();
    }
    return reader.finished();
}

std::size_t NumberColumn::block(std::size_t index, double* out) {
    const std::size_t start = index * block_values;
    const std::size_t values = std::min(block_values, count_ - start);
    if (packing_ == Packing::constant) {
        std::fill_n(out, values, constant_);
        return values;
    }
    if (packing_ == Packing::planes) {
        if (plane_values_.empty() && !read_planes(planes_, count_, plane_values_)) return 0;
        to_numbers(form_, plane_values_.data() + start, values, out);
        return values;
    }
    std::array<std::int64_t, block_values> integers;
    packed_.block(index, integers.data());
    to_numbers(form_, integers.data(), values, out);
    return values;
}

bool NumberColumn::all(std::vector<double>& out) {
    const std::size_t before = out.size();
    out.resize(before + blocks() * block_values);
    for (std::size_t i = 0; i < blocks(); ++i) {
        if (block(i, out.data() + before + i * block_values) == 0) return false;
    }
    out.resize(before + count_);
    return true;
}

}  // namespace ensemble::recording
