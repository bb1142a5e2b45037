// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/file_stream.h"

#include <string>

#include "shared/base/limits.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace ensemble;

void check_lines(const std::optional<recording::Lines>& lines,
                 const std::vector<recording::ParsedLine>* parsed) {
    if (!lines) return;
    fuzz::law(lines->offset >= 0 && lines->offset <= limits::line_number_max);
    std::size_t seen = 0;
    for (const std::string_view line : lines->lines)
        for (const char c : line)
            seen += c == '\n' ? 1 : 0;
    fuzz::law(seen < static_cast<std::size_t>(-1));
    if (parsed != nullptr) fuzz::law(parsed->size() == lines->lines.size());
}

}  // namespace

// A whole request of a training script.
void ensemble::fuzz::one_input(std::string_view bytes) {
    const auto stream = wandb::read_file_stream(bytes);
    if (!stream) {
        law(!stream.error().detail.empty());
        return;
    }
    check_lines(stream->batch.history, &stream->batch.history_parsed);
    check_lines(stream->batch.events, &stream->batch.events_parsed);
    check_lines(stream->batch.console, nullptr);
    law(stream->bad_summaries >= 0);
}
