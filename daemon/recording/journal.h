// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/recording/file.h"
#include "shared/base/ids.h"
#include "shared/base/result.h"

namespace ensemble::recording {

// What happened to runs and is not sealed yet, in order: docs/storage.md, "Journal". A position
// counts bytes over all journal files there ever were, so later records have higher ones.
class Journal {
public:
    enum class Kind : std::uint8_t { batch = 1, summary = 2, remove = 3 };

    struct Place {
        std::int64_t position = 0;
        std::uint32_t bytes = 0;
    };
    struct Record {
        Kind kind = Kind::batch;
        RunId run;
        Place place;
    };
    using Found = std::function<void(const Record&)>;
    using Warn = std::function<void(std::string)>;

    // Gives every record to `found`, oldest first; each counts as needed. Cuts a torn end off and
    // warns. corrupt, newer_version, io_error.
    static Result<Journal> open(std::string folder, std::size_t file_bytes_max, const Found& found,
                                const Warn& warn);

    // The text that append takes: room for its head, then what the caller writes.
    static std::string blank_record();
    // Adds the record, not durable yet; it counts as needed. disk_full, io_error: nothing was
    // added.
    Result<Place> append(Kind kind, RunId run, std::string& record);
    struct Content {
        Kind kind = Kind::batch;
        std::string payload;  // what followed the head
    };
    Result<Content> read(const Place& place) const;
    // Makes all records durable. After an error nothing is appended any more, because what the
    // disk holds is not known.
    Result<void> commit();

    std::int64_t end() const;
    std::size_t bytes() const;  // of all files

    // The record is needed no longer.
    void release(const Place& place);
    std::size_t needed_bytes() const { return needed_bytes_; }
    // Deletes files without needed records, oldest first and never one before an older one: what
    // a record undoes must not outlive it. The newest one goes only when longer than `keep_bytes`.
    Result<void> tidy(std::size_t keep_bytes);
    // Position below which the oldest file's records lie.
    std::int64_t oldest_file_end() const;

    // Reads everything again and gives a sentence for what does not match.
    std::vector<std::string> check() const;

private:
    struct Part {
        std::int64_t start = 0;
        std::uint64_t size = 0;
        std::size_t needed = 0;  // records
        File file;
    };

    Journal(std::string folder, std::size_t file_bytes_max)
        : folder_(std::move(folder)), file_bytes_max_(file_bytes_max) {}
    Result<void> load(std::int64_t start, bool last, const Found& found, const Warn& warn);
    Result<void> start_part(std::int64_t start);
    Part& part_of(std::int64_t position);
    const Part& part_of(std::int64_t position) const;
    std::string path(std::int64_t start) const;

    std::string folder_;
    std::size_t file_bytes_max_;
    std::vector<Part> files_;  // oldest first, never empty once open
    std::size_t needed_bytes_ = 0;
    bool dirty_ = false;
    bool failed_ = false;
};

}  // namespace ensemble::recording
