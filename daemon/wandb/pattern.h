// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "shared/base/result.h"

namespace re2 {
class RE2;
}

namespace ensemble::wandb {

// A regular expression in RE2's syntax, which takes time in proportion to the text whatever the
// pattern. Back references and look around are refused. Works on code points.
class Pattern {
public:
    // bad_request, or too_large over limits::pattern_bytes_max or RE2's memory for a pattern.
    static Result<Pattern> compile(std::string_view text);

    // Whether it matches anywhere in the text (of which limits::pattern_input_bytes_max are read).
    // Adds to `bytes` what it read.
    bool found_in(std::string_view text, std::uint64_t& bytes) const;

private:
    std::shared_ptr<const re2::RE2> compiled_;
};

}  // namespace ensemble::wandb
