// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <utility>

#include "daemon/recording/file_recorder.h"

namespace ensemble::recording {

namespace {

// Groups of this bit are kept but belong to no stream any more.
constexpr std::uint8_t archive = 0x80;

// Adds to the states of a fresh stream what the first rows of a table say, as if they had just
// arrived.
void absorb(RunState& run, StreamState& stream, const Table& table, const KeyTable& names,
            std::size_t rows) {
    const auto& keys = table.keys();
    for (const Column& column : table.columns()) {
        const std::string_view name = names.name(column.key);
        const bool is_time = name == "_timestamp";
        const bool is_runtime = name == "_runtime";
        for (std::size_t i = 0; i < column.numbers.size() && column.number_rows[i] < rows; ++i) {
            const double value = column.numbers[i];
            KeyState& state = stream.states[stream.intern(name, key_hash(name))];
            note_number(state, keys[column.number_rows[i]], value);
            if (is_runtime && value > run.counts.runtime) run.counts.runtime = value;
            if (!is_time || !std::isfinite(value)) continue;
            auto& first = run.counts.first_timestamp;
            auto& last = run.counts.last_timestamp;
            if (!first || value < *first) first = value;
            if (!last || value > *last) last = value;
        }
        for (std::size_t i = 0; i < column.texts.size() && column.text_rows[i] < rows; ++i) {
            KeyState& state = stream.states[stream.intern(name, key_hash(name))];
            note_text(state, keys[column.text_rows[i]], table.text(column.texts[i]));
        }
    }
    stream.rows += static_cast<std::int64_t>(rows);
    if (rows != 0) stream.last_key = keys[rows - 1];
}

std::size_t rows_up_to(const Table& table, std::int64_t key) {
    const auto& keys = table.keys();
    return static_cast<std::size_t>(std::upper_bound(keys.begin(), keys.end(), key) - keys.begin());
}

void move_to_archive(const storage::RowGroup& place, Sealing& sealing) {
    sealing.replace(place);
    storage::RowGroup kept = place;
    kept.id = 0;
    kept.stream = static_cast<std::uint8_t>(place.stream | archive);
    sealing.add(kept);
}

}  // namespace

Result<Counts> FileRecorder::rewind(RunId run, std::int64_t step) {
    if (auto done = seal(run); !done) return done.error();
    auto loaded = load(run);
    if (!loaded) return loaded.error();
    const RunState& old = **loaded;
    auto fresh = std::make_unique<RunState>(run);
    fresh->summary = old.summary;
    fresh->forked_from = old.forked_from;
    fresh->forked_at = old.forked_at;
    fresh->rewinds = old.rewinds;
    fresh->rewinds.push_back(step);
    fresh->counts = old.counts;
    fresh->counts.first_timestamp.reset();
    fresh->counts.last_timestamp.reset();
    fresh->counts.runtime = 0;
    ++fresh->counts.revision;

    const Segments::Place mark = segments_.mark();
    Sealing sealing(run, GroupSize{options_.rows_per_group, options_.group_bytes_max}, segments_,
                    reader_);
    StreamState& history = fresh->at(Stream::history);
    const StreamState& old_history = old.at(Stream::history);
    for (const Group& group : old_history.groups) {
        if (group.place.first_key > step) {
            move_to_archive(group.place, sealing);
            continue;
        }
        auto table = reader_.table(old_history, group);
        if (!table) return table.error();
        const std::size_t kept = rows_up_to(**table, step);
        absorb(*fresh, history, **table, old_history.keys, kept);
        if (kept == (*table)->rows()) continue;
        constexpr auto stream = static_cast<std::uint8_t>(Stream::history);
        sealing.replace(group.place);
        auto done = sealing.write(slice(**table, 0, kept), stream, old_history.keys);
        if (done)
            done = sealing.write(slice(**table, kept, (*table)->rows()), stream | archive,
                                 old_history.keys);
        if (!done) {
            segments_.roll_back(mark);
            return done.error();
        }
    }
    for (const Stream stream : {Stream::events, Stream::console}) {
        for (const Group& group : old.at(stream).groups)
            move_to_archive(group.place, sealing);
    }
    history.lines = history.rows;
    reader_.forget();
    if (auto done = keep(*fresh, sealing, mark); !done) return done.error();
    const Counts counts = recording::counts(*fresh);
    install(std::move(fresh));
    return counts;
}

Result<void> FileRecorder::fork(RunId run, RunId parent, std::int64_t step) {
    if (run == parent) return fail(ErrorCode::bad_request, "a run cannot be forked from itself");
    for (const RunId each : {parent, run}) {
        if (auto done = seal(each); !done) return done;
    }
    auto source = read_run(parent);
    if (!source) return source.error();
    auto fresh = read_run(run);
    if (!fresh) return fresh.error();
    RunState& child = **fresh;
    if (child.forked_from == parent && child.forked_at == step) return {};
    StreamState& history = child.at(Stream::history);
    if (child.forked_from || history.rows != 0)
        return fail(ErrorCode::conflict, "the run has a history of its own");

    const Segments::Place mark = segments_.mark();
    Sealing sealing(run, GroupSize{options_.rows_per_group, options_.group_bytes_max}, segments_,
                    reader_);
    const StreamState& original = (*source)->at(Stream::history);
    for (const Group& group : original.groups) {
        if (group.place.first_key > step) break;
        auto table = reader_.table(original, group);
        if (!table) return table.error();
        const std::size_t kept = rows_up_to(**table, step);
        absorb(child, history, **table, original.keys, kept);
        auto done = kept == (*table)->rows()
                        ? sealing.copy(group)
                        : sealing.write(slice(**table, 0, kept),
                                        static_cast<std::uint8_t>(Stream::history), original.keys);
        if (!done) {
            segments_.roll_back(mark);
            return done;
        }
    }
    child.forked_from = parent;
    child.forked_at = step;
    ++child.counts.revision;
    drop(run);
    if (auto done = keep(child, sealing, mark); !done) return done;
    install(std::move(*fresh));
    return {};
}

Result<void> FileRecorder::remove(RunId run) {
    std::string bytes = Journal::blank_record();
    auto place = journal_.append(Journal::Kind::remove, run, bytes);
    if (!place) return place.error();
    drop(run);
    grown_.erase(run);
    stuck_.erase(run);
    const auto records = unsealed_.find(run);
    if (records != unsealed_.end()) {
        for (const Journal::Place& record : records->second)
            journal_.release(record);
        unsealed_.erase(records);
    }
    const auto [known, fresh] = removed_.emplace(run, *place);
    if (!fresh) journal_.release(std::exchange(known->second, *place));
    return {};
}

Result<void> FileRecorder::finish_removal(RunId run) {
    const auto removal = removed_.find(run);
    if (removal == removed_.end()) return {};
    if (auto done = journal_.commit(); !done) return done;
    auto checkpoint = store_.checkpoint(run);
    if (!checkpoint) return checkpoint.error();
    // One that is newer than the removal belongs to what came after it.
    if (*checkpoint && (*checkpoint)->position < removal->second.position) {
        auto places = store_.remove(run);
        if (!places) return places.error();
        punch(std::move(*places));
    }
    journal_.release(removal->second);
    removed_.erase(removal);
    return journal_.tidy(options_.journal_bytes_max / 16);
}

}  // namespace ensemble::recording
