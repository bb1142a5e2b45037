// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace ensemble::net {

// What the head of a request says about where its body ends and what follows.
struct Framing {
    bool http_1_0 = false;
    bool chunked = false;
    bool upgrade = false;     // Connection: upgrade and some Upgrade
    bool keep_alive = false;  // by the client's wish
    std::optional<std::uint64_t> length_bytes;
    bool has_body() const { return chunked || length_bytes.value_or(0) > 0; }
};

}  // namespace ensemble::net
