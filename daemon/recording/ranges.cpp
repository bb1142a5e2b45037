// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/ranges.h"

#include <algorithm>

namespace ensemble::recording {

namespace {

// The first stretch that begins after the number.
template <class Stretches>
auto after(Stretches& stretches, std::int64_t number) {
    return std::upper_bound(
        stretches.begin(), stretches.end(), number,
        [](std::int64_t n, const Ranges::Stretch& stretch) { return n < stretch.first; });
}

}  // namespace

bool Ranges::contains(std::int64_t number) const {
    const auto next = after(stretches_, number);
    return next != stretches_.begin() && number < std::prev(next)->end;
}

bool Ranges::add(std::int64_t number) {
    const auto next = after(stretches_, number);
    const bool has_before = next != stretches_.begin();
    if (has_before && number < std::prev(next)->end) return false;
    const bool touches_next = next != stretches_.end() && next->first == number + 1;
    if (has_before && std::prev(next)->end == number) {
        std::prev(next)->end = touches_next ? next->end : number + 1;
        if (touches_next) stretches_.erase(next);
    } else if (touches_next) {
        next->first = number;
    } else {
        stretches_.insert(next, Stretch{number, number + 1});
    }
    return true;
}

std::optional<std::int64_t> LineMap::find(std::int64_t offset) const {
    for (auto at = stretches_.rbegin(); at != stretches_.rend(); ++at) {
        if (offset >= at->offset && offset < at->offset + at->count)
            return at->line + (offset - at->offset);
    }
    return std::nullopt;
}

void LineMap::add(std::int64_t offset, std::int64_t line) {
    if (!stretches_.empty()) {
        Stretch& last = stretches_.back();
        if (last.offset + last.count == offset && last.line + last.count == line) {
            ++last.count;
            return;
        }
    }
    if (stretches_.size() == stretches_max) stretches_.erase(stretches_.begin());
    stretches_.push_back(Stretch{offset, line, 1});
}

}  // namespace ensemble::recording
