// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace ensemble::net {

// Inflates the gzip format (RFC 1952, several members too) as it arrives.
class Gunzip {
public:
    // Up to this size the ratio does not matter.
    static constexpr std::size_t ratio_free_bytes = 1u << 20;

    Gunzip(std::size_t bytes_max, std::size_t ratio_max);
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;
    ~Gunzip();

    // Requires: less than 4 GiB at a time. Appends to `out`. `too_large` past a bound,
    // `bad_request` for what is not gzip.
    Result<void> write(std::string_view bytes, std::string& out);
    // `bad_request` when the end is missing.
    Result<void> finish() const;

private:
    Result<void> check_bounds(std::size_t out_bytes) const;

    std::size_t bytes_max_;
    std::size_t ratio_max_;
    std::uint64_t taken_ = 0;
    z_stream stream_ = {};
    bool opened_;  // stream_ can be used; set up from it, so it stays below it
    bool at_end_ = false;
};

}  // namespace ensemble::net
