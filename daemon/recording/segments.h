// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/recording/file.h"
#include "shared/base/result.h"

namespace ensemble::recording {

// The files that row groups lie in, named by number. Bytes are only ever added at the end of the
// newest one; what nothing points to any more is punched out.
class Segments {
public:
    struct Place {
        std::int64_t segment = 0;
        std::uint64_t offset = 0;
        std::uint64_t bytes = 0;
    };

    static Result<Segments> open(std::string folder);

    // Appends to the newest segment; not durable before `sync`. After an error nothing was added.
    Result<Place> append(std::string_view bytes);
    Result<void> sync();
    // Where the next bytes would go, and going back there: what was added since is gone.
    Place mark() const { return Place{newest(), end_, 0}; }
    void roll_back(const Place& mark);
    Result<void> read(std::int64_t segment, std::uint64_t offset, std::size_t bytes,
                      std::string& out);
    Result<void> read_some(std::int64_t segment, std::uint64_t offset, std::size_t bytes,
                           std::string& out);
    void punch(const Place& place);

    // For tidying: every segment there is, and what is left of one when it holds nothing.
    const std::vector<std::int64_t>& numbers() const { return numbers_; }
    std::int64_t newest() const { return numbers_.empty() ? 0 : numbers_.back(); }
    Result<std::uint64_t> size(std::int64_t segment);
    // Drops a whole segment file, not the newest one.
    void remove(std::int64_t segment);

private:
    explicit Segments(std::string folder) : folder_(std::move(folder)) {}
    std::string path(std::int64_t segment) const;
    Result<File*> file(std::int64_t segment);
    Result<void> start(std::int64_t segment);

    std::string folder_;
    std::vector<std::int64_t> numbers_;   // ascending
    std::map<std::int64_t, File> files_;  // some of them, open
    std::uint64_t end_ = 0;               // of the newest
    bool dirty_ = false;
};

}  // namespace ensemble::recording
