// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "daemon/recording/run_state.h"
#include "daemon/recording/segments.h"

namespace ensemble::recording {

// Reads row groups from the segments, verifying what it reads. Keeps the few tables that were used
// last.
class SealedReader {
public:
    explicit SealedReader(Segments& segments) : segments_(segments) {}

    // Reads the index of the group once and keeps it there.
    Result<const GroupIndex*> index(const StreamState& stream, Group& group);
    Result<RowKeys> keys(const StreamState& stream, Group& group);
    // The bytes of one column, which stay valid until the next call.
    Result<std::string_view> section(const Group& group, const GroupEntry& entry);
    Result<std::shared_ptr<const Table>> table(const StreamState& stream, const Group& group);
    // The whole group as it is stored.
    Result<std::string> bytes(const Group& group);
    // For when the ids of a run's keys change.
    void forget() { kept_.clear(); }

private:
    struct Kept {
        std::int64_t segment = 0;
        std::uint64_t offset = 0;
        std::shared_ptr<const Table> table;
    };
    static constexpr std::size_t kept_max = 4;

    Segments& segments_;
    std::string buffer_;
    std::list<Kept> kept_;  // last used first
};

}  // namespace ensemble::recording
