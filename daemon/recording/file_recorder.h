// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "daemon/recording/apply.h"
#include "daemon/recording/journal.h"
#include "daemon/recording/recorder.h"
#include "daemon/recording/run_state.h"
#include "daemon/recording/sealed_reader.h"
#include "daemon/recording/sealing.h"
#include "daemon/recording/segments.h"

namespace ensemble::recording {

// A recorder on files: a journal for what is new, segments for what is sealed. A run is loaded
// when it is first touched, from its checkpoint and its records of the journal, and dropped again
// when memory is short; nothing is lost by that.
class FileRecorder final : public Recorder {
public:
    using Warn = std::function<void(std::string)>;

    FileRecorder(const Options& options, storage::RowGroupStore& store, Warn warn,
                 Segments segments, Journal journal, const std::vector<Journal::Record>& records);

    Result<void> append(RunId run, const Batch& batch) override;
    Result<void> set_summary(RunId run, std::string_view json) override;
    Result<Counts> rewind(RunId run, std::int64_t step) override;
    Result<void> fork(RunId run, RunId parent, std::int64_t step) override;
    Result<void> remove(RunId run) override;
    Result<void> commit() override;
    Result<bool> maintain() override;
    Result<bool> seal_next() override;
    Result<void> seal_all() override;

    std::vector<RunId> unsealed() override;
    Result<Counts> counts(RunId run) override;
    Result<std::string> summary(RunId run) override;
    Result<std::vector<KeyFacts>> keys(RunId run, Stream stream) override;
    Result<std::string> last_values(RunId run, Stream stream) override;
    Result<std::vector<std::string>> rows(RunId run, Stream stream, std::int64_t min,
                                          std::int64_t max, std::size_t rows_max) override;
    Result<std::vector<std::string>> keyed_rows(RunId run, const std::vector<std::string>& keys,
                                                std::int64_t min, std::int64_t max,
                                                std::size_t rows_max) override;
    Result<metrics::Series> series(RunId run, const SeriesRequest& request) override;
    Result<std::vector<std::pair<std::int64_t, std::string>>> texts(RunId run, std::string_view key,
                                                                    std::size_t max) override;
    Result<std::vector<ConsoleLine>> console(RunId run, std::int64_t first,
                                             std::size_t max) override;
    Result<std::vector<Finding>> check() override;

private:
    using Clock = std::chrono::steady_clock;

    struct Loaded {
        std::unique_ptr<RunState> state;
        std::size_t bytes = 0;
        Clock::time_point appended_at;
        std::list<RunId>::iterator use;
    };

    Result<RunState*> load(RunId run);
    Result<std::unique_ptr<RunState>> read_run(RunId run);
    Result<void> replay(RunState& run, std::vector<Journal::Place>& records);
    Result<void> read_groups(RunState& run);
    void install(std::unique_ptr<RunState> state);
    void drop(RunId run);
    void measure(RunId run);
    ReadGroup group_reader();

    Result<void> record(RunState& run, Journal::Kind kind, std::string& bytes);
    bool journal_long(std::size_t times) const;
    bool grown(const RunState& run, std::size_t times) const;
    void relieve(RunId run);

    Result<void> seal(RunId run);
    Result<void> keep(RunState& run, Sealing& sealing, const Segments::Place& mark);
    Result<void> finish_removal(RunId run);
    void punch(std::vector<storage::RowGroup> places);
    RunId oldest_unsealed() const;
    RunId idle_run();

    void check_run(RunId run, const std::vector<storage::RowGroup>& places,
                   std::vector<Finding>& findings);

    Options options_;
    storage::RowGroupStore& store_;
    Warn warn_;
    Segments segments_;
    SealedReader reader_;
    Journal journal_;

    std::unordered_map<RunId, Loaded> runs_;
    std::list<RunId> uses_;  // of loaded runs, last used first
    std::size_t loaded_bytes_ = 0;
    std::unordered_map<RunId, std::vector<Journal::Place>> unsealed_;  // records by run
    std::map<RunId, Journal::Place> removed_;  // still to be taken out of the store
    std::set<RunId> grown_;                    // tails that fill a group
    std::set<RunId> stuck_;       // could not be sealed; not tried again until reopened
    Clock::time_point next_try_;  // after the disk refused a seal
    Clock::time_point next_idle_look_;
};

}  // namespace ensemble::recording
