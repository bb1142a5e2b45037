// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include <openssl/ssl.h>

#include "certificate.h"

namespace ensemble::tests {

// One accepted connection, plain or, after `begin_tls`, encrypted.
class Peer {
public:
    explicit Peer(int descriptor) : descriptor_(descriptor) {}
    ~Peer();
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    bool begin_tls(const Certificate& certificate);
    bool encrypted() const { return tls_ != nullptr; }
    // Without its end; false at the end of the connection.
    bool read_line(std::string& line);
    void write(std::string_view bytes);
    // Until the other side closes.
    void wait_for_end();
    void shut_down();  // from any thread

private:
    bool fill();

    int descriptor_;
    SSL_CTX* context_ = nullptr;
    SSL* tls_ = nullptr;
    std::string unread_;
};

// Serves each connection to 127.0.0.1 (or another address of the loopback) on a thread of its own.
class LoopbackServer {
public:
    using Serve = std::function<void(Peer&)>;
    explicit LoopbackServer(Serve serve, std::uint16_t port = 0, const char* host = "127.0.0.1");
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    std::uint16_t port() const { return port_; }
    int connections() const { return connections_; }

private:
    void accept_all();

    Serve serve_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_ = 0;
    std::mutex mutex_;
    bool stopping_ = false;
    std::list<Peer> peers_;
    std::list<std::thread> threads_;
    std::thread acceptor_;
};

// A port on which nothing listens.
std::uint16_t free_port();

}  // namespace ensemble::tests
