// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace ensemble::wandb {

// A regular expression that takes time in proportion to text × pattern whatever either of them is.
// Understood: literals, '.', classes, \d \w \s and their opposites, groups, '|', '*', '+', '?',
// {m,n}, '^', '$', \b, and (?i) in front. Lazy marks change nothing. Back references and look
// around are refused. Works on code points.
class Pattern {
public:
    // bad_request, or too_large over limits::pattern_bytes_max or pattern_states_max.
    static Result<Pattern> compile(std::string_view text);

    // Whether it matches anywhere in the text (of which limits::pattern_input_bytes_max are read).
    // Adds to `steps` what it cost.
    bool found_in(std::string_view text, std::uint64_t& steps) const;

    struct Range {
        char32_t first = 0;
        char32_t last = 0;
    };
    struct State {
        enum class Kind : std::uint8_t { set, split, begin, end, word_edge, no_edge, match };
        Kind kind = Kind::match;
        bool negated = false;  // of a set
        std::vector<Range> ranges;
        std::uint32_t next = 0;
        std::uint32_t other = 0;  // of a split
    };

private:
    std::vector<State> states_;
    std::uint32_t start_ = 0;
    bool ignore_case_ = false;
};

}  // namespace ensemble::wandb
