// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/http/message.h"
#include "daemon/net/framing.h"

namespace ensemble::net {

// What must be known of a request to answer it after the handler took it.
struct Asked {
    std::string method;      // HEAD: no body. GET: Range counts
    bool http_1_0 = false;   // keeping the connection must be said
    bool keep_alive = true;  // what the client and we want together
    std::string range;       // header values
    std::string if_range;
};

Asked ask_of(const http::Request& request, const Framing& framing);

// One response in the form in which it goes out: `head`, then `body`, then `file`.
struct Answer {
    int status = 500;
    std::string head;       // with the body in it when that is small
    std::string_view body;  // kept alive by `owner`
    std::optional<http::FileBody> file;
    std::uint64_t body_bytes = 0;
    bool keep_alive = false;
    http::Response owner;
};

// Headers of the handler that could break the framing or the next line are left out; a status
// that is none becomes 500.
std::unique_ptr<Answer> make_answer(http::Response&& response, const Asked& asked);

// At most `bytes_max` next bytes of the file; `file` moves on. False when there are fewer than the
// response promised.
bool read_piece(http::FileBody& file, std::size_t bytes_max, std::string& piece);

}  // namespace ensemble::net
