// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "daemon/outbound/image_address.h"
#include "daemon/outbound/image_cache.h"
#include "shared/base/limits.h"
#include "shared/base/result.h"

namespace ensemble::outbound {

class Transfers;

struct ImageOptions {
    std::string hosts{default_image_hosts()};  // see AllowedImages
    std::int64_t timeout_ms = 5'000;           // with all redirects
    std::int64_t keep_ms = 3'600'000;
    std::int64_t keep_error_ms = 60'000;
    std::size_t cache_bytes_max = limits::badge_cache_bytes_max;
    std::size_t waiting_max = limits::badges_waiting_max;
    std::function<std::int64_t()> steady_ms;  // empty takes the clock of this machine

    // For tests, which have no public server: an address that passes as public, and http.
    std::string address_of_tests;
    bool http_of_tests = false;
};

// Fetches pictures of other hosts, so that the browsers of visitors need not and stay unknown
// there: nothing of a visitor travels, no cookie, no referrer. Only https, only allowed hosts, only
// public addresses (checked where the connection is made, so a name that changes its address does
// not help), every redirect by the same rules; at most limits::badge_bytes_max and five seconds.
// Answers are kept for an hour, errors for a minute; the same picture is fetched once at a time.
//
// What comes back was written by strangers, and an SVG may hold scripts. Whoever serves it sends it
// with its media type, X-Content-Type-Options: nosniff, and
// Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; sandbox.
class ImageFetcher {
public:
    using Done = std::function<void(const ImageAnswer&)>;

    // bad_request when the list of hosts cannot be understood. `transfers` must outlive every call
    // of `fetch`, not the fetcher.
    static Result<std::unique_ptr<ImageFetcher>> open(Transfers& transfers, ImageOptions options);

    // Any thread. An error says that nothing is fetched, and `done` is not called: bad_request for
    // what is no https address, forbidden for a host that is not allowed, unavailable when too many
    // wait or at the stop. Otherwise `done` is called once, on the thread of the transfers: it must
    // not block. Its errors: not_found, unsupported (no picture), too_large, forbidden (a redirect
    // or an address that is not allowed), unavailable.
    Result<void> fetch(const std::string& url, Done done);

private:
    struct State;
    explicit ImageFetcher(std::shared_ptr<State> state) : state_(std::move(state)) {}
    std::shared_ptr<State> state_;
};

}  // namespace ensemble::outbound
