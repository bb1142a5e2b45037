// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "shared/sync/messages.h"

namespace ensemble::simulation {

// A number for everything that was said (FNV-1a), the same on every machine.
class Digest {
public:
    void add(std::int64_t number) {
        for (int shift = 0; shift < 64; shift += 8)
            byte(static_cast<std::uint64_t>(number) >> shift & 0xff);
    }
    void add(std::string_view text) {
        for (const char c : text)
            byte(static_cast<unsigned char>(c));
        add(static_cast<std::int64_t>(text.size()));
    }
    void add(const records::Row& row);
    void add(const sync::Outcome& outcome);
    void add(const sync::FromPage& message);
    void add(const sync::FromDaemon& message);

    std::uint64_t value() const { return value_; }

private:
    void byte(std::uint64_t byte) { value_ = (value_ ^ byte) * 1099511628211ull; }

    std::uint64_t value_ = 14695981039346656037ull;
};

}  // namespace ensemble::simulation
