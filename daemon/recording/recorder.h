// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/recording/batch.h"
#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/metrics/buckets.h"

namespace ensemble::storage {
class RowGroupStore;
}

namespace ensemble::recording {

struct Counts {
    std::int64_t history_lines = 0;  // line numbers accepted so far: the offset a script goes on at
    std::int64_t events_lines = 0;
    std::int64_t console_lines = 0;
    std::int64_t last_step = -1;
    std::int64_t rows = 0;                  // distinct steps
    std::int64_t duplicates = 0;            // lines that were there already
    std::int64_t replaced = 0;              // values overwritten by a later writing of their step
    std::int64_t invalid = 0;               // lines that were not JSON objects
    std::int64_t dropped = 0;               // console lines past limits::console_lines_per_run_max
    std::int64_t revision = 0;              // grows with every change of the run's recorded data
    std::optional<double> first_timestamp;  // seconds, from the data
    std::optional<double> last_timestamp;
    double runtime = 0;  // largest _runtime, seconds
};

struct KeyFacts {
    std::string name;  // nested parts joined by '.'
    std::int64_t numbers = 0;
    std::int64_t texts = 0;  // values kept as JSON text
    std::string last_text;   // JSON text of the last value; bare NaN possible
    std::string media_type;  // "_type" of the last value when it is such an object, else ""
    bool monotonic = true;   // numbers never fell
};

struct ConsoleLine {
    std::int64_t number = 0;
    std::string text;  // as the script sent it
};

struct SeriesRequest {
    Stream stream = Stream::history;
    std::string key;          // dotted name
    std::string x = "_step";  // or "_runtime", "_timestamp", or any numeric key
    std::optional<double> x_min;
    std::optional<double> x_max;
    std::size_t points_max = 1500;  // more points than this are bucketed
};

// The data plane: takes batches, keeps them safe, gives them back. `append` writes to the journal
// and changes what is read; nothing may be acknowledged before the next `commit` returned. Only
// the core thread calls it. A run is known by its id alone; ids that were never appended to read
// as empty. Formats: docs/storage.md.
class Recorder {
public:
    struct Options {
        std::string directory;
        std::size_t journal_bytes_max = 32u << 20;  // unsealed text before runs are sealed
        std::size_t memory_bytes_max = 64u << 20;   // of loaded runs
        std::size_t rows_per_group = 4096;
        std::size_t group_bytes_max = 8u << 20;  // of a group's rows in memory: wide rows, texts
        std::chrono::milliseconds idle_after{60'000};  // a run is sealed when it was silent so long
    };
    // Truncates a torn journal tail and says so through `warn`. corrupt, newer_version, io_error.
    static Result<std::unique_ptr<Recorder>> open(const Options& options,
                                                  storage::RowGroupStore& store,
                                                  std::function<void(std::string)> warn);
    virtual ~Recorder() = default;

    // Appends what is new in the batch. Lines are recognised by content: sending any of them again
    // changes nothing. disk_full or io_error: nothing was changed.
    virtual Result<void> append(RunId run, const Batch& batch) = 0;
    virtual Result<void> set_summary(RunId run, std::string_view json) = 0;
    // Cuts history to steps <= step, clears events and console; the cut part is kept as an archive
    // inside the run. Gives the new counts.
    virtual Result<Counts> rewind(RunId run, std::int64_t step) = 0;
    // Copies the parent's history up to and including `step`; line counts stay zero.
    virtual Result<void> fork(RunId run, RunId parent, std::int64_t step) = 0;
    virtual Result<void> remove(RunId run) = 0;

    // Makes everything appended so far durable. Cheap when nothing was appended.
    virtual Result<void> commit() = 0;
    // Seals what has grown large or old; bounded work per call. Call when idle; false: nothing
    // left.
    virtual Result<bool> maintain() = 0;
    // Seals the run that has waited longest; false when none is left. For a clean stop, so that the
    // next start has no journal to read.
    virtual Result<bool> seal_next() = 0;
    virtual Result<void> seal_all() = 0;

    // Runs whose newest records are in the journal only, so that the stored checkpoint (and with it
    // RowGroupStore::summaries) is behind what `summary` and `counts` answer.
    virtual std::vector<RunId> unsealed() = 0;

    virtual Result<Counts> counts(RunId run) = 0;
    virtual Result<std::string> summary(RunId run) = 0;  // "{}" when there is none
    virtual Result<std::vector<KeyFacts>> keys(RunId run, Stream stream) = 0;
    // Last value of every key of the stream as one flat JSON object.
    virtual Result<std::string> last_values(RunId run, Stream stream) = 0;
    // Whole rows as JSON objects the way they were logged (nested; bare NaN possible), ordered by
    // step (events: by time), min <= step < max. More than rows_max rows are thinned evenly.
    virtual Result<std::vector<std::string>> rows(RunId run, Stream stream, std::int64_t min,
                                                  std::int64_t max, std::size_t rows_max) = 0;
    // Rows that hold all of the keys (dotted names), as JSON objects of exactly these keys;
    // non-finite numbers as the strings "NaN", "Infinity", "-Infinity". min <= step <= max.
    virtual Result<std::vector<std::string>> keyed_rows(RunId run,
                                                        const std::vector<std::string>& keys,
                                                        std::int64_t min, std::int64_t max,
                                                        std::size_t rows_max) = 0;
    virtual Result<metrics::Series> series(RunId run, const SeriesRequest& request) = 0;
    // Every text value of one key (media and the like): (step, JSON text), ordered by step.
    virtual Result<std::vector<std::pair<std::int64_t, std::string>>>
    texts(RunId run, std::string_view key, std::size_t max) = 0;
    virtual Result<std::vector<ConsoleLine>> console(RunId run, std::int64_t first,
                                                     std::size_t max) = 0;

    struct Finding {
        std::string where;
        std::string what;
    };
    // Reads everything stored and verifies checksums and invariants.
    virtual Result<std::vector<Finding>> check() = 0;
};

}  // namespace ensemble::recording
