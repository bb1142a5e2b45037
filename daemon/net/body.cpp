// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/body.h"

#include <algorithm>
#include <string>
#include <utility>

#include "daemon/http/status.h"

namespace ensemble::net {

namespace {

// Memory is set aside from Content-Length only up to here; a liar then costs little.
constexpr std::uint64_t reserve_bytes_max = 16u << 20;
// The budget is paid in steps, so that small bodies touch it once.
constexpr std::size_t budget_step_bytes = 64u << 10;

http::Response overloaded() {
    return http::error_response(
        fail(ErrorCode::unavailable, "Too many large requests are under way."));
}

http::Response sink_failed() {
    return http::error_response(fail(ErrorCode::internal, "The upload failed."));
}

}  // namespace

bool BodyBudget::take(std::size_t bytes) {
    if (used_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= bytes_max_) return true;
    give_back(bytes);
    return false;
}

void Body::release() {
    budget_.give_back(std::exchange(paid_, 0));
}

Body::Refusal Body::open(const http::Route& route, std::optional<std::uint64_t> length_bytes) {
    route_ = &route;
    if (length_bytes.value_or(0) > route.body_bytes_max) return too_large();
    if (route.sink) {
        try {
            auto sink = route.sink(request_);
            if (!sink) return http::error_response(sink.error());
            request_.sink = std::move(*sink);
        } catch (...) {
            return sink_failed();
        }
        return request_.sink == nullptr ? Refusal(sink_failed()) : std::nullopt;
    }
    const std::string_view encoding = request_.header("Content-Encoding");
    if (http::same_ignoring_case(encoding, "gzip") ||
        http::same_ignoring_case(encoding, "x-gzip")) {
        gunzip_ = std::make_unique<Gunzip>(route.body_bytes_max, gunzip_ratio_max_);
    } else if (!encoding.empty() && !http::same_ignoring_case(encoding, "identity")) {
        http::Response refused = http::error_response(
            415, fail(ErrorCode::unsupported, "A body may be packed with gzip only."));
        refused.headers.emplace_back("Accept-Encoding", "gzip");
        return refused;
    }
    const std::uint64_t expected = std::min(length_bytes.value_or(0), reserve_bytes_max);
    if (expected > 0 && !afford(static_cast<std::size_t>(expected))) return overloaded();
    request_.body.reserve(static_cast<std::size_t>(expected));
    return std::nullopt;
}

Body::Refusal Body::take(std::string_view bytes) {
    received_ += bytes.size();
    if (received_ > route_->body_bytes_max) return too_large();
    if (request_.sink == nullptr) return take_in_memory(bytes);
    try {
        const Result<void> written = request_.sink->write(bytes);
        if (!written) return http::error_response(written.error());
    } catch (...) {
        return sink_failed();
    }
    return std::nullopt;
}

Body::Refusal Body::take_in_memory(std::string_view bytes) {
    std::string& body = request_.body;
    if (gunzip_ != nullptr) {
        const Result<void> written = gunzip_->write(bytes, body);
        if (!written) return http::error_response(written.error());
    } else {
        body.append(bytes);
    }
    return afford(body.size()) ? std::nullopt : Refusal(overloaded());
}

Body::Refusal Body::finish() {
    if (request_.sink != nullptr) {
        request_.body_bytes = received_;
        try {
            const Result<void> finished = request_.sink->finish();
            return finished ? std::nullopt : Refusal(http::error_response(finished.error()));
        } catch (...) {
            return sink_failed();
        }
    }
    request_.body_bytes = request_.body.size();
    if (gunzip_ == nullptr || received_ == 0) return std::nullopt;
    const Result<void> finished = gunzip_->finish();
    return finished ? std::nullopt : Refusal(http::error_response(finished.error()));
}

bool Body::afford(std::size_t bytes) {
    if (bytes <= paid_) return true;
    const std::size_t step =
        (bytes - paid_ + budget_step_bytes - 1) / budget_step_bytes * budget_step_bytes;
    if (!budget_.take(step)) return false;
    paid_ += step;
    return true;
}

Body::Refusal Body::too_large() const {
    return http::error_response(
        fail(ErrorCode::too_large,
             "The body is larger than " + std::to_string(route_->body_bytes_max) + " bytes."));
}

}  // namespace ensemble::net
