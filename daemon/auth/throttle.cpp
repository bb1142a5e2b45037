// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/throttle.h"

#include "shared/base/limits.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace ensemble::auth {

namespace {

constexpr std::int64_t first_delay_ms = 1000;
constexpr std::int64_t delay_ms_max = 15 * 60 * 1000;
constexpr std::int64_t forgotten_after_ms = 60 * 60 * 1000;
constexpr std::int64_t burst_ms = 1000;

// Who the address belongs to, as far as one can tell: an IPv6 customer has a whole /64.
std::string owner(std::string_view address) {
    std::string text(address);
    std::array<unsigned char, 16> bytes{};
    if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
    constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::equal(mapped.begin(), mapped.end(), bytes.begin()))
        return text.substr(text.rfind(':') + 1);
    return "net " + std::string(bytes.begin(), bytes.begin() + 8);
}

std::string account_key(std::string_view account) {
    std::string key(account.substr(0, limits::user_name_bytes_max + 1));
    for (char& c : key) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return key;
}

// A clock that was set back forgets.
std::int64_t passed_ms(Instant since, Instant now) {
    return now < since ? forgotten_after_ms : now.ms - since.ms;
}

std::int64_t delay_ms(int failures, int free_failures) {
    if (failures < free_failures) return 0;
    const int doublings = std::min(failures - free_failures, 20);
    return std::min(first_delay_ms << doublings, delay_ms_max);
}

}  // namespace

bool Throttle::Memory::welcome(const std::string& who, Instant now) const {
    const auto found = known_.find(who);
    if (found == known_.end()) return true;
    const Attempts& attempts = *found->second;
    if (passed_ms(attempts.second, now) < burst_ms && attempts.begun >= bounds_.begun_max)
        return false;
    if (passed_ms(attempts.last_failure, now) >= forgotten_after_ms) return true;
    return passed_ms(attempts.last_failure, now) >=
           delay_ms(attempts.failed, bounds_.free_failures);
}

void Throttle::Memory::begin(const std::string& who, Instant now) {
    Attempts& attempts = touch(who);
    if (passed_ms(attempts.second, now) >= burst_ms) {
        attempts.second = now;
        attempts.begun = 0;
    }
    ++attempts.begun;
}

void Throttle::Memory::fail(const std::string& who, Instant now) {
    Attempts& attempts = touch(who);
    if (passed_ms(attempts.last_failure, now) >= forgotten_after_ms) attempts.failed = 0;
    ++attempts.failed;
    attempts.last_failure = now;
}

Throttle::Attempts& Throttle::Memory::touch(const std::string& who) {
    if (const auto found = known_.find(who); found != known_.end()) {
        order_.splice(order_.begin(), order_, found->second);
        return order_.front();
    }
    if (known_.size() >= remembered_max) {
        known_.erase(order_.back().who);
        order_.pop_back();
    }
    Attempts fresh;
    fresh.who = who;
    order_.push_front(std::move(fresh));
    known_[who] = order_.begin();
    return order_.front();
}

bool Throttle::may_attempt(std::string_view account, std::string_view address, Instant now) {
    const std::string from = owner(address);
    const std::string pair = account_key(account) + "\n" + from;
    const bool paired = !account.empty();
    if (paired && !pairs_.welcome(pair, now)) return false;
    if (!addresses_.welcome(from, now)) return false;
    if (paired) pairs_.begin(pair, now);
    addresses_.begin(from, now);
    return true;
}

void Throttle::failed(std::string_view account, std::string_view address, Instant now) {
    const std::string from = owner(address);
    if (!account.empty()) pairs_.fail(account_key(account) + "\n" + from, now);
    addresses_.fail(from, now);
}

}  // namespace ensemble::auth
