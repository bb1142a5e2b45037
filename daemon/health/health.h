// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "daemon/http/router.h"

namespace ensemble::health {

// Counts for /metrics. Thread-safe; reading costs nothing until somebody asks.
class Metrics {
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    void request(std::string_view route, int status, double seconds);
    void unknown_field(std::string_view type, std::string_view field);

    // The Prometheus text format, version 0.0.4.
    std::string text(std::size_t connections, std::size_t sockets) const;

private:
    struct Registry;
    std::unique_ptr<Registry> registry_;
};

struct Sources {
    std::function<bool()> ready;
    std::function<std::size_t()> connections;
    std::function<std::size_t()> sockets;
    std::string version;
    std::int64_t started_ms = 0;
    std::function<std::int64_t()> now_ms;
};

// GET /ready, /health and /metrics, answered on the network threads.
void add_routes(http::Router& router, Metrics& metrics, Sources sources);

}  // namespace ensemble::health
