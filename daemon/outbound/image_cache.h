// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "shared/base/result.h"

namespace ensemble::outbound {

struct Image {
    std::string media_type;  // e.g. "image/svg+xml", never with parameters
    std::string bytes;
};
// Never a null pointer.
using ImageAnswer = Result<std::shared_ptr<const Image>>;

// Answers for some time, errors too. Beyond its bytes it forgets what was asked for least recently.
class ImageCache {
public:
    explicit ImageCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    std::optional<ImageAnswer> find(const std::string& url, std::int64_t now_ms);
    void keep(const std::string& url, ImageAnswer answer, std::int64_t until_ms);
    std::size_t bytes() const { return bytes_; }

private:
    struct Entry {
        std::string url;
        ImageAnswer answer;
        std::int64_t until_ms;
        std::size_t bytes;
    };
    using Place = std::list<Entry>::iterator;
    void forget(Place place);

    std::size_t bytes_max_;
    std::size_t bytes_ = 0;
    std::list<Entry> entries_;  // the last asked for first
    std::unordered_map<std::string_view, Place> places_;
};

}  // namespace ensemble::outbound
