// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "shared/sync/messages.h"

namespace ensemble::simulation {

// A number for everything that was said, the same on every machine.
class Digest {
public:
    void add(std::int64_t number) { mix(static_cast<std::uint64_t>(number)); }
    void add(std::string_view text) {
        std::uint64_t word = text.size();
        int shift = 32;
        for (const char c : text) {
            word ^= std::uint64_t{static_cast<unsigned char>(c)} << shift;
            shift += 8;
            if (shift < 64) continue;
            mix(word);
            word = 0;
            shift = 0;
        }
        mix(word);
    }
    void add(const records::Row& row);
    void add(const sync::Outcome& outcome);
    void add(const sync::FromPage& message);
    void add(const sync::FromDaemon& message);

    std::uint64_t value() const { return value_; }

private:
    void mix(std::uint64_t word) {
        value_ = (value_ ^ word) * 0x9e3779b97f4a7c15ull;
        value_ ^= value_ >> 32;
    }

    std::uint64_t value_ = 14695981039346656037ull;
};

}  // namespace ensemble::simulation
