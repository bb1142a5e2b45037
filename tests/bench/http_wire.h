// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// The least HTTP that can measure a server: one kept connection, one request at a time.
namespace ensemble::bench {

class HttpWire {
public:
    // Ends the process with a message when nothing listens on 127.0.0.1:port.
    HttpWire(std::uint16_t port, std::string api_key);
    ~HttpWire();
    HttpWire(const HttpWire&) = delete;
    HttpWire& operator=(const HttpWire&) = delete;

    struct Answer {
        int status = 0;
        std::string body;
    };
    Answer post(std::string_view path, std::string_view body);

private:
    void send_all(std::string_view bytes);
    void receive_more();

    int socket_ = -1;
    std::string authorization_;
    std::string received_;
};

}  // namespace ensemble::bench
