// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>

#include "daemon/recording/apply.h"
#include "shared/base/limits.h"

namespace ensemble::recording {

namespace {

Result<void> check_lines(const std::optional<Lines>& lines) {
    if (!lines) return {};
    const auto count = static_cast<std::int64_t>(lines->lines.size());
    if (lines->offset < 0 || lines->offset > limits::line_number_max - count)
        return fail(ErrorCode::bad_request, "a line number is out of range");
    for (const std::string_view line : lines->lines) {
        if (line.size() > limits::line_bytes_max)
            return fail(ErrorCode::too_large, "a line is too long");
    }
    return {};
}

Result<void> check_keys(const StreamState& stream, const Batch& batch,
                        const std::vector<ParsedLine>& lines) {
    std::size_t values = 0;
    for (const ParsedLine& line : lines)
        values += line.value_count;
    if (stream.keys.size() + values <= limits::keys_per_run_max) return {};
    std::set<std::string_view> fresh;
    for (const ParsedLine& line : lines) {
        for (std::uint32_t i = 0; i < line.value_count; ++i) {
            const std::string_view key = batch.values[line.first_value + i].key;
            if (stream.keys.find(key) == KeyTable::none) fresh.insert(key);
        }
        if (stream.keys.size() + fresh.size() > limits::keys_per_run_max)
            return fail(ErrorCode::too_large, "too many different keys in one run");
    }
    return {};
}

Result<void> check_writer(const RunState& run, const Batch& batch) {
    if (batch.writer.size() > limits::run_name_bytes_max)
        return fail(ErrorCode::too_large, "the writer's id is too long");
    for (const StreamState& stream : run.streams) {
        if (stream.writers.size() >= limits::writers_per_run_max &&
            !stream.writers.contains(batch.writer))
            return fail(ErrorCode::too_large, "too many writers of one run");
    }
    return {};
}

}  // namespace

Result<void> admissible(const RunState& run, const Batch& batch) {
    for (const auto* lines : {&batch.history, &batch.events, &batch.console}) {
        if (auto fine = check_lines(*lines); !fine) return fine;
    }
    if (batch.summary && batch.summary->size() > limits::summary_bytes_max)
        return fail(ErrorCode::too_large, "the summary is too long");
    if (auto fine = check_writer(run, batch); !fine) return fine;
    if (auto fine = check_keys(run.at(Stream::history), batch, batch.history_parsed); !fine)
        return fine;
    return check_keys(run.at(Stream::events), batch, batch.events_parsed);
}

}  // namespace ensemble::recording
