// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/http_wire.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace ensemble::bench {

namespace {

[[noreturn]] void give_up(const char* what) {
    std::perror(what);
    std::exit(2);
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j)
            group =
                group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
        for (std::size_t j = 0; j < 4; ++j)
            out += i + j > bytes.size() ? '=' : digits[group >> (18 - 6 * j) & 63];
    }
    return out;
}

}  // namespace

HttpWire::HttpWire(std::uint16_t port, std::string api_key)
    : authorization_("Basic " + base64("api:" + api_key)) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        give_up("connect");
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

HttpWire::~HttpWire() {
    ::close(socket_);
}

HttpWire::Answer HttpWire::post(std::string_view path, std::string_view body) {
    std::string head = "POST " + std::string(path) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    head += "Content-Type: application/json\r\nAuthorization: " + authorization_;
    head += "\r\nX-Ensemble-Request: 1\r\nContent-Length: " + std::to_string(body.size());
    send_all(head + "\r\n\r\n");
    send_all(body);
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos)
        receive_more();
    std::string answer_head = received_.substr(0, end + 2);
    for (char& c : answer_head)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    std::size_t length = 0;
    if (const std::size_t at = answer_head.find("\r\ncontent-length:"); at != std::string::npos)
        length = std::strtoull(answer_head.c_str() + at + 17, nullptr, 10);
    while (received_.size() < end + 4 + length)
        receive_more();
    Answer answer{std::atoi(answer_head.c_str() + 9), received_.substr(end + 4, length)};
    received_.erase(0, end + 4 + length);
    return answer;
}

void HttpWire::send_all(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) give_up("send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void HttpWire::receive_more() {
    char buffer[65536];
    const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
    if (got <= 0) give_up("receive");
    received_.append(buffer, static_cast<std::size_t>(got));
}

}  // namespace ensemble::bench
