// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "daemon/recording/run_state.h"
#include "daemon/recording/sealed_reader.h"

// A stream as its readers see it: pieces in ascending order of row keys, each a sealed group, a
// group with newer rows over it, or rows of the tail.
namespace ensemble::recording {

struct Part {
    Group* group = nullptr;      // null: only tail rows
    std::size_t tail_first = 0;  // rows of the sorted tail that lie in or over the part
    std::size_t tail_last = 0;

    bool plain() const { return group != nullptr && tail_first == tail_last; }
};

// Everything that may hold rows with min <= key <= max.
std::vector<Part> parts(StreamState& stream, std::int64_t min, std::int64_t max);

// The rows of a part within min and max.
struct Rows {
    std::shared_ptr<const Table> table;
    std::size_t first = 0;
    std::size_t last = 0;

    std::size_t size() const { return last - first; }
};
Result<Rows> read_rows(SealedReader& reader, StreamState& stream, const Part& part,
                       std::int64_t min, std::int64_t max);
// The same with at least these columns; cheaper when the group has many.
Result<Rows> read_columns(SealedReader& reader, StreamState& stream, const Part& part,
                          const std::vector<std::uint32_t>& keys, std::int64_t min,
                          std::int64_t max);
// How many rows that are, without reading their values where it can be avoided.
Result<std::size_t> count_rows(SealedReader& reader, StreamState& stream, const Part& part,
                               std::int64_t min, std::int64_t max);

// Chooses at most `most` of `total` rows, evenly, the first and the last among them.
class Thinning {
public:
    Thinning(std::size_t total, std::size_t most) : total_(total), most_(most) {}
    // To be asked for every row in order.
    bool take();

private:
    std::size_t total_;
    std::size_t most_;
    std::size_t at_ = 0;
    std::size_t taken_ = 0;
};

}  // namespace ensemble::recording
