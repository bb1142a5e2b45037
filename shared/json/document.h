// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace ensemble::json {

struct Bounds {
    std::size_t bytes_max = 0;
    std::size_t depth_max = 0;    // lists and objects in one another
    std::size_t members_max = 0;  // of one object
};

enum class Type : std::uint8_t { null = 0, boolean, integer, fraction, text, list, object };

// A text that was read, as one row of values in the order of the text: it costs two allocations,
// however many values there are. Texts are UTF-8; no object has a name twice.
class Document {
public:
    // bad_request names the byte; too_large is what exceeds the bounds.
    static Result<Document> parse(std::string_view json, const Bounds& bounds);

    // Values are named by their place in the row; the root is the first. After an object come its
    // names and values by turns, after a list its elements.
    using Place = std::uint32_t;
    static constexpr Place root = 0;

    Type type(Place at) const { return nodes_[at].type; }
    // One past the value and all that is in it.
    Place end(Place at) const { return nodes_[at].end; }
    // Of a number that is no fraction; a boolean is 0 or 1.
    std::int64_t integer(Place at) const { return nodes_[at].number; }
    std::string_view text(Place at) const {
        const auto start = static_cast<std::size_t>(nodes_[at].number);
        return std::string_view(texts_).substr(start, nodes_[at].size);
    }

private:
    struct Node {
        std::int64_t number = 0;  // of a text: where it begins in texts_
        std::uint32_t size = 0;   // of a text
        Place end = 0;
        Type type = Type::null;
    };
    class Builder;

    std::vector<Node> nodes_;
    std::string texts_;
};

}  // namespace ensemble::json
