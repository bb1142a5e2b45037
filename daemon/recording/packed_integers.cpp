// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/packed_integers.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "daemon/recording/bytes.h"

namespace ensemble::recording {

static_assert(std::endian::native == std::endian::little);

namespace {

constexpr std::size_t padding = 8;    // so that any value can be loaded as eight bytes
constexpr unsigned width_most = 56;   // a value and its shift fit into eight bytes
constexpr unsigned width_whole = 64;  // anything wider is stored whole

using Residuals = std::array<std::int64_t, block_values>;

std::int64_t minus(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
std::int64_t plus(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

std::uint64_t magnitude(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return value < 0 ? ~bits : bits;
}

struct Encoded {
    std::int64_t first = 0;
    std::int64_t delta = 0;
    std::int64_t base = 0;
    unsigned width = 0;
    Residuals residuals{};
    std::size_t count = 0;  // of residuals
};

void difference(Residuals& values, std::size_t& count) {
    for (std::size_t i = 0; i + 1 < count; ++i)
        values[i] = minus(values[i + 1], values[i]);
    if (count != 0) --count;
}

Encoded encoded(const std::int64_t* values, std::size_t count, Predictor predictor) {
    Encoded block;
    std::copy_n(values, count, block.residuals.begin());
    block.count = count;
    if (predictor != Predictor::none) {
        block.first = values[0];
        difference(block.residuals, block.count);
    }
    if (predictor == Predictor::delta_of_delta && block.count != 0) {
        block.delta = block.residuals[0];
        difference(block.residuals, block.count);
    }
    if (block.count == 0) return block;
    std::int64_t least = block.residuals[0];
    std::int64_t most = block.residuals[0];
    for (std::size_t i = 1; i < block.count; ++i) {
        least = std::min(least, block.residuals[i]);
        most = std::max(most, block.residuals[i]);
    }
    block.base = least;
    block.width =
        static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(minus(most, least))));
    if (block.width > width_most) block.width = width_whole;
    return block;
}

void append_bits(const Encoded& block, std::string& out) {
    std::uint64_t word = 0;
    unsigned filled = 0;
    const std::size_t start = out.size();
    for (std::size_t i = 0; i < block.count && block.width != 0; ++i) {
        const auto value = static_cast<std::uint64_t>(minus(block.residuals[i], block.base));
        word |= value << filled;
        filled += block.width;
        if (filled < 64) continue;
        out.append(reinterpret_cast<const char*>(&word), 8);
        filled -= 64;
        word = filled == 0 ? 0 : value >> (block.width - filled);
    }
    out.append(reinterpret_cast<const char*>(&word), 8);
    out.resize(start + (block.count * block.width + 7) / 8);
}

std::size_t residual_count(Predictor predictor, std::size_t values) {
    const auto order = static_cast<std::size_t>(predictor);
    return values > order ? values - order : 0;
}

}  // namespace

PackingCost packing_cost(const std::int64_t* values, std::size_t count) {
    constexpr std::size_t looks = 4;
    const std::size_t blocks = block_count(count);
    const std::size_t stride = std::max<std::size_t>(1, blocks / looks);
    PackingCost best{Predictor::none, ~std::size_t{0}};
    for (const auto predictor : {Predictor::none, Predictor::delta, Predictor::delta_of_delta}) {
        std::size_t bits = 0;
        std::int64_t before = 0;
        for (std::size_t index = 0; index < blocks; index += stride) {
            const std::size_t start = index * block_values;
            const auto block =
                encoded(values + start, std::min(block_values, count - start), predictor);
            const auto head = predictor == Predictor::none ? block.base : block.first;
            const std::int64_t distance = minus(head, before);
            bits += block.count * block.width +
                    static_cast<std::size_t>(std::bit_width(magnitude(distance)));
            before = head;
        }
        bits += 8 * static_cast<std::size_t>(predictor);
        if (bits < best.bits) best = PackingCost{predictor, bits};
    }
    return best;
}

void pack_integers(const std::int64_t* values, std::size_t count, std::string& out) {
    const Predictor predictor = packing_cost(values, count).predictor;
    std::string heads;
    std::string bits;
    bits.reserve(count * 4 + padding);
    ByteWriter head(heads);
    std::int64_t before = 0;
    for (std::size_t start = 0; start < count; start += block_values) {
        const auto block =
            encoded(values + start, std::min(block_values, count - start), predictor);
        if (predictor == Predictor::none) {
            head.zigzag(minus(block.base, before));
            before = block.base;
        } else {
            head.zigzag(minus(block.first, before));
            before = block.first;
            if (predictor == Predictor::delta_of_delta) head.zigzag(block.delta);
            head.zigzag(block.base);
        }
        head.u8(static_cast<std::uint8_t>(block.width));
        append_bits(block, bits);
    }
    ByteWriter writer(out);
    writer.u8(static_cast<std::uint8_t>(predictor));
    writer.text(heads);
    writer.raw(bits);
    out.append(padding, '\0');
}

bool PackedIntegers::parse(std::string_view bytes, std::size_t count) {
    ByteReader reader(bytes);
    const std::uint8_t predictor = reader.u8();
    ByteReader heads(reader.text());
    if (!reader.ok() || predictor > 2) return false;
    predictor_ = static_cast<Predictor>(predictor);
    count_ = count;
    bits_ = reader.rest();
    // A block's head takes at least two bytes, which bounds the memory that hostile counts cost.
    if (block_count(count) * 2 > heads.left()) return false;
    blocks_.resize(block_count(count));
    std::int64_t before = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        Block& block = blocks_[i];
        before = plus(before, heads.zigzag());
        block.first = before;
        block.delta = predictor_ == Predictor::delta_of_delta ? heads.zigzag() : 0;
        block.base = predictor_ == Predictor::none ? before : heads.zigzag();
        block.width = heads.u8();
        if (block.width > width_most && block.width != width_whole) return false;
        block.start = static_cast<std::uint32_t>(start);
        const std::size_t values = std::min(block_values, count - i * block_values);
        start += (residual_count(predictor_, values) * block.width + 7) / 8;
    }
    return heads.finished() && start + padding == bits_.size() && start <= 0xffffffff;
}

std::size_t PackedIntegers::block(std::size_t index, std::int64_t* out) const {
    const Block& block = blocks_[index];
    const std::size_t values = std::min(block_values, count_ - index * block_values);
    const std::size_t residuals = residual_count(predictor_, values);
    const char* bits = bits_.data() + block.start;
    std::int64_t* to = out + (values - residuals);
    const auto base = static_cast<std::uint64_t>(block.base);
    if (block.width == width_whole) {
        for (std::size_t i = 0; i < residuals; ++i) {
            std::uint64_t word = 0;
            std::memcpy(&word, bits + 8 * i, 8);
            to[i] = static_cast<std::int64_t>(word + base);
        }
    } else {
        const std::uint64_t mask = (1ull << block.width) - 1;
        std::size_t bit = 0;
        for (std::size_t i = 0; i < residuals; ++i, bit += block.width) {
            std::uint64_t word = 0;
            std::memcpy(&word, bits + bit / 8, 8);
            to[i] = static_cast<std::int64_t>(((word >> (bit % 8)) & mask) + base);
        }
    }
    if (predictor_ == Predictor::none || values == 0) return values;
    out[0] = block.first;
    if (predictor_ == Predictor::delta_of_delta && values > 1) {
        std::int64_t delta = block.delta;
        out[1] = plus(block.first, delta);
        for (std::size_t i = 2; i < values; ++i) {
            delta = plus(delta, out[i]);
            out[i] = plus(out[i - 1], delta);
        }
        return values;
    }
    for (std::size_t i = 1; i < values; ++i)
        out[i] = plus(out[i - 1], out[i]);
    return values;
}

std::vector<std::int64_t> PackedIntegers::all() const {
    std::vector<std::int64_t> values(blocks_.size() * block_values);
    for (std::size_t i = 0; i < blocks_.size(); ++i)
        block(i, values.data() + i * block_values);
    values.resize(count_);
    return values;
}

std::optional<PackedIntegers::Progression> PackedIntegers::progression() const {
    if (count_ == 0 || predictor_ != Predictor::delta) return std::nullopt;
    const Block& first = blocks_.front();
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        const Block& block = blocks_[i];
        const bool single = count_ - i * block_values == 1;  // no distance in it
        const auto steps = static_cast<std::int64_t>(i * block_values);
        if (block.width != 0 || (block.base != first.base && !single)) return std::nullopt;
        std::int64_t expected = 0;
        if (__builtin_mul_overflow(steps, first.base, &expected) ||
            block.first != plus(first.first, expected))
            return std::nullopt;
    }
    return Progression{first.first, first.base};
}

}  // namespace ensemble::recording
