// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ensemble::wasm {

// Reads a request. A read past the end gives zeros and empty texts and makes `broken()` true for
// good, so a request is read whole and checked once.
class RequestReader {
public:
    explicit RequestReader(std::string_view bytes) : bytes_(bytes) {}

    bool broken() const { return broken_; }
    std::string_view rest() const { return bytes_.substr(at_); }

    std::uint32_t u32() { return number<std::uint32_t>(); }
    std::uint64_t u64() { return number<std::uint64_t>(); }
    double f64() { return number<double>(); }
    std::string_view text() { return take(u32()); }
    std::vector<std::string> texts();
    // The same without a copy, for as long as the request is there.
    std::vector<std::string_view> text_views();
    std::vector<double> f64s(std::size_t count);
    std::vector<std::uint32_t> u32s(std::size_t count);
    void pad() { take((8 - at_ % 8) % 8); }

private:
    std::string_view take(std::size_t bytes);

    template <class T>
    T number() {
        T value{};
        const std::string_view taken = take(sizeof value);
        if (!taken.empty()) std::memcpy(&value, taken.data(), sizeof value);
        return value;
    }

    template <class T>
    std::vector<T> numbers(std::size_t count);

    std::string_view bytes_;
    std::size_t at_ = 0;
    bool broken_ = false;
};

class ReplyWriter {
public:
    void u32(std::uint32_t value) { put(&value, sizeof value); }
    void f64(double value) { put(&value, sizeof value); }
    void text(std::string_view text);
    void texts(std::span<const std::string> texts);
    void f64s(std::span<const double> values) { put(values.data(), values.size_bytes()); }
    // With the padding after it.
    void f32s(std::span<const float> values);
    void u32s(std::span<const std::uint32_t> values);
    void pad() { bytes_.resize((bytes_.size() + 7) / 8 * 8); }

    std::string take() { return std::move(bytes_); }

private:
    void put(const void* from, std::size_t bytes) {
        if (bytes > 0) bytes_.append(static_cast<const char*>(from), bytes);
    }

    std::string bytes_;
};

}  // namespace ensemble::wasm
