// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "daemon/http/message.h"

namespace ensemble::tests {

struct Reply {
    int status = 0;  // 0: the connection ended before an answer
    http::Headers headers;
    std::string body;

    std::string header(std::string_view name) const {
        return std::string(http::find_header(headers, name));
    }
};

enum class BodyExpected { yes, no };

// A client that says exactly what the test says, byte by byte. Waits up to half a minute for an
// answer, then gives up as if the server had closed.
class Client {
public:
    explicit Client(std::uint16_t port, int receive_buffer_bytes = 0);
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client();

    // False when the server has closed before all was sent.
    bool send(std::string_view bytes);
    Reply receive(BodyExpected body = BodyExpected::yes);
    Reply ask(std::string_view request) { return send(request) ? receive() : Reply{}; }
    // Bytes until there are so many; fewer when the server closes.
    std::string receive_bytes(std::size_t bytes);
    // Nothing but the end comes; a reset counts too.
    bool closed();
    void stop_sending();

private:
    bool fill();

    int descriptor_ = -1;
    std::string buffer_;
};

// "GET /x HTTP/1.1" with Host and the headers given, each ended by "\r\n".
std::string get(std::string_view target, std::string_view headers = "");
std::string post(std::string_view target, std::string_view body, std::string_view headers = "");
std::string chunked(std::string_view body, std::size_t chunk_bytes);

}  // namespace ensemble::tests
