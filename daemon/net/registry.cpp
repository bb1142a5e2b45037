// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/registry.h"

#include <chrono>

namespace ensemble::net {

std::int64_t steady_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

void Registry::add(Guest& guest) {
    const std::lock_guard lock(mutex_);
    guests_.insert(&guest);
}

void Registry::remove(Guest& guest) {
    const std::lock_guard lock(mutex_);
    guests_.erase(&guest);
    if (guests_.empty()) emptied_.notify_all();
}

std::size_t Registry::count() const {
    const std::lock_guard lock(mutex_);
    return guests_.size();
}

// A guest whose last owner has gone waits in `remove` and is left out. The others are called
// without the lock, because the last reference to one of them may be dropped here.
std::vector<std::shared_ptr<Guest>> Registry::all(std::int64_t deadline_until_ms) const {
    std::vector<std::shared_ptr<Guest>> out;
    const std::lock_guard lock(mutex_);
    for (Guest* const guest : guests_) {
        if (guest->deadline_ms() > deadline_until_ms) continue;
        if (auto alive = guest->weak_from_this().lock()) out.push_back(std::move(alive));
    }
    return out;
}

void Registry::sweep(std::int64_t now_ms) {
    for (const auto& guest : all(now_ms))
        guest->expire();
}

void Registry::leave_all() {
    for (const auto& guest : all(Guest::never_ms))
        guest->leave();
}

void Registry::abort_all() {
    for (const auto& guest : all(Guest::never_ms))
        guest->abort();
}

bool Registry::wait_until_empty(std::int64_t patience_ms) {
    std::unique_lock lock(mutex_);
    return emptied_.wait_for(lock, std::chrono::milliseconds(patience_ms),
                             [this] { return guests_.empty(); });
}

}  // namespace ensemble::net
