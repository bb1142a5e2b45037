// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/recording/key_table.h"
#include "daemon/recording/ranges.h"
#include "daemon/recording/recorder.h"
#include "daemon/recording/row_group.h"
#include "daemon/recording/table.h"
#include "daemon/storage/row_group_store.h"

namespace ensemble::recording {

inline constexpr std::int64_t before_all = std::numeric_limits<std::int64_t>::min();

// What is known of all values of a key without reading them.
struct KeyState {
    std::int64_t numbers = 0;
    std::int64_t texts = 0;
    std::int64_t last_row = before_all;  // key of the row with the last value
    bool last_is_text = false;
    double last_number = 0;
    std::string last_text;
    double highest = -std::numeric_limits<double>::infinity();
    bool monotonic = true;

    bool empty() const { return numbers == 0 && texts == 0; }
};

// A sealed part of a stream.
struct Group {
    storage::RowGroup place;
    std::shared_ptr<const GroupIndex> index;  // once read
};

// Lines of one of several writers of a shared run.
struct WriterState {
    Ranges seen;
    LineMap console;
};

struct StreamState {
    Stream stream = Stream::history;
    KeyTable keys;
    std::vector<KeyState> states;  // by key id
    // Newer than every group: its cells count where both have one.
    Table tail;
    std::shared_ptr<const Table> sorted_tail;  // made when asked for
    // Ascending, their ranges of row keys do not overlap.
    std::vector<Group> groups;
    std::int64_t lines = 0;
    std::int64_t last_key = before_all;
    std::int64_t rows = 0;
    std::map<std::string, WriterState, std::less<>> writers;

    std::uint32_t intern(std::string_view name, std::uint32_t hash) {
        const std::uint32_t id = keys.intern(name, hash);
        if (id == states.size()) states.emplace_back();
        return id;
    }
};

// Everything about one run that is not in its row groups.
struct RunState {
    explicit RunState(RunId run) : id(run) {
        for (std::size_t i = 0; i < streams.size(); ++i)
            streams[i].stream = static_cast<Stream>(i + 1);
    }

    StreamState& at(Stream stream) { return streams[static_cast<std::size_t>(stream) - 1]; }
    const StreamState& at(Stream stream) const {
        return streams[static_cast<std::size_t>(stream) - 1];
    }

    RunId id;
    // Lines, last_step and rows of the streams are filled in by `counts`.
    Counts counts;
    std::array<StreamState, 3> streams;
    std::string summary = "{}";
    RunId forked_from;
    std::int64_t forked_at = 0;
    std::vector<std::int64_t> rewinds;  // the steps that were gone back to
};

Counts counts(const RunState& run);
std::size_t memory_bytes(const RunState& run);
bool sealed(const RunState& run);  // nothing in any tail
const Table& sorted_tail(StreamState& stream);

// Adds to a key's state what a new value of a row says.
void note_number(KeyState& state, std::int64_t row_key, double value);
void note_text(KeyState& state, std::int64_t row_key, std::string_view text);

// The name of a key as people write it: parts joined by dots.
std::string dotted(std::string_view key);
// Every key that a dotted name can mean, nested ones first.
std::vector<std::uint32_t> matching(const KeyTable& keys, std::string_view name);

}  // namespace ensemble::recording
