// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/recording/batch.h"
#include "daemon/recording/json_cursor.h"
#include "daemon/recording/text_arena.h"

namespace ensemble::recording {

// Turns JSON objects into flat values, appended to `values`. `blocks` receives keys that are not
// part of the text.
class Flattener {
public:
    Flattener(std::vector<LineValue>& values, std::vector<std::string>& blocks)
        : values_(values), arena_(blocks) {}

    // False: not one JSON object within the bounds; `values` is then as before.
    bool flatten(std::string_view json);

private:
    // What an object's members say about it.
    struct Look {
        bool empty = true;
        bool typed = false;  // has "_type"
    };

    bool members(std::size_t depth, Look& look);
    bool member(std::size_t depth, Look& look);
    bool value(std::string_view key, std::size_t depth);
    bool object(std::string_view key, std::size_t depth);
    bool number(std::string_view key);
    bool text(std::string_view key, std::size_t depth);
    void add(std::string_view key, bool is_number, double number, std::string_view text);
    // The key of a leaf here: the path to this object and the member's own name.
    std::string_view joined(std::string_view name);

    std::vector<LineValue>& values_;
    TextArena arena_;
    JsonCursor cursor_{""};
    std::string path_;  // of the object that is being read, ends with the separator
};

// A member's name as a part of a key, and back.
std::string key_part(std::string_view name);
std::string name_of_part(std::string_view part);

}  // namespace ensemble::recording
