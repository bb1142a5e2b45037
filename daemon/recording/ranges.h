// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ensemble::recording {

// A set of line numbers, kept as stretches [first, end) in ascending order.
class Ranges {
public:
    struct Stretch {
        std::int64_t first = 0;
        std::int64_t end = 0;
    };

    bool contains(std::int64_t number) const;
    // False: it was there already.
    bool add(std::int64_t number);

    const std::vector<Stretch>& stretches() const { return stretches_; }
    // For reading back. Requires: comes after everything in the set.
    void append(Stretch stretch) { stretches_.push_back(stretch); }

private:
    std::vector<Stretch> stretches_;
};

// Where the newest lines of one console writer went in the run's console. Old ones are forgotten:
// scripts rewrite only their last lines.
class LineMap {
public:
    struct Stretch {
        std::int64_t offset = 0;  // the writer's number of the first line
        std::int64_t line = 0;    // the run's
        std::int64_t count = 0;
    };

    std::optional<std::int64_t> find(std::int64_t offset) const;
    void add(std::int64_t offset, std::int64_t line);
    const std::vector<Stretch>& stretches() const { return stretches_; }
    void append(Stretch stretch) { stretches_.push_back(stretch); }

private:
    static constexpr std::size_t stretches_max = 64;

    std::vector<Stretch> stretches_;
};

}  // namespace ensemble::recording
