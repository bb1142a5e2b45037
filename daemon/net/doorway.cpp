// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/doorway.h"

#include <utility>

namespace ensemble::net {

void Doorway::enter(Enter enter) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(enter));
    }
    let_in();
}

std::size_t Doorway::waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
}

// One thread at a time, and never from within itself: whoever enters may leave at once.
void Doorway::let_in() {
    std::unique_lock lock(mutex_);
    if (std::exchange(letting_in_, true)) return;
    while (!waiting_.empty() && inside_ < inside_max_) {
        Enter enter = std::move(waiting_.front());
        waiting_.pop_front();
        ++inside_;
        lock.unlock();
        enter(Pass(this, [this](const void*) { leave(); }));
        enter = nullptr;
        lock.lock();
    }
    letting_in_ = false;
}

void Doorway::leave() {
    {
        const std::lock_guard lock(mutex_);
        --inside_;
    }
    let_in();
}

}  // namespace ensemble::net
