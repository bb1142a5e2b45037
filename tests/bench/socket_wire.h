// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

// The least WebSocket that can measure a server: a socket that does not block, text frames only.
namespace ensemble::bench {

class SocketWire {
public:
    // Begins to connect to /api/sync of 127.0.0.1:port.
    SocketWire(std::uint16_t port, const std::string& cookie);
    ~SocketWire();
    SocketWire(const SocketWire&) = delete;
    SocketWire& operator=(const SocketWire&) = delete;

    int descriptor() const { return socket_; }
    bool connected() const { return connected_; }  // the server has heard of it
    bool open() const { return open_; }
    bool wants_to_write() const { return !out_.empty() || !connected_; }
    std::size_t bytes_sent() const { return sent_; }
    std::size_t bytes_received() const { return received_; }

    void send(std::string_view text);
    // Moves what can be moved and tells each text that came. False: the connection is over.
    using Heard = std::function<void(std::string_view)>;
    bool move(bool readable, bool writable, const Heard& heard);

private:
    bool finish_connecting();
    bool write();
    bool read();
    bool take(const Heard& heard);
    bool take_frame(const Heard& heard, bool& more);
    void frame(unsigned char opcode, std::string_view payload);

    int socket_ = -1;
    bool connected_ = false;
    bool open_ = false;
    std::string out_;
    std::string waiting_;  // until it is open
    std::string in_;
    std::size_t at_ = 0;  // of in_, up to where it was taken
    std::size_t sent_ = 0;
    std::size_t received_ = 0;
};

}  // namespace ensemble::bench
