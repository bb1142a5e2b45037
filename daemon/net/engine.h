// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "daemon/http/core.h"
#include "daemon/net/body.h"
#include "daemon/net/doorway.h"
#include "daemon/net/registry.h"
#include "daemon/net/server.h"

namespace ensemble::net {

// WebSockets that the core thread opens at once: enough that it never waits for the next one.
inline constexpr std::size_t sockets_opening_max = 16;

struct Counters {
    std::atomic<std::uint64_t> connections = 0;
    std::atomic<std::uint64_t> connections_refused = 0;
    std::atomic<std::uint64_t> requests = 0;
    std::atomic<std::uint64_t> sockets_now = 0;
    std::atomic<std::uint64_t> sockets_behind = 0;
    std::atomic<std::uint64_t> timeouts = 0;
    std::atomic<std::uint64_t> bytes_in = 0;
    std::atomic<std::uint64_t> bytes_out = 0;
};

inline void count(std::atomic<std::uint64_t>& counter, std::uint64_t by = 1) {
    counter.fetch_add(by, std::memory_order_relaxed);
}

// What all connections of a server share. Connections, and mailboxes that outlive the server, hold
// it, so the io_context goes last. Router and core are used only while the server runs.
struct Engine {
    Engine(ServerOptions chosen, const http::Router& known_routes, http::Core& the_core)
        : options(std::move(chosen)), router(known_routes), core(the_core),
          io(static_cast<int>(options.io_threads)), bodies(options.bodies_bytes_max) {}

    void complain(std::string_view sentence) const {
        if (options.trouble) options.trouble(sentence);
    }

    const ServerOptions options;
    const http::Router& router;
    http::Core& core;
    std::unique_ptr<boost::asio::ssl::context> tls;
    boost::asio::io_context io;
    Counters counters;
    BodyBudget bodies;
    Doorway upgrades{sockets_opening_max};
    Registry registry;
    std::atomic<bool> leaving = false;
};

}  // namespace ensemble::net
