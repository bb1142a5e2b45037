// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/run_state.h"

#include <algorithm>
#include <cmath>

#include "daemon/recording/flattener.h"

namespace ensemble::recording {

Counts counts(const RunState& run) {
    Counts all = run.counts;
    const StreamState& history = run.at(Stream::history);
    all.history_lines = history.lines;
    all.events_lines = run.at(Stream::events).lines;
    all.console_lines = run.at(Stream::console).lines;
    all.last_step = history.rows == 0 ? -1 : history.last_key;
    all.rows = history.rows;
    return all;
}

std::size_t memory_bytes(const RunState& run) {
    constexpr std::size_t per_key = sizeof(KeyState) + 32;
    std::size_t bytes = sizeof(RunState) + run.summary.size();
    for (const StreamState& stream : run.streams) {
        bytes += stream.tail.bytes() + stream.keys.bytes() + stream.states.size() * per_key;
        if (stream.sorted_tail) bytes += stream.sorted_tail->bytes();
        for (const Group& group : stream.groups) {
            bytes += sizeof(Group);
            if (group.index) bytes += group.index->entries.size() * sizeof(GroupEntry);
        }
    }
    return bytes;
}

bool sealed(const RunState& run) {
    return std::all_of(run.streams.begin(), run.streams.end(),
                       [](const StreamState& stream) { return stream.tail.rows() == 0; });
}

const Table& sorted_tail(StreamState& stream) {
    if (stream.tail.sorted()) return stream.tail;
    if (!stream.sorted_tail)
        stream.sorted_tail = std::make_shared<const Table>(sorted(stream.tail));
    return *stream.sorted_tail;
}

void note_number(KeyState& state, std::int64_t row_key, double value) {
    ++state.numbers;
    // A value between others is compared with none of them, so nothing is promised any more.
    if (row_key < state.last_row || value < state.highest) state.monotonic = false;
    if (value > state.highest) state.highest = value;
    if (row_key < state.last_row) return;
    state.last_row = row_key;
    state.last_is_text = false;
    state.last_number = value;
}

void note_text(KeyState& state, std::int64_t row_key, std::string_view text) {
    ++state.texts;
    if (row_key < state.last_row) return;
    state.last_row = row_key;
    state.last_is_text = true;
    state.last_text = text;
}

std::string dotted(std::string_view key) {
    std::string name;
    while (true) {
        const std::size_t end = key.find(path_separator);
        name += name_of_part(key.substr(0, end));
        if (end == std::string_view::npos) return name;
        name.push_back('.');
        key.remove_prefix(end + 1);
    }
}

std::vector<std::uint32_t> matching(const KeyTable& keys, std::string_view name) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t id = 0; id < keys.size(); ++id) {
        if (keys.name(id).size() >= name.size() && dotted(keys.name(id)) == name)
            found.push_back(id);
    }
    const auto parts = [&](std::uint32_t id) {
        return std::count(keys.name(id).begin(), keys.name(id).end(), path_separator);
    };
    std::stable_sort(found.begin(), found.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return parts(a) > parts(b); });
    return found;
}

}  // namespace ensemble::recording
