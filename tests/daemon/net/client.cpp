// SPDX-License-Identifier: Apache-2.0
#include "client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace ensemble::tests {

Client::Client(std::uint16_t port, int receive_buffer_bytes)
    : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{30, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (receive_buffer_bytes > 0)
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes,
                     sizeof receive_buffer_bytes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

Client::~Client() {
    ::close(descriptor_);
}

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Client::fill() {
    std::array<char, 64u << 10> piece;
    const ssize_t got = ::recv(descriptor_, piece.data(), piece.size(), 0);
    if (got <= 0) return false;
    buffer_.append(piece.data(), static_cast<std::size_t>(got));
    return true;
}

std::string Client::receive_bytes(std::size_t bytes) {
    while (buffer_.size() < bytes && fill()) {
    }
    std::string out = buffer_.substr(0, bytes);
    buffer_.erase(0, bytes);
    return out;
}

Reply Client::receive(BodyExpected body) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return {};
    }
    const std::string head = receive_bytes(end + 4);
    Reply reply;
    std::from_chars(head.data() + 9, head.data() + 12, reply.status);
    std::size_t line = head.find("\r\n") + 2;
    while (line < end) {
        const std::size_t next = head.find("\r\n", line);
        const std::size_t colon = head.find(": ", line);
        reply.headers.emplace_back(head.substr(line, colon - line),
                                   head.substr(colon + 2, next - colon - 2));
        line = next + 2;
    }
    const std::string length = reply.header("Content-Length");
    std::size_t bytes = 0;
    std::from_chars(length.data(), length.data() + length.size(), bytes);
    if (body == BodyExpected::yes) reply.body = receive_bytes(bytes);
    return reply;
}

bool Client::closed() {
    return buffer_.empty() && !fill();
}

void Client::stop_sending() {
    ::shutdown(descriptor_, SHUT_WR);
}

std::string get(std::string_view target, std::string_view headers) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: lab\r\n" + std::string(headers) +
           "\r\n";
}

std::string post(std::string_view target, std::string_view body, std::string_view headers) {
    return "POST " + std::string(target) +
           " HTTP/1.1\r\nHost: lab\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(headers) + "\r\n" + std::string(body);
}

std::string chunked(std::string_view body, std::size_t chunk_bytes) {
    std::string out;
    while (!body.empty()) {
        const std::string_view chunk = body.substr(0, chunk_bytes);
        std::array<char, 16> size{};
        const auto end = std::to_chars(size.begin(), size.end(), chunk.size(), 16).ptr;
        out.append(size.data(), end).append("\r\n").append(chunk).append("\r\n");
        body.remove_prefix(chunk.size());
    }
    return out + "0\r\n\r\n";
}

}  // namespace ensemble::tests
