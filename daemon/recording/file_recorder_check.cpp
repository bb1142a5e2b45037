// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "daemon/recording/file_recorder.h"

namespace ensemble::recording {

namespace {

constexpr std::uint8_t archive = 0x80;

std::string name_of(const storage::RowGroup& place) {
    return "run " + std::to_string(place.run.value) + ", segment " + std::to_string(place.segment) +
           " at " + std::to_string(place.offset);
}

// Whether the summaries of every numeric column say what its values say.
std::optional<std::string> check_summaries(std::string_view group, const DecodedGroup& decoded) {
    for (const GroupEntry& entry : decoded.index.entries) {
        if (entry.is_text) continue;
        NumberSection section;
        const auto bytes = group.substr(static_cast<std::size_t>(entry.offset), entry.bytes);
        if (!section.parse(bytes, entry, decoded.index.rows)) return "a column cannot be read";
        std::vector<double> values;
        if (!section.values.all(values)) return "a column cannot be read";
        for (std::size_t block = 0; block < section.values.blocks(); ++block) {
            const std::size_t start = block * block_values;
            const auto truth =
                summarise(values.data() + start, std::min(block_values, values.size() - start));
            if (!(truth == section.values.summary(block)))
                return "a summary does not match its values";
        }
    }
    return std::nullopt;
}

}  // namespace

void FileRecorder::check_run(RunId run, const std::vector<storage::RowGroup>& places,
                             std::vector<Finding>& findings) {
    const std::string name = "run " + std::to_string(run.value);
    auto state = read_run(run);
    if (!state) {
        findings.push_back(Finding{name, state.error().detail});
        return;
    }
    std::map<std::uint8_t, std::int64_t> last_key;
    std::map<std::uint8_t, std::int64_t> rows;
    std::vector<storage::RowGroup> ordered = places;
    std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
        return std::pair(a.stream, a.first_key) < std::pair(b.stream, b.first_key);
    });
    for (const storage::RowGroup& place : ordered) {
        Group group;
        group.place = place;
        auto stored = reader_.bytes(group);
        if (!stored) {
            findings.push_back(Finding{name_of(place), stored.error().detail});
            continue;
        }
        KeyTable keys;
        auto decoded =
            decode_group(*stored, [&](std::string_view key) { return keys.intern(key); });
        if (!decoded) {
            findings.push_back(Finding{name_of(place), decoded.error().detail});
            continue;
        }
        const GroupIndex& index = decoded->index;
        if (index.run != run || index.rows != static_cast<std::uint64_t>(place.rows) ||
            index.first_key != place.first_key || index.last_key != place.last_key ||
            (index.stream & ~archive) != (place.stream & ~archive))
            findings.push_back(Finding{name_of(place), "is not the group that belongs here"});
        if (auto wrong = check_summaries(*stored, *decoded))
            findings.push_back(Finding{name_of(place), *wrong});
        if ((place.stream & archive) != 0) continue;
        const auto before = last_key.find(place.stream);
        if (before != last_key.end() && before->second >= place.first_key)
            findings.push_back(Finding{name_of(place), "overlaps the group before it"});
        last_key[place.stream] = place.last_key;
        rows[place.stream] += place.rows;
    }
    for (const StreamState& stream : (*state)->streams) {
        const std::int64_t stored = rows[static_cast<std::uint8_t>(stream.stream)];
        const auto tail = static_cast<std::int64_t>(stream.tail.rows());
        if (stream.rows < stored || stream.rows > stored + tail)
            findings.push_back(Finding{name, "counts " + std::to_string(stream.rows) +
                                                 " rows but holds " + std::to_string(stored) +
                                                 " and " + std::to_string(tail) + " new ones"});
    }
}

Result<std::vector<Recorder::Finding>> FileRecorder::check() {
    std::vector<Finding> findings;
    for (std::string& what : journal_.check())
        findings.push_back(Finding{"journal", std::move(what)});
    auto groups = store_.all_groups();
    if (!groups) return groups.error();
    std::map<RunId, std::vector<storage::RowGroup>> by_run;
    for (const auto& [run, records] : unsealed_)
        by_run[run];
    const storage::RowGroup* before = nullptr;
    for (const storage::RowGroup& group : *groups) {
        by_run[group.run].push_back(group);
        if (before != nullptr && before->segment == group.segment &&
            before->offset + before->bytes > group.offset)
            findings.push_back(Finding{name_of(group), "lies over another group"});
        before = &group;
    }
    for (const auto& [run, places] : by_run) {
        if (!removed_.contains(run)) check_run(run, places, findings);
    }
    return findings;
}

}  // namespace ensemble::recording
