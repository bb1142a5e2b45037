// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "daemon/http/core.h"
#include "daemon/http/router.h"
#include "shared/base/limits.h"
#include "shared/base/result.h"

namespace ensemble::net {

// One finished request, told on a network thread. The views live during the call only.
struct Served {
    std::string_view method;
    std::string_view pattern;  // of the route; "" when there was none
    std::string_view remote;
    int status = 0;
    std::uint64_t request_bytes = 0;  // of the body
    std::uint64_t response_bytes = 0;
    std::int64_t duration_us = 0;  // from the whole head read to the answer sent
};

struct ServerOptions {
    std::string host = "127.0.0.1";  // an address of this machine or a name for one
    std::uint16_t port = 0;          // 0: any free one; Server::port tells which
    unsigned io_threads = 2;
    std::string certificate_path;  // PEM, the whole chain; TLS is spoken when it is given
    std::string key_path;          // PEM

    std::int64_t header_timeout_ms = 10'000;  // for the whole head and for the TLS handshake
    std::int64_t body_timeout_ms = 30'000;    // without one more byte of the body
    std::int64_t idle_timeout_ms = 75'000;    // between requests
    std::int64_t write_timeout_ms = 30'000;   // without the peer taking one more byte
    std::int64_t socket_timeout_ms = 30'000;  // a WebSocket that answers no ping
    std::int64_t drain_timeout_ms = 5'000;    // for the farewell on a connection that is closed
    std::int64_t sweep_ms = 250;              // how exact these are

    std::size_t connections_max = limits::connections_max;
    std::size_t header_bytes_max = limits::header_bytes_max;
    std::size_t requests_per_connection_max = limits::requests_per_connection_max;
    std::size_t socket_message_bytes_max = limits::socket_message_bytes_max;
    std::size_t socket_outbox_bytes_max = limits::socket_outbox_bytes_max;
    std::size_t gunzip_ratio_max = limits::gunzip_ratio_max;
    std::size_t bodies_bytes_max = 1u << 30;  // of all bodies held in memory together
    std::size_t drain_bytes_max = 16u << 20;  // read and dropped so that a refusal gets through

    std::function<void(const Served&)> served = nullptr;
    std::function<void(std::string_view)> trouble = nullptr;  // one sentence for the log
};

// Figures since the start, except those that say "now".
struct Counts {
    std::uint64_t connections = 0;
    std::uint64_t connections_now = 0;
    std::uint64_t connections_refused = 0;
    std::uint64_t requests = 0;
    std::uint64_t sockets_now = 0;
    std::uint64_t sockets_behind = 0;  // closed because they did not read
    std::uint64_t timeouts = 0;
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    std::uint64_t body_bytes_now = 0;
};

// HTTP/1.1 and WebSocket on one port. Thread-safe, but for `start` and `stop`, which belong to one
// thread that is neither the core thread nor a network thread.
class Server {
public:
    // Binds and listens, so that clients may connect; they are served from `start` on. The router
    // and the core must outlive the server, and the core must run until `stop` has returned.
    static Result<std::unique_ptr<Server>> open(ServerOptions options, const http::Router& router,
                                                http::Core& core);
    ~Server();  // stop(0)

    std::uint16_t port() const;
    void start();

    // Accepts nobody any more, closes idle connections and, with code 1001, WebSockets; lets
    // running requests finish for at most `patience_ms`, then cuts them. Returns when all network
    // threads have ended. The second call does nothing.
    void stop(std::int64_t patience_ms);

    Counts counts() const;

private:
    class Listener;
    explicit Server(std::unique_ptr<Listener> listener);

    std::unique_ptr<Listener> listener_;
};

}  // namespace ensemble::net
