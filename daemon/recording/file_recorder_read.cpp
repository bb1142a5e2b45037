// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <utility>

#include "daemon/recording/file_recorder.h"
#include "daemon/recording/json_cursor.h"
#include "daemon/recording/number_text.h"
#include "daemon/recording/parts.h"
#include "daemon/recording/row_json.h"
#include "daemon/recording/series.h"
#include "shared/base/limits.h"

namespace ensemble::recording {

namespace {

constexpr std::int64_t after_all = std::numeric_limits<std::int64_t>::max();
constexpr std::string_view step_name = "_step";

// "_type" of a JSON object, "" for anything else.
std::string media_type(std::string_view json) {
    JsonCursor cursor(json);
    if (!cursor.accept('{')) return "";
    while (true) {
        cursor.skip_blanks();
        if (cursor.peek() != '"') return "";
        const auto name = cursor.string();
        if (!name || !cursor.accept(':')) return "";
        cursor.skip_blanks();
        if (name->inside == "_type" && cursor.peek() == '"') {
            const auto type = cursor.string();
            return type ? unescaped(type->inside) : "";
        }
        if (!cursor.skip_value(limits::json_depth_max) || !cursor.accept(',')) return "";
    }
}

std::string last_text(const KeyState& state) {
    if (state.last_is_text) return state.last_text;
    std::string text;
    append_number(text, state.last_number);
    return text;
}

// What a dotted name stands for: the row key itself, or columns of which a row has at most one
// that counts.
struct Wanted {
    std::string label;  // quoted
    bool is_step = false;
    std::vector<std::uint32_t> keys;

    Cell in(const Table& table, std::uint32_t row) const {
        if (is_step) return Cell{Cell::Kind::number, static_cast<double>(table.keys()[row]), {}};
        for (const std::uint32_t key : keys) {
            const Cell cell = table.cell(row, key);
            if (cell.kind != Cell::Kind::none) return cell;
        }
        return {};
    }
};

std::vector<Wanted> wanted_of(const StreamState& stream, const std::vector<std::string>& names) {
    std::vector<Wanted> all;
    std::set<std::string> seen;
    for (const std::string& name : names) {
        if (!seen.insert(name).second) continue;
        Wanted& wanted = all.emplace_back();
        append_quoted(wanted.label, name);
        wanted.is_step = name == step_name;
        if (!wanted.is_step) wanted.keys = matching(stream.keys, name);
    }
    return all;
}

// One row as an object of the wanted keys, "" when it lacks one.
std::string keyed_row(const std::vector<Wanted>& wanted, const Table& table, std::uint32_t row) {
    std::string out = "{";
    for (const Wanted& each : wanted) {
        const Cell cell = each.in(table, row);
        if (cell.kind == Cell::Kind::none) return "";
        if (out.size() > 1) out.push_back(',');
        out.append(each.label).push_back(':');
        append_cell(out, cell, Style::strict);
    }
    return out + "}";
}

bool has_all(const std::vector<Wanted>& wanted, const Table& table, std::uint32_t row) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const Wanted& each) {
        return each.in(table, row).kind != Cell::Kind::none;
    });
}

}  // namespace

std::vector<RunId> FileRecorder::unsealed() {
    std::vector<RunId> runs;
    runs.reserve(unsealed_.size());
    for (const auto& [run, records] : unsealed_)
        runs.push_back(run);
    return runs;
}

Result<Counts> FileRecorder::counts(RunId run) {
    auto state = load(run);
    if (!state) return state.error();
    return recording::counts(**state);
}

Result<std::string> FileRecorder::summary(RunId run) {
    auto state = load(run);
    if (!state) return state.error();
    return (*state)->summary;
}

Result<std::vector<KeyFacts>> FileRecorder::keys(RunId run, Stream stream) {
    auto state = load(run);
    if (!state) return state.error();
    const StreamState& found = (*state)->at(stream);
    std::vector<KeyFacts> all;
    if (stream == Stream::history && found.rows != 0) {
        KeyFacts& step = all.emplace_back();
        step.name = step_name;
        step.numbers = found.rows;
        append_integer(step.last_text, found.last_key);
    }
    for (std::uint32_t id = 0; id < found.keys.size() && stream != Stream::console; ++id) {
        const KeyState& key = found.states[id];
        if (key.empty()) continue;
        KeyFacts& facts = all.emplace_back();
        facts.name = dotted(found.keys.name(id));
        facts.numbers = key.numbers;
        facts.texts = key.texts;
        facts.last_text = last_text(key);
        if (key.last_is_text) facts.media_type = media_type(key.last_text);
        facts.monotonic = key.monotonic && key.numbers != 0;
    }
    return all;
}

Result<std::string> FileRecorder::last_values(RunId run, Stream stream) {
    auto all = keys(run, stream);
    if (!all) return all.error();
    std::string out = "{";
    for (const KeyFacts& facts : *all) {
        if (out.size() > 1) out.push_back(',');
        append_quoted(out, facts.name);
        out.append(":").append(facts.last_text);
    }
    return out + "}";
}

Result<std::vector<std::string>> FileRecorder::rows(RunId run, Stream stream, std::int64_t min,
                                                    std::int64_t max, std::size_t rows_max) {
    auto state = load(run);
    if (!state) return state.error();
    StreamState& found = (*state)->at(stream);
    std::vector<std::string> out;
    if (min >= max || rows_max == 0) return out;
    const auto all = parts(found, min, max - 1);
    std::vector<std::size_t> sizes;
    std::size_t total = 0;
    for (const Part& part : all) {
        const auto count = count_rows(reader_, found, part, min, max - 1);
        if (!count) return count.error();
        sizes.push_back(*count);
        total += *count;
    }
    Thinning thinning(total, rows_max);
    const auto lead =
        stream == Stream::history ? RowPrinter::Lead::step : RowPrinter::Lead::nothing;
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::vector<std::size_t> chosen;
        for (std::size_t row = 0; row < sizes[i]; ++row) {
            if (thinning.take()) chosen.push_back(row);
        }
        if (chosen.empty()) continue;
        const auto rows = read_rows(reader_, found, all[i], min, max - 1);
        if (!rows) return rows.error();
        const RowPrinter printer(*rows->table, found.keys);
        for (const std::size_t row : chosen)
            out.push_back(printer.row(static_cast<std::uint32_t>(rows->first + row), lead));
    }
    return out;
}

Result<std::vector<std::string>> FileRecorder::keyed_rows(RunId run,
                                                          const std::vector<std::string>& keys,
                                                          std::int64_t min, std::int64_t max,
                                                          std::size_t rows_max) {
    auto state = load(run);
    if (!state) return state.error();
    StreamState& found = (*state)->at(Stream::history);
    const auto wanted = wanted_of(found, keys);
    std::vector<std::uint32_t> columns;
    for (const Wanted& each : wanted)
        columns.insert(columns.end(), each.keys.begin(), each.keys.end());
    std::vector<std::string> out;
    if (min > max || rows_max == 0) return out;
    std::size_t total = 0;
    // First how many there are, then those that are chosen.
    for (const bool count : {true, false}) {
        Thinning thinning(total, rows_max);
        for (const Part& part : parts(found, min, max)) {
            const auto rows = read_columns(reader_, found, part, columns, min, max);
            if (!rows) return rows.error();
            for (std::size_t i = rows->first; i < rows->last; ++i) {
                const auto row = static_cast<std::uint32_t>(i);
                if (!has_all(wanted, *rows->table, row)) continue;
                if (count)
                    ++total;
                else if (thinning.take())
                    out.push_back(keyed_row(wanted, *rows->table, row));
            }
        }
    }
    return out;
}

Result<std::vector<std::pair<std::int64_t, std::string>>>
FileRecorder::texts(RunId run, std::string_view key, std::size_t max) {
    auto state = load(run);
    if (!state) return state.error();
    StreamState& found = (*state)->at(Stream::history);
    const auto columns = matching(found.keys, key);
    std::vector<std::pair<std::int64_t, std::string>> all;
    if (columns.empty()) return all;
    for (const Part& part : parts(found, before_all, after_all)) {
        const auto rows = read_columns(reader_, found, part, columns, before_all, after_all);
        if (!rows) return rows.error();
        for (std::size_t i = rows->first; i < rows->last; ++i) {
            for (const std::uint32_t column : columns) {
                const Cell cell = rows->table->cell(static_cast<std::uint32_t>(i), column);
                if (cell.kind != Cell::Kind::text) continue;
                all.emplace_back(rows->table->keys()[i], std::string(cell.text));
                break;
            }
        }
    }
    Thinning thinning(all.size(), max);
    std::erase_if(all, [&](const auto&) { return !thinning.take(); });
    return all;
}

Result<std::vector<ConsoleLine>> FileRecorder::console(RunId run, std::int64_t first,
                                                       std::size_t max) {
    auto state = load(run);
    if (!state) return state.error();
    StreamState& found = (*state)->at(Stream::console);
    std::vector<ConsoleLine> lines;
    for (const Part& part : parts(found, first, after_all)) {
        if (lines.size() >= max) break;
        const auto rows = read_rows(reader_, found, part, first, after_all);
        if (!rows) return rows.error();
        for (std::size_t i = rows->first; i < rows->last && lines.size() < max; ++i) {
            const Cell cell = rows->table->cell(static_cast<std::uint32_t>(i), 0);
            lines.push_back(ConsoleLine{rows->table->keys()[i], readable_text(cell.text)});
        }
    }
    return lines;
}

Result<metrics::Series> FileRecorder::series(RunId run, const SeriesRequest& request) {
    auto state = load(run);
    if (!state) return state.error();
    return read_series(reader_, (*state)->at(request.stream), request);
}

}  // namespace ensemble::recording
