// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/image_cache.h"

#include <iterator>
#include <utility>

namespace ensemble::outbound {

namespace {

constexpr std::size_t entry_overhead_bytes = 512;

std::size_t weight(const std::string& url, const ImageAnswer& answer) {
    return entry_overhead_bytes + url.size() + (answer ? (*answer)->bytes.size() : 0);
}

}  // namespace

std::optional<ImageAnswer> ImageCache::find(const std::string& url, std::int64_t now_ms) {
    const auto found = places_.find(url);
    if (found == places_.end()) return std::nullopt;
    const Place place = found->second;
    if (place->until_ms <= now_ms) {
        forget(place);
        return std::nullopt;
    }
    entries_.splice(entries_.begin(), entries_, place);
    return place->answer;
}

void ImageCache::keep(const std::string& url, ImageAnswer answer, std::int64_t until_ms) {
    if (const auto found = places_.find(url); found != places_.end()) forget(found->second);
    const std::size_t bytes = weight(url, answer);
    if (bytes > bytes_max_) return;
    entries_.push_front(Entry{url, std::move(answer), until_ms, bytes});
    places_.emplace(entries_.front().url, entries_.begin());
    bytes_ += bytes;
    while (bytes_ > bytes_max_)
        forget(std::prev(entries_.end()));
}

void ImageCache::forget(Place place) {
    bytes_ -= place->bytes;
    places_.erase(place->url);
    entries_.erase(place);
}

}  // namespace ensemble::outbound
