// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "daemon/http/message.h"

namespace ensemble::net {

struct Range {
    enum class Kind { whole, part, outside };
    Kind kind = Kind::whole;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

// RFC 9110 section 14: one range of bytes, of something that has `total_bytes`. What is not
// understood, and several ranges at once, ask for the whole.
Range parse_range(std::string_view header, std::uint64_t total_bytes);

// Whether If-Range (empty: absent) still means what the response would send.
bool range_applies(std::string_view if_range, const http::Headers& response_headers);

}  // namespace ensemble::net
