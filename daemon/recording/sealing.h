// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "daemon/recording/run_state.h"
#include "daemon/recording/sealed_reader.h"
#include "daemon/recording/segments.h"
#include "shared/base/result.h"

namespace ensemble::recording {

struct GroupSize {
    std::size_t rows = 4096;
    std::size_t bytes_max = 8u << 20;  // in memory
};

// Groups written to the segments for one run, before the store knows of them.
struct Sealed {
    std::vector<storage::RowGroup> added;
    std::vector<storage::RowGroup> replaced;
};

// Collects what one transaction of a run's seal will say.
class Sealing {
public:
    Sealing(RunId run, GroupSize size, Segments& segments, SealedReader& reader)
        : run_(run), size_(size), segments_(segments), reader_(reader) {}

    // Writes the stream's tail, merged with the groups it overlaps and with small ones before it.
    Result<void> seal(const StreamState& stream);
    // Writes a sorted table as groups of `stream_number`, with the names of `keys`.
    Result<void> write(const Table& table, std::uint8_t stream_number, const KeyTable& keys);
    // The stored bytes of another run's group, as this run's.
    Result<void> copy(const Group& group);
    void add(const storage::RowGroup& place) { result_.added.push_back(place); }
    void replace(const storage::RowGroup& place) { result_.replaced.push_back(place); }

    // Makes everything written durable and hands it out.
    Result<Sealed> finish();

private:
    Result<void> seal_into(const StreamState& stream, const Group& group, const Table& rows);
    Result<void> seal_after(const StreamState& stream, Table rows, std::size_t untouched);
    Result<void> write_one(const Table& table, std::uint8_t stream_number, const KeyTable& keys);

    RunId run_;
    GroupSize size_;
    Segments& segments_;
    SealedReader& reader_;
    Sealed result_;
};

}  // namespace ensemble::recording
