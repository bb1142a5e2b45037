// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/byte_planes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "daemon/recording/bytes.h"
#include "daemon/recording/compression.h"

// planes = zigzag of the smallest value, u8 number of planes, planes from the lowest byte up
namespace ensemble::recording {

namespace {

struct Extent {
    std::int64_t least = 0;
    std::size_t planes = 0;
};

std::uint64_t above(std::int64_t value, std::int64_t least) {
    return static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(least);
}

Extent extent(const std::vector<std::int64_t>& values) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    if (least == values.end()) return {};
    const auto bits = static_cast<std::size_t>(std::bit_width(above(*most, *least)));
    return Extent{*least, (bits + 7) / 8};
}

}  // namespace

void append_planes(const std::vector<std::int64_t>& values, std::string& out) {
    const Extent range = extent(values);
    ByteWriter writer(out);
    writer.zigzag(range.least);
    writer.u8(static_cast<std::uint8_t>(range.planes));
    std::string plane(values.size(), '\0');
    std::string packed;
    for (std::size_t p = 0; p < range.planes; ++p) {
        for (std::size_t i = 0; i < values.size(); ++i)
            plane[i] = static_cast<char>(above(values[i], range.least) >> (8 * p));
        packed.clear();
        append_compressed(plane, packed);
        writer.text(packed);
    }
}

bool read_planes(std::string_view bytes, std::size_t count, std::vector<std::int64_t>& out) {
    ByteReader reader(bytes);
    const auto least = static_cast<std::uint64_t>(reader.zigzag());
    const std::size_t planes = reader.u8();
    if (!reader.ok() || planes > 8) return false;
    std::vector<std::uint64_t> sums;
    std::string plane;
    for (std::size_t p = 0; p < planes; ++p) {
        if (!uncompress(reader.text(), plane) || plane.size() != count) return false;
        sums.resize(count);
        for (std::size_t i = 0; i < count; ++i)
            sums[i] |= static_cast<std::uint64_t>(static_cast<unsigned char>(plane[i])) << (8 * p);
    }
    if (!reader.finished() || (planes == 0 && count != 0)) return false;
    out.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        out[i] = static_cast<std::int64_t>(sums[i] + least);
    return true;
}

double planes_bits_per_value(const std::vector<std::int64_t>& values) {
    constexpr std::size_t looks = 1024;
    const Extent range = extent(values);
    const std::size_t stride = std::max<std::size_t>(1, values.size() / looks);
    double bits = 0;
    for (std::size_t p = 0; p < range.planes; ++p) {
        std::array<std::uint32_t, 256> seen{};
        std::size_t total = 0;
        for (std::size_t i = 0; i < values.size(); i += stride, ++total)
            ++seen[(above(values[i], range.least) >> (8 * p)) & 0xff];
        for (const std::uint32_t times : seen) {
            if (times == 0) continue;
            const double share = static_cast<double>(times) / static_cast<double>(total);
            bits -= share * std::log2(share);
        }
    }
    return bits;
}

}  // namespace ensemble::recording
