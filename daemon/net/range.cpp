// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/range.h"

#include <algorithm>
#include <charconv>

namespace ensemble::net {

namespace {

std::optional<std::uint64_t> number(std::string_view digits) {
    std::uint64_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}

}  // namespace

Range parse_range(std::string_view header, std::uint64_t total_bytes) {
    constexpr std::string_view unit = "bytes=";
    const std::size_t dash = header.find('-');
    if (!header.starts_with(unit) || dash == std::string_view::npos) return {};
    const std::string_view first_text = header.substr(unit.size(), dash - unit.size());
    const std::string_view last_text = header.substr(dash + 1);
    const auto first = number(first_text);
    const auto last = number(last_text);
    if ((!first && !first_text.empty()) || (!last && !last_text.empty())) return {};
    if (!first && !last) return {};
    if (!first) {  // the last so many bytes
        if (*last == 0 || total_bytes == 0) return {Range::Kind::outside, 0, 0};
        const std::uint64_t bytes = std::min(*last, total_bytes);
        return {Range::Kind::part, total_bytes - bytes, bytes};
    }
    if (last && *last < *first) return {};
    if (*first >= total_bytes) return {Range::Kind::outside, 0, 0};
    const std::uint64_t end = last ? std::min(*last, total_bytes - 1) : total_bytes - 1;
    return {Range::Kind::part, *first, end - *first + 1};
}

bool range_applies(std::string_view if_range, const http::Headers& response_headers) {
    if (if_range.empty()) return true;
    if (if_range.starts_with("W/")) return false;
    const bool is_tag = if_range.starts_with('"');
    return if_range == http::find_header(response_headers, is_tag ? "ETag" : "Last-Modified");
}

}  // namespace ensemble::net
