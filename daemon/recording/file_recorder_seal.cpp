// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "daemon/recording/checkpoint.h"
#include "daemon/recording/file_recorder.h"

namespace ensemble::recording {

namespace {

constexpr std::chrono::seconds pause_after_refusal{1};

}  // namespace

// Whether a tail has grown to so many groups.
bool FileRecorder::grown(const RunState& run, std::size_t times) const {
    return std::any_of(run.streams.begin(), run.streams.end(), [&](const StreamState& stream) {
        return stream.tail.rows() >= times * options_.rows_per_group ||
               stream.tail.bytes() >= times * options_.group_bytes_max;
    });
}

// Whether the journal holds too much, or keeps too much for the sake of a few old records: all of
// it is read at the next start.
bool FileRecorder::journal_long(std::size_t times) const {
    return journal_.needed_bytes() > times * options_.journal_bytes_max ||
           journal_.bytes() > 2 * times * options_.journal_bytes_max;
}

// Keeps memory and journal within bounds when there is never time for `maintain`.
void FileRecorder::relieve(RunId run) {
    const RunState& state = *runs_.at(run).state;
    if (grown(state, 1)) grown_.insert(run);
    RunId due;
    if (grown(state, 2))
        due = run;
    else if (journal_long(2))
        due = oldest_unsealed();
    if (due && Clock::now() >= next_try_ && !stuck_.contains(due)) {
        // What could not be sealed stays in the journal and is tried again later.
        if (auto done = seal(due); !done) next_try_ = Clock::now() + pause_after_refusal;
    }
    measure(run);
    while (loaded_bytes_ > options_.memory_bytes_max && uses_.size() > 1)
        drop(uses_.back());
}

Result<void> FileRecorder::seal(RunId run) {
    grown_.erase(run);
    auto loaded = load(run);
    if (!loaded) return loaded.error();
    RunState& state = **loaded;
    if (!unsealed_.contains(run)) return journal_.tidy(options_.journal_bytes_max / 16);
    const Segments::Place mark = segments_.mark();
    Sealing sealing(run, GroupSize{options_.rows_per_group, options_.group_bytes_max}, segments_,
                    reader_);
    for (const StreamState& stream : state.streams) {
        if (auto done = sealing.seal(stream); !done) {
            segments_.roll_back(mark);
            if (done.error().code == ErrorCode::corrupt && stuck_.insert(run).second)
                warn_("run " + std::to_string(run.value) +
                      " cannot be sealed: " + done.error().detail);
            return done;
        }
    }
    return keep(state, sealing, mark);
}

// Ends a seal: the store learns of the new groups and of how far the journal is not needed any
// more, in one transaction; after it the run is as `run` says with empty tails.
Result<void> FileRecorder::keep(RunState& run, Sealing& sealing, const Segments::Place& mark) {
    // Positions must not be given out again after a crash, so the journal reaches the disk first.
    auto durable = journal_.commit();
    auto written = durable ? sealing.finish() : Result<Sealed>(durable.error());
    if (!written) {
        segments_.roll_back(mark);
        return written.error();
    }
    storage::Checkpoint checkpoint;
    checkpoint.run = run.id;
    checkpoint.position = journal_.end();
    checkpoint.state = encode_state(run);
    checkpoint.summary = run.summary;
    std::vector<std::int64_t> replaced;
    for (const storage::RowGroup& place : written->replaced)
        replaced.push_back(place.id);
    if (auto done = store_.seal(checkpoint, written->added, replaced); !done) {
        // Whether it happened is for the store to say when the run is read again.
        drop(run.id);
        return done;
    }
    const auto records = unsealed_.find(run.id);
    if (records != unsealed_.end()) {
        for (const Journal::Place& place : records->second)
            journal_.release(place);
        unsealed_.erase(records);
    }
    for (StreamState& stream : run.streams) {
        stream.tail.clear();
        stream.sorted_tail.reset();
    }
    std::erase_if(written->replaced, [&](const storage::RowGroup& place) {
        return std::any_of(written->added.begin(), written->added.end(), [&](const auto& added) {
            return added.segment == place.segment && added.offset == place.offset;
        });
    });
    punch(std::move(written->replaced));
    if (auto done = read_groups(run); !done) {
        drop(run.id);
        return done;
    }
    if (runs_.contains(run.id)) measure(run.id);
    return journal_.tidy(options_.journal_bytes_max / 16);
}

// Gives space back, neighbours in one stretch so that the blocks they share are freed too.
void FileRecorder::punch(std::vector<storage::RowGroup> places) {
    std::sort(places.begin(), places.end(), [](const auto& a, const auto& b) {
        return std::pair(a.segment, a.offset) < std::pair(b.segment, b.offset);
    });
    Segments::Place stretch;
    for (const storage::RowGroup& place : places) {
        if (place.segment == stretch.segment && place.offset == stretch.offset + stretch.bytes) {
            stretch.bytes += place.bytes;
            continue;
        }
        if (stretch.bytes != 0) segments_.punch(stretch);
        stretch = Segments::Place{place.segment, place.offset, place.bytes};
    }
    if (stretch.bytes != 0) segments_.punch(stretch);
}

RunId FileRecorder::oldest_unsealed() const {
    RunId oldest;
    std::int64_t position = 0;
    for (const auto& [run, records] : unsealed_) {
        if (records.empty() || stuck_.contains(run)) continue;
        if (!oldest || records.front().position < position) {
            oldest = run;
            position = records.front().position;
        }
    }
    return oldest;
}

// A run that has not heard anything for long; one that is not loaded counts as such.
RunId FileRecorder::idle_run() {
    const auto now = Clock::now();
    if (now < next_idle_look_) return {};
    for (const auto& [run, records] : unsealed_) {
        if (stuck_.contains(run)) continue;
        const auto loaded = runs_.find(run);
        if (loaded == runs_.end() || now - loaded->second.appended_at >= options_.idle_after)
            return run;
    }
    next_idle_look_ = now + options_.idle_after / 16;
    return {};
}

Result<bool> FileRecorder::maintain() {
    if (Clock::now() < next_try_) return false;
    if (!removed_.empty()) {
        if (auto done = finish_removal(removed_.begin()->first); !done) return done.error();
        return true;
    }
    RunId due;
    if (!grown_.empty())
        due = *grown_.begin();
    else if (journal_long(1))
        due = oldest_unsealed();
    if (!due) due = idle_run();
    if (!due) return false;
    if (auto done = seal(due); !done) {
        if (stuck_.contains(due)) return true;
        next_try_ = Clock::now() + pause_after_refusal;
        return done.error();
    }
    return true;
}

Result<bool> FileRecorder::seal_next() {
    if (!removed_.empty()) {
        if (auto done = finish_removal(removed_.begin()->first); !done) return done.error();
        return true;
    }
    const RunId due = oldest_unsealed();
    if (!due) {
        if (auto done = journal_.tidy(0); !done) return done.error();
        return false;
    }
    if (auto done = seal(due); !done && !stuck_.contains(due)) return done.error();
    return true;
}

Result<void> FileRecorder::seal_all() {
    std::vector<RunId> runs;
    for (const auto& entry : unsealed_)
        runs.push_back(entry.first);
    for (const RunId run : runs) {
        if (auto done = seal(run); !done) return done;
    }
    while (!removed_.empty()) {
        if (auto done = finish_removal(removed_.begin()->first); !done) return done;
    }
    return journal_.tidy(0);
}

}  // namespace ensemble::recording
