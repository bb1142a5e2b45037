// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "daemon/http/router.h"
#include "daemon/net/gunzip.h"

namespace ensemble::net {

// Bytes of all request bodies in memory. Thread-safe.
class BodyBudget {
public:
    explicit BodyBudget(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    bool take(std::size_t bytes);
    void give_back(std::size_t bytes) { used_.fetch_sub(bytes, std::memory_order_relaxed); }
    std::size_t used() const { return used_.load(std::memory_order_relaxed); }

private:
    std::size_t bytes_max_;
    std::atomic<std::size_t> used_ = 0;
};

// Brings the body of one request to its place, in memory or in the route's sink, within the
// route's bounds. A response means: refused, answer with this. Release it when the request was
// answered.
class Body {
public:
    using Refusal = std::optional<http::Response>;

    Body(http::Request& request, std::size_t gunzip_ratio_max, BodyBudget& budget)
        : request_(request), gunzip_ratio_max_(gunzip_ratio_max), budget_(budget) {}
    Body(const Body&) = delete;
    Body& operator=(const Body&) = delete;
    ~Body() { release(); }

    // Before the first byte. The route must live as long as this. `length_bytes` is what
    // Content-Length says.
    Refusal open(const http::Route& route, std::optional<std::uint64_t> length_bytes);
    Refusal take(std::string_view bytes);
    Refusal finish();
    // Gives the budget its bytes back.
    void release();

private:
    Refusal take_in_memory(std::string_view bytes);
    Refusal too_large() const;
    bool afford(std::size_t bytes);

    http::Request& request_;
    std::size_t gunzip_ratio_max_;
    BodyBudget& budget_;
    const http::Route* route_ = nullptr;
    std::size_t paid_ = 0;
    std::uint64_t received_ = 0;
    std::unique_ptr<Gunzip> gunzip_;
};

}  // namespace ensemble::net
