// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/pattern.h"

#include <string>

#include <re2/re2.h>

#include "shared/base/limits.h"

namespace ensemble::wandb {

Result<Pattern> Pattern::compile(std::string_view text) {
    if (text.size() > limits::pattern_bytes_max)
        return fail(ErrorCode::too_large,
                    "A pattern may have " + std::to_string(limits::pattern_bytes_max) + " bytes");
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(static_cast<std::int64_t>(limits::pattern_memory_bytes_max));
    Pattern pattern;
    pattern.compiled_ =
        std::make_shared<const re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
    if (pattern.compiled_->ok()) return pattern;
    const bool large = pattern.compiled_->error_code() == re2::RE2::ErrorPatternTooLarge;
    return fail(large ? ErrorCode::too_large : ErrorCode::bad_request,
                "The pattern \"" + std::string(text) +
                    "\" cannot be used: " + pattern.compiled_->error());
}

bool Pattern::found_in(std::string_view text, std::uint64_t& bytes) const {
    const std::string_view read = text.substr(0, limits::pattern_input_bytes_max);
    bytes += read.size();
    return re2::RE2::PartialMatch(re2::StringPiece(read.data(), read.size()), *compiled_);
}

}  // namespace ensemble::wandb
