// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstring>

#include "daemon/recording/batch.h"
#include "daemon/recording/flattener.h"
#include "shared/base/limits.h"

namespace ensemble::recording {

namespace {

// Takes "_step" out of the values of a history line. False: it is there but not a step.
bool take_step(std::vector<LineValue>& values, ParsedLine& line) {
    for (std::size_t i = line.first_value; i < values.size();) {
        const LineValue& value = values[i];
        if (value.key != "_step") {
            ++i;
            continue;
        }
        constexpr auto most = static_cast<double>(limits::step_max);
        if (!value.is_number || !(value.number >= 0 && value.number <= most) ||
            std::floor(value.number) != value.number)
            return false;
        line.step = static_cast<std::int64_t>(value.number);
        values.erase(values.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return true;
}

void parse(const Lines& lines, Stream stream, Batch& batch, Flattener& flattener,
           std::vector<ParsedLine>& out) {
    auto& values = batch.values;
    out.reserve(lines.lines.size());
    for (const std::string_view text : lines.lines) {
        ParsedLine& line = out.emplace_back();
        line.first_value = static_cast<std::uint32_t>(values.size());
        line.valid = flattener.flatten(text);
        if (line.valid && stream == Stream::history && !take_step(values, line)) {
            line.valid = false;
            values.resize(line.first_value);
        }
        line.value_count = static_cast<std::uint32_t>(values.size() - line.first_value);
        for (std::size_t i = line.first_value; i < values.size(); ++i) {
            if (values[i].is_number && values[i].key == "_timestamp")
                line.timestamp = values[i].number;
        }
    }
}

}  // namespace

std::uint32_t key_hash(std::string_view key) {
    constexpr std::uint64_t multiplier = 0x9e3779b97f4a7c15ull;
    std::uint64_t hash = key.size() * multiplier;
    const auto mix = [&](std::uint64_t word) {
        hash = (hash ^ word) * multiplier;
        hash ^= hash >> 29;
    };
    const char* at = key.data();
    std::size_t left = key.size();
    for (; left >= 8; left -= 8, at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        mix(word);
    }
    if (left != 0) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, left);
        mix(word);
    }
    const auto folded = static_cast<std::uint32_t>(hash >> 32);
    return folded == 0 ? 1 : folded;
}

void parse_lines(Batch& batch) {
    batch.history_parsed.clear();
    batch.events_parsed.clear();
    batch.values.clear();
    if (!batch.history && !batch.events) return;
    batch.scratch = std::make_shared<std::vector<std::string>>();
    Flattener flattener(batch.values, *batch.scratch);
    if (batch.history)
        parse(*batch.history, Stream::history, batch, flattener, batch.history_parsed);
    if (batch.events) parse(*batch.events, Stream::events, batch, flattener, batch.events_parsed);
}

Result<std::vector<LineValue>> flatten(std::string_view json, std::vector<std::string>& memory) {
    std::vector<LineValue> values;
    if (!Flattener(values, memory).flatten(json))
        return fail(ErrorCode::bad_request, "not a JSON object");
    return values;
}

}  // namespace ensemble::recording
