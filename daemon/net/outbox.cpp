// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/outbox.h"

#include <utility>

namespace ensemble::net {

Outbox::Put Outbox::put(Text text) {
    const std::size_t cost = text->size() + text_overhead_bytes;
    const std::lock_guard lock(mutex_);
    if (closed_) return Put::closed;
    if (bytes_ + cost > bytes_max_) {
        closed_ = true;
        texts_.clear();
        return Put::overflow;
    }
    bytes_ += cost;
    texts_.push_back(std::move(text));
    return std::exchange(awake_, true) ? Put::queued : Put::wake;
}

Outbox::Text Outbox::take() {
    const std::lock_guard lock(mutex_);
    bytes_ -= std::exchange(writing_bytes_, 0);
    if (texts_.empty()) {
        awake_ = false;
        return nullptr;
    }
    Text text = std::move(texts_.front());
    texts_.pop_front();
    writing_bytes_ = text->size() + text_overhead_bytes;
    return text;
}

std::size_t Outbox::waiting_bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

void Outbox::seal() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
}

void Outbox::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    texts_.clear();
}

}  // namespace ensemble::net
