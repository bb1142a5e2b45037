// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "shared/protocol/reading.h"

// One value as a whole text, for the sources of this room.
namespace ensemble::protocol {

inline json::Bounds bounds(std::size_t bytes_max) {
    return {.bytes_max = bytes_max,
            .depth_max = limits::sync_depth_max,
            .members_max = limits::sync_members_max};
}

template <class V>
std::string written(const V& value) {
    std::string text;
    json::Writer out(text);
    Writing::write(out, value);
    return text;
}

template <class V>
Result<V> parsed(std::string_view text, std::size_t bytes_max) {
    const auto document = json::Document::parse(text, bounds(bytes_max));
    if (!document) return document.error();
    Error error;
    V value;
    Reading::read(json::Reader(*document, error), value);
    if (!error.detail.empty()) return error;
    return value;
}

}  // namespace ensemble::protocol
