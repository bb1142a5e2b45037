// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/socket_wire.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace ensemble::bench {

namespace {

// RFC 6455 section 5.2.
constexpr unsigned char last = 0x80, masked = 0x80;
constexpr unsigned char text_frame = 1, close_frame = 8, ping_frame = 9, pong_frame = 10;

bool would_block() {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

std::uint64_t number(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes)
        value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

}  // namespace

SocketWire::SocketWire(std::uint16_t port, const std::string& cookie) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (socket_ < 0) {
        std::perror("socket");
        std::exit(2);
    }
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    const std::string host = "127.0.0.1:" + std::to_string(port);
    out_ = "GET /api/sync HTTP/1.1\r\nHost: " + host +
           "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: http://" +
           host + "\r\nCookie: ensemble_session=" + cookie + "\r\n\r\n";
}

SocketWire::~SocketWire() {
    ::close(socket_);
}

// The mask is zero: it hides nothing here, and costs the sender no time.
void SocketWire::frame(unsigned char opcode, std::string_view payload) {
    std::string& to = open_ ? out_ : waiting_;
    const std::size_t size = payload.size();
    to += static_cast<char>(last | opcode);
    int length_bytes = 0;
    if (size < 126) {
        to += static_cast<char>(masked | size);
    } else if (size < 65'536) {
        to += static_cast<char>(masked | 126);
        length_bytes = 2;
    } else {
        to += static_cast<char>(masked | 127);
        length_bytes = 8;
    }
    for (int i = length_bytes - 1; i >= 0; --i)
        to += static_cast<char>(size >> (8 * i) & 0xff);
    to.append(4, '\0').append(payload);
}

void SocketWire::send(std::string_view text) {
    frame(text_frame, text);
    if (open_) write();
}

bool SocketWire::finish_connecting() {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
    connected_ = error == 0;
    return connected_;
}

bool SocketWire::write() {
    while (!out_.empty()) {
        const ssize_t sent = ::send(socket_, out_.data(), out_.size(), MSG_NOSIGNAL);
        if (sent < 0) return would_block();
        sent_ += static_cast<std::size_t>(sent);
        out_.erase(0, static_cast<std::size_t>(sent));
    }
    return true;
}

bool SocketWire::read() {
    static char buffer[256u << 10];
    for (;;) {
        const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
        if (got < 0) return would_block();
        if (got == 0) return false;
        received_ += static_cast<std::size_t>(got);
        in_.append(buffer, static_cast<std::size_t>(got));
        if (static_cast<std::size_t>(got) < sizeof buffer) return true;
    }
}

bool SocketWire::take_frame(const Heard& heard, bool& more) {
    more = false;
    const std::string_view left = std::string_view(in_).substr(at_);
    if (left.size() < 2) return true;
    const auto opcode = static_cast<unsigned char>(left[0] & 0x0f);
    std::size_t head = 2;
    std::uint64_t size = static_cast<unsigned char>(left[1]) & 0x7f;
    const std::size_t length_bytes = size == 126 ? 2 : (size == 127 ? 8 : 0);
    if (left.size() < head + length_bytes) return true;
    if (length_bytes > 0) size = number(left.substr(head, length_bytes));
    head += length_bytes;
    if (left.size() < head + size) return true;
    more = true;
    at_ += head + size;
    const std::string_view payload = left.substr(head, size);
    if (opcode == close_frame) return false;
    if (opcode == ping_frame) {
        frame(pong_frame, payload);
        return write();
    }
    if (opcode == text_frame) heard(payload);
    return true;
}

bool SocketWire::take(const Heard& heard) {
    if (!open_) {
        const std::size_t end = in_.find("\r\n\r\n");
        if (end == std::string::npos) return true;
        if (in_.compare(0, 12, "HTTP/1.1 101") != 0) return false;
        at_ = end + 4;
        open_ = true;
        out_ += std::exchange(waiting_, {});
        if (!write()) return false;
    }
    for (bool more = true; more;)
        if (!take_frame(heard, more)) return false;
    in_.erase(0, at_);
    at_ = 0;
    if (in_.empty() && in_.capacity() > (64u << 10)) in_.shrink_to_fit();
    return true;
}

bool SocketWire::move(bool readable, bool writable, const Heard& heard) {
    if (!connected_ && writable && !finish_connecting()) return false;
    if (!connected_) return !readable || finish_connecting();
    if (writable && !write()) return false;
    const bool alive = !readable || read();
    return take(heard) && alive;
}

}  // namespace ensemble::bench
