// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "shared/base/ids.h"

namespace ensemble::auth {

// Slows guessing down. Failures are counted per account and address, and per address (an IPv6
// address counts as its /64). Where no account is named, as with links, only the address counts.
// From the fifth failure of a pair, or the thirtieth of an address, the next attempt has to wait
// one second, then two, four … up to 15 minutes. An hour without a failure forgets them. A burst of
// attempts of which nobody knows the outcome yet is bounded too: ten a second for a pair, thirty
// for an address. Bounded memory: the oldest are forgotten first.
class Throttle {
public:
    static constexpr std::size_t remembered_max = 10'000;

    bool may_attempt(std::string_view account, std::string_view address, Instant now);
    void failed(std::string_view account, std::string_view address, Instant now);

private:
    struct Attempts {
        std::string who;
        int failed = 0;
        Instant last_failure;
        int begun = 0;  // in the second that started then
        Instant second;
    };
    struct Bounds {
        int free_failures;
        int begun_max;
    };
    // What is remembered of one kind of subject, newest first.
    class Memory {
    public:
        explicit Memory(Bounds bounds) : bounds_(bounds) {}
        bool welcome(const std::string& who, Instant now) const;
        void begin(const std::string& who, Instant now);
        void fail(const std::string& who, Instant now);

    private:
        Attempts& touch(const std::string& who);

        Bounds bounds_;
        std::list<Attempts> order_;
        std::unordered_map<std::string, std::list<Attempts>::iterator> known_;
    };

    Memory pairs_{{5, 10}};
    Memory addresses_{{30, 30}};
};

}  // namespace ensemble::auth
