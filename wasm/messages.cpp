// SPDX-License-Identifier: Apache-2.0
#include "wasm/messages.h"

namespace ensemble::wasm {

std::string_view RequestReader::take(std::size_t bytes) {
    if (broken_ || bytes > bytes_.size() - at_) {
        broken_ = true;
        return {};
    }
    const std::string_view taken = bytes_.substr(at_, bytes);
    at_ += bytes;
    return taken;
}

template <class T>
std::vector<T> RequestReader::numbers(std::size_t count) {
    if (count > bytes_.size() / sizeof(T)) {
        broken_ = true;
        return {};
    }
    const std::string_view taken = take(count * sizeof(T));
    std::vector<T> values(taken.size() / sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), taken.data(), taken.size());
    return values;
}

std::vector<double> RequestReader::f64s(std::size_t count) {
    return numbers<double>(count);
}

std::vector<std::uint32_t> RequestReader::u32s(std::size_t count) {
    return numbers<std::uint32_t>(count);
}

std::vector<std::string> RequestReader::texts() {
    std::vector<std::string> texts;
    for (std::uint32_t left = u32(); left > 0 && !broken_; --left)
        texts.emplace_back(text());
    return texts;
}

std::vector<std::string_view> RequestReader::text_views() {
    std::vector<std::string_view> texts;
    for (std::uint32_t left = u32(); left > 0 && !broken_; --left)
        texts.push_back(text());
    return texts;
}

void ReplyWriter::text(std::string_view text) {
    u32(static_cast<std::uint32_t>(text.size()));
    put(text.data(), text.size());
}

void ReplyWriter::texts(std::span<const std::string> texts) {
    u32(static_cast<std::uint32_t>(texts.size()));
    for (const std::string& each : texts)
        text(each);
}

void ReplyWriter::f32s(std::span<const float> values) {
    put(values.data(), values.size_bytes());
    pad();
}

void ReplyWriter::u32s(std::span<const std::uint32_t> values) {
    put(values.data(), values.size_bytes());
    pad();
}

}  // namespace ensemble::wasm
