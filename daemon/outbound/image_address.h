// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

// Which pictures of other hosts may be fetched.
namespace ensemble::outbound {

struct ImageAddress {
    std::string url;   // in one way of writing it, without a fragment
    std::string host;  // lower case
    std::uint16_t port = 0;
    std::string path;  // as it is sent, without dot segments
};

// bad_request for what is no https address (with `plain_http` also http), names a user, or is
// longer than limits::badge_url_bytes_max.
Result<ImageAddress> parse_image_address(const std::string& url, bool plain_http = false);

// A list of `HOST[:PORT][/PATH]`, with commas or blanks between: `*.HOST` is every host below HOST,
// a
// `*` in the path is any run of characters. Without a path every path of the host is meant.
class AllowedImages {
public:
    // "none" for an empty list. bad_request names the entry that cannot be understood.
    static Result<AllowedImages> parse(std::string_view list);

    bool allow(const ImageAddress& address) const;
    bool empty() const { return entries_.empty(); }

private:
    struct Entry {
        std::string host;
        std::uint16_t port = 0;  // 0 for that of https
        std::string path;        // "" for any
    };
    static Result<Entry> parse_entry(std::string_view text);

    std::vector<Entry> entries_;
};

// Where the badges of readme files commonly come from.
std::string_view default_image_hosts();

}  // namespace ensemble::outbound
