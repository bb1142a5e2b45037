// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/apply.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <utility>

#include "daemon/recording/json_cursor.h"
#include "shared/base/limits.h"

namespace ensemble::recording {

namespace {

struct Values {
    const LineValue* begin = nullptr;
    const LineValue* end = nullptr;
};

// Where a row is that has been written before.
struct Found {
    std::uint32_t tail_row = Table::no_row;
    std::shared_ptr<const Table> sealed;
    std::uint32_t sealed_row = Table::no_row;

    bool there() const { return tail_row != Table::no_row || sealed_row != Table::no_row; }
};

class StreamApplier {
public:
    StreamApplier(RunState& run, StreamState& stream, const ReadGroup& read)
        : run_(run), stream_(stream), read_(read) {}

    bool changed() const { return changed_; }
    std::int64_t next_key() const { return stream_.rows == 0 ? 0 : stream_.last_key + 1; }
    bool has(std::int64_t key) { return key <= stream_.last_key && find(key).there(); }

    // Writes the values of one line into the row of that key.
    void put(std::int64_t key, Values values) {
        if (key > stream_.last_key) {
            stream_.last_key = key;
            ++stream_.rows;
            fill(stream_.tail.add_row(key), key, values);
            return;
        }
        Found found = find(key);
        if (!found.there()) {
            ++stream_.rows;
            fill(stream_.tail.add_row(key), key, values);
            return;
        }
        rewrite(key, found, values);
    }

private:
    void fill(std::uint32_t row, std::int64_t key, Values values) {
        changed_ = true;
        if (stream_.sorted_tail) stream_.sorted_tail.reset();
        for (const LineValue* value = values.begin; value != values.end; ++value) {
            const std::uint32_t id = key_of(*value);
            Column& column = stream_.tail.column_for(id);
            const bool again = (!column.number_rows.empty() && column.number_rows.back() == row) ||
                               (!column.text_rows.empty() && column.text_rows.back() == row);
            if (again) forget(stream_.states[id], stream_.tail.cell(column, row));
            store(column, row, key, *value);
        }
    }

    std::uint32_t key_of(const LineValue& value) {
        return stream_.intern(value.key, value.hash != 0 ? value.hash : key_hash(value.key));
    }

    void store(Column& column, std::uint32_t row, std::int64_t key, const LineValue& value) {
        KeyState& state = stream_.states[column.key];
        if (value.is_number) {
            stream_.tail.set(column, row, value.number);
            note_number(state, key, value.number);
        } else {
            stream_.tail.set(column, row, value.text);
            note_text(state, key, value.text);
        }
    }

    static void forget(KeyState& state, const Cell& cell) {
        if (cell.kind == Cell::Kind::number) --state.numbers;
        if (cell.kind == Cell::Kind::text) --state.texts;
    }

    Found find(std::int64_t key) {
        Found found;
        found.tail_row = stream_.tail.find(key);
        const auto after = std::upper_bound(
            stream_.groups.begin(), stream_.groups.end(), key,
            [](std::int64_t k, const Group& group) { return k < group.place.first_key; });
        if (after == stream_.groups.begin() || std::prev(after)->place.last_key < key) return found;
        found.sealed = read_(stream_, *std::prev(after));
        if (found.sealed) found.sealed_row = found.sealed->find(key);
        return found;
    }

    Cell stored(const Found& found, std::uint32_t id) const {
        Cell cell;
        if (found.tail_row != Table::no_row) cell = stream_.tail.cell(found.tail_row, id);
        if (cell.kind == Cell::Kind::none && found.sealed_row != Table::no_row)
            cell = found.sealed->cell(found.sealed_row, id);
        return cell;
    }

    // Of members of one name the last counts.
    static bool said_again(const LineValue* value, Values values) {
        return std::any_of(value + 1, values.end, [&](const LineValue& later) {
            return later.hash == value->hash && later.key == value->key;
        });
    }

    void rewrite(std::int64_t key, Found& found, Values values) {
        bool differs = false;
        for (const LineValue* value = values.begin; value != values.end; ++value) {
            const std::uint32_t id = key_of(*value);
            const Cell old = stored(found, id);
            const Cell fresh{value->is_number ? Cell::Kind::number : Cell::Kind::text,
                             value->number, value->text};
            if (same(old, fresh) || said_again(value, values)) continue;
            differs = true;
            stream_.sorted_tail.reset();
            if (found.tail_row == Table::no_row) found.tail_row = stream_.tail.add_row(key);
            if (old.kind != Cell::Kind::none && stream_.stream != Stream::console)
                ++run_.counts.replaced;
            forget(stream_.states[id], old);
            store(stream_.tail.column_for(id), found.tail_row, key, *value);
        }
        if (differs)
            changed_ = true;
        else if (stream_.stream != Stream::console)
            ++run_.counts.duplicates;
    }

    RunState& run_;
    StreamState& stream_;
    const ReadGroup& read_;
    bool changed_ = false;
};

void note_time(Counts& counts, const ParsedLine& line) {
    if (!line.timestamp || !std::isfinite(*line.timestamp)) return;
    const double time = *line.timestamp;
    if (!counts.first_timestamp || time < *counts.first_timestamp) counts.first_timestamp = time;
    if (!counts.last_timestamp || time > *counts.last_timestamp) counts.last_timestamp = time;
}

std::optional<double> runtime_of(Values values) {
    for (const LineValue* value = values.begin; value != values.end; ++value) {
        if (value->is_number && value->key == "_runtime") return value->number;
    }
    return std::nullopt;
}

std::int64_t event_key(const ParsedLine& line, Values values, std::int64_t offset) {
    const auto seconds = line.timestamp ? line.timestamp : runtime_of(values);
    constexpr double seconds_max = 4e12;
    if (!seconds || !(std::fabs(*seconds) < seconds_max)) return offset;
    return std::llround(*seconds * 1e6);
}

// The row a line belongs to; none when the line was there already.
std::optional<std::int64_t> row_of(StreamApplier& applier, StreamState& stream, RunState& run,
                                   const std::string& writer, const ParsedLine& line, Values values,
                                   std::int64_t offset) {
    const bool history = stream.stream == Stream::history;
    if (writer.empty() && (!history || line.step))
        return history ? *line.step : event_key(line, values, offset);
    if (!stream.writers[writer].seen.add(offset)) {
        ++run.counts.duplicates;
        return std::nullopt;
    }
    if (history) return applier.next_key();
    const std::int64_t key = event_key(line, values, offset);
    return applier.has(key) ? applier.next_key() : key;
}

bool apply_lines(RunState& run, StreamState& stream, const Batch& batch, const Lines& lines,
                 const std::vector<ParsedLine>& parsed, const ReadGroup& read) {
    StreamApplier applier(run, stream, read);
    const std::int64_t before = stream.lines;
    for (std::size_t i = 0; i < parsed.size(); ++i) {
        const ParsedLine& line = parsed[i];
        const std::int64_t offset = lines.offset + static_cast<std::int64_t>(i);
        if (!line.valid) {
            const bool fresh = batch.writer.empty() ? offset >= before
                                                    : stream.writers[batch.writer].seen.add(offset);
            if (fresh) ++run.counts.invalid;
            continue;
        }
        const LineValue* first = batch.values.data() + line.first_value;
        const Values values{first, first + line.value_count};
        const auto row = row_of(applier, stream, run, batch.writer, line, values, offset);
        if (!row) continue;
        applier.put(*row, values);
        note_time(run.counts, line);
        const auto runtime = runtime_of(values);
        if (runtime && *runtime > run.counts.runtime) run.counts.runtime = *runtime;
    }
    const auto count = static_cast<std::int64_t>(parsed.size());
    if (batch.writer.empty()) {
        stream.lines = std::max(stream.lines, lines.offset + count);
    } else {
        std::int64_t seen = 0;
        for (const auto& [name, writer] : stream.writers) {
            for (const auto& stretch : writer.seen.stretches())
                seen += stretch.end - stretch.first;
        }
        stream.lines = std::max(stream.lines, seen);
    }
    return applier.changed();
}

bool apply_console(RunState& run, const Batch& batch, const ReadGroup& read) {
    StreamState& stream = run.at(Stream::console);
    StreamApplier applier(run, stream, read);
    const Lines& lines = *batch.console;
    for (std::size_t i = 0; i < lines.lines.size(); ++i) {
        const std::int64_t offset = lines.offset + static_cast<std::int64_t>(i);
        std::int64_t number = offset;
        if (!batch.writer.empty()) {
            WriterState& writer = stream.writers[batch.writer];
            if (writer.seen.add(offset)) {
                number = stream.lines;
                writer.console.add(offset, number);
            } else if (const auto known = writer.console.find(offset)) {
                number = *known;
            } else {
                continue;
            }
        }
        if (number >= static_cast<std::int64_t>(limits::console_lines_per_run_max)) {
            if (number >= stream.lines) ++run.counts.dropped;
        } else {
            LineValue value;
            value.text = lines.lines[i];
            applier.put(number, Values{&value, &value + 1});
        }
        stream.lines = std::max(stream.lines, number + 1);
    }
    if (batch.writer.empty())
        stream.lines =
            std::max(stream.lines, lines.offset + static_cast<std::int64_t>(lines.lines.size()));
    return applier.changed();
}

// Splits an object into its members' names (still escaped) and texts.
std::vector<std::pair<std::string_view, std::string_view>> members(std::string_view json) {
    std::vector<std::pair<std::string_view, std::string_view>> found;
    JsonCursor cursor(json);
    cursor.accept('{');
    while (true) {
        cursor.skip_blanks();
        if (cursor.peek() != '"') return found;
        const auto name = cursor.string();
        if (!name || !cursor.accept(':')) return found;
        cursor.skip_blanks();
        const char* start = cursor.position();
        if (!cursor.skip_value(limits::json_depth_max)) return found;
        found.emplace_back(name->inside, std::string_view(start, static_cast<std::size_t>(
                                                                     cursor.position() - start)));
        cursor.accept(',');
    }
}

}  // namespace

std::string merged_summary(std::string_view older, std::string_view newer) {
    auto all = members(older);
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < all.size(); ++i)
        places[all[i].first] = i;
    for (const auto& member : members(newer)) {
        const auto [place, fresh] = places.emplace(member.first, all.size());
        if (fresh)
            all.push_back(member);
        else
            all[place->second].second = member.second;
    }
    std::string out = "{";
    for (const auto& [name, text] : all) {
        if (out.size() > 1) out += ',';
        out.append("\"").append(name).append("\":").append(text);
    }
    return out + "}";
}

void apply_summary(RunState& run, std::string_view json) {
    if (run.summary == json) return;
    run.summary = json;
    ++run.counts.revision;
}

void apply(RunState& run, const Batch& batch, const ReadGroup& read) {
    bool changed = false;
    if (batch.history)
        changed |= apply_lines(run, run.at(Stream::history), batch, *batch.history,
                               batch.history_parsed, read);
    if (batch.events)
        changed |= apply_lines(run, run.at(Stream::events), batch, *batch.events,
                               batch.events_parsed, read);
    if (batch.console) changed |= apply_console(run, batch, read);
    if (changed) ++run.counts.revision;
    if (!batch.summary) return;
    if (!is_json_object(*batch.summary))
        ++run.counts.invalid;
    else if (batch.writer.empty())
        apply_summary(run, *batch.summary);
    else
        apply_summary(run, merged_summary(run.summary, *batch.summary));
}

}  // namespace ensemble::recording
