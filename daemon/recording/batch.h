// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

// What a training script recorded, on its way in.
namespace ensemble::recording {

enum class Stream : std::uint8_t { history = 1, events = 2, console = 3 };

struct Lines {
    std::int64_t offset = 0;              // line number of the first
    std::vector<std::string_view> lines;  // text, into Batch::memory
};

// One flattened value of a line. Nested objects become one key per leaf, the parts joined by
// `path_separator`; lists, strings, booleans, null, objects with "_type" and numbers that a double
// cannot hold exactly are kept as their JSON text.
// Control characters 0x1e and 0x1f inside a key are written as 0x1e '0' and 0x1e '1'.
struct LineValue {
    std::string_view key;
    bool is_number = false;
    std::uint32_t hash = 0;  // key_hash(key), or 0: not computed
    double number = 0;       // may be NaN or infinite
    std::string_view text;   // JSON text when not a number
};
inline constexpr char path_separator = '\x1f';

struct ParsedLine {
    bool valid = false;  // a JSON object whose "_step" is none or a step; else counted and dropped
    std::optional<std::int64_t> step;  // "_step"
    std::optional<double> timestamp;   // "_timestamp", seconds
    std::uint32_t first_value = 0;     // into Batch::values; a history line's "_step" left out
    std::uint32_t value_count = 0;
};

struct Batch {
    std::shared_ptr<const void> memory;  // owns the text that everything here points into
    std::string writer;                  // id of one of several writers of a shared run, else ""
    std::optional<Lines> history;
    std::optional<Lines> events;
    std::optional<Lines> console;
    std::optional<std::string_view> summary;  // JSON object, may hold bare NaN and Infinity

    // Filled by parse_lines.
    std::vector<ParsedLine> history_parsed;
    std::vector<ParsedLine> events_parsed;
    std::vector<LineValue> values;
    std::shared_ptr<std::vector<std::string>> scratch;  // unescaped and joined keys
};

// Never 0.
std::uint32_t key_hash(std::string_view key);

// Parses history and event lines of the batch. Pure; meant for an io thread. Never fails: a line
// that is not a JSON object is marked invalid.
void parse_lines(Batch& batch);

// Flattens one JSON object (bare NaN allowed) such as a summary or a config. `memory` receives text
// that is not part of `json`. bad_request when it is not an object.
Result<std::vector<LineValue>> flatten(std::string_view json, std::vector<std::string>& memory);

}  // namespace ensemble::recording
