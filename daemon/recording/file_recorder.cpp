// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/file_recorder.h"

#include <algorithm>
#include <utility>

#include "daemon/recording/apply.h"
#include "daemon/recording/checkpoint.h"
#include "daemon/recording/journal_record.h"
#include "daemon/recording/json_cursor.h"
#include "shared/base/limits.h"

namespace ensemble::recording {

Result<std::unique_ptr<Recorder>> Recorder::open(const Options& options,
                                                 storage::RowGroupStore& store,
                                                 std::function<void(std::string)> warn) {
    auto segments = Segments::open(options.directory + "/segments");
    if (!segments) return segments.error();
    constexpr std::size_t parts = 4;
    std::vector<Journal::Record> records;
    auto journal = Journal::open(
        options.directory + "/journal", options.journal_bytes_max / parts,
        [&](const Journal::Record& record) { records.push_back(record); }, warn);
    if (!journal) return journal.error();
    std::unique_ptr<Recorder> recorder = std::make_unique<FileRecorder>(
        options, store, std::move(warn), std::move(*segments), std::move(*journal), records);
    return recorder;
}

FileRecorder::FileRecorder(const Options& options, storage::RowGroupStore& store, Warn warn,
                           Segments segments, Journal journal,
                           const std::vector<Journal::Record>& records)
    : options_(options), store_(store), warn_(std::move(warn)), segments_(std::move(segments)),
      reader_(segments_), journal_(std::move(journal)) {
    options_.rows_per_group =
        std::clamp<std::size_t>(options_.rows_per_group, 1, group_rows_max / 2);
    options_.group_bytes_max = std::max<std::size_t>(options_.group_bytes_max, 1);
    for (const Journal::Record& record : records) {
        auto& places = unsealed_[record.run];
        if (record.kind != Journal::Kind::remove) {
            places.push_back(record.place);
            continue;
        }
        for (const Journal::Place& place : places)
            journal_.release(place);
        unsealed_.erase(record.run);
        const auto [known, fresh] = removed_.emplace(record.run, record.place);
        if (!fresh) journal_.release(std::exchange(known->second, record.place));
    }
}

Result<RunState*> FileRecorder::load(RunId run) {
    const auto known = runs_.find(run);
    if (known != runs_.end()) {
        uses_.splice(uses_.begin(), uses_, known->second.use);
        return known->second.state.get();
    }
    if (removed_.contains(run)) {
        if (auto done = finish_removal(run); !done) return done.error();
    }
    auto state = read_run(run);
    if (!state) return state.error();
    RunState* loaded = state->get();
    install(std::move(*state));
    return loaded;
}

Result<std::unique_ptr<RunState>> FileRecorder::read_run(RunId run) {
    auto state = std::make_unique<RunState>(run);
    auto checkpoint = store_.checkpoint(run);
    if (!checkpoint) return checkpoint.error();
    std::int64_t sealed_to = -1;
    if (*checkpoint) {
        sealed_to = (*checkpoint)->position;
        if (auto done = decode_state((*checkpoint)->state, *state); !done) return done.error();
        state->summary = std::move((*checkpoint)->summary);
        if (auto done = read_groups(*state); !done) return done.error();
    }
    const auto records = unsealed_.find(run);
    if (records == unsealed_.end()) return state;
    std::erase_if(records->second, [&](const Journal::Place& place) {
        if (place.position >= sealed_to) return false;
        journal_.release(place);
        return true;
    });
    if (records->second.empty()) {
        unsealed_.erase(records);
        return state;
    }
    if (auto done = replay(*state, records->second); !done) return done.error();
    return state;
}

Result<void> FileRecorder::replay(RunState& run, std::vector<Journal::Place>& records) {
    const ReadGroup read = group_reader();
    for (const Journal::Place& place : records) {
        auto record = journal_.read(place);
        if (!record) return record.error();
        if (record->kind == Journal::Kind::summary) {
            apply_summary(run, record->payload);
            continue;
        }
        auto batch = decode_batch(std::move(record->payload));
        if (!batch) return batch.error();
        apply(run, *batch, read);
    }
    return {};
}

Result<void> FileRecorder::read_groups(RunState& run) {
    auto places = store_.groups(run.id);
    if (!places) return places.error();
    for (StreamState& stream : run.streams) {
        std::map<std::pair<std::int64_t, std::uint64_t>, std::shared_ptr<const GroupIndex>> known;
        for (const Group& group : std::exchange(stream.groups, {}))
            known.emplace(std::pair(group.place.segment, group.place.offset), group.index);
        for (const storage::RowGroup& place : *places) {
            if (place.stream != static_cast<std::uint8_t>(stream.stream)) continue;
            Group& group = stream.groups.emplace_back();
            group.place = place;
            const auto before = known.find(std::pair(place.segment, place.offset));
            if (before != known.end()) group.index = before->second;
        }
        std::sort(stream.groups.begin(), stream.groups.end(), [](const Group& a, const Group& b) {
            return a.place.first_key < b.place.first_key;
        });
    }
    return {};
}

ReadGroup FileRecorder::group_reader() {
    return [this](const StreamState& stream, const Group& group) -> std::shared_ptr<const Table> {
        auto table = reader_.table(stream, group);
        if (table) return *table;
        warn_("run " + std::to_string(group.place.run.value) +
              ": a sealed part cannot be read: " + table.error().detail);
        return nullptr;
    };
}

void FileRecorder::install(std::unique_ptr<RunState> state) {
    const RunId run = state->id;
    drop(run);
    uses_.push_front(run);
    Loaded& loaded = runs_[run];
    loaded.state = std::move(state);
    loaded.use = uses_.begin();
    measure(run);
    while (loaded_bytes_ > options_.memory_bytes_max && uses_.size() > 1)
        drop(uses_.back());
}

void FileRecorder::drop(RunId run) {
    const auto known = runs_.find(run);
    if (known == runs_.end()) return;
    loaded_bytes_ -= known->second.bytes;
    uses_.erase(known->second.use);
    runs_.erase(known);
}

void FileRecorder::measure(RunId run) {
    Loaded& loaded = runs_.at(run);
    loaded_bytes_ -= loaded.bytes;
    loaded.bytes = memory_bytes(*loaded.state);
    loaded_bytes_ += loaded.bytes;
}

Result<void> FileRecorder::record(RunState& run, Journal::Kind kind, std::string& bytes) {
    auto place = journal_.append(kind, run.id, bytes);
    if (!place) return place.error();
    unsealed_[run.id].push_back(*place);
    return {};
}

Result<void> FileRecorder::append(RunId run, const Batch& batch) {
    if (!batch.history && !batch.events && !batch.console && !batch.summary) return {};
    const auto parsed = [](const std::optional<Lines>& lines, const auto& values) {
        return values.size() == (lines ? lines->lines.size() : 0);
    };
    if (!parsed(batch.history, batch.history_parsed) ||
        !parsed(batch.events, batch.events_parsed)) {
        Batch own = batch;
        parse_lines(own);
        return append(run, own);
    }
    auto state = load(run);
    if (!state) return state.error();
    if (auto fine = admissible(**state, batch); !fine) return fine;
    std::string bytes = Journal::blank_record();
    append_batch(batch, bytes);
    if (auto done = record(**state, Journal::Kind::batch, bytes); !done) return done;
    apply(**state, batch, group_reader());
    runs_.at(run).appended_at = Clock::now();
    relieve(run);
    return {};
}

Result<void> FileRecorder::set_summary(RunId run, std::string_view json) {
    if (json.size() > limits::summary_bytes_max)
        return fail(ErrorCode::too_large, "the summary is too long");
    if (!is_json_object(json)) return fail(ErrorCode::bad_request, "the summary is not an object");
    auto state = load(run);
    if (!state) return state.error();
    std::string bytes = Journal::blank_record();
    bytes.append(json);
    if (auto done = record(**state, Journal::Kind::summary, bytes); !done) return done;
    apply_summary(**state, json);
    runs_.at(run).appended_at = Clock::now();
    relieve(run);
    return {};
}

Result<void> FileRecorder::commit() {
    return journal_.commit();
}

}  // namespace ensemble::recording
