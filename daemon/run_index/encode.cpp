// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "daemon/run_index/project_index.h"
#include "shared/metrics/column_frame.h"

namespace ensemble::run_index {

namespace {

// Turns one field of the chosen rows into a column.
class Encoder {
public:
    Encoder(const std::vector<const Row*>& rows) : rows_(rows), frame_(rows.size()) {}

    template <class Field>
    void integers(std::string_view name, Field field) {
        std::vector<std::int64_t> values;
        values.reserve(rows_.size());
        for (const Row* row : rows_)
            values.push_back(field(*row));
        frame_.i64(name, values);
    }

    template <class Field>
    void doubles(std::string_view name, Field field) {
        std::vector<double> values;
        values.reserve(rows_.size());
        for (const Row* row : rows_)
            values.push_back(field(*row));
        frame_.f64(name, values);
    }

    // `field` gives a view of something that outlives the call.
    template <class Field>
    void texts(std::string_view name, Field field) {
        std::vector<std::string_view> values;
        values.reserve(rows_.size());
        for (const Row* row : rows_)
            values.push_back(row->deleted ? std::string_view() : field(*row));
        frame_.text(name, std::span<const std::string_view>(values));
    }

    metrics::FrameWriter& frame() { return frame_; }

private:
    const std::vector<const Row*>& rows_;
    metrics::FrameWriter frame_;
};

std::string number_text(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    char text[40];
    const int length = std::snprintf(text, sizeof text, "%.17g", value);
    return std::string(text, static_cast<std::size_t>(length));
}

void add_values(metrics::FrameWriter& frame, std::string_view name, const Column* column,
                const std::vector<std::size_t>& places, const Texts& texts) {
    std::vector<std::uint8_t> present(places.size(), 0);
    const bool numeric = column == nullptr || column->texts == 0;
    std::vector<double> numbers(numeric ? places.size() : 0, 0.0);
    std::vector<std::string> words(numeric ? 0 : places.size());
    for (std::size_t i = 0; column != nullptr && i < places.size(); ++i) {
        const Cell cell = column->at(places[i]);
        if (cell.missing()) continue;
        present[i] = 1;
        if (numeric) {
            numbers[i] = cell.number();
        } else {
            words[i] =
                cell.is_text() ? std::string(texts.text(cell.text())) : number_text(cell.number());
        }
    }
    if (numeric) {
        frame.f64(name, numbers, present);
    } else {
        frame.text(name, std::span<const std::string>(words), present);
    }
}

}  // namespace

std::string ProjectIndex::encode(std::int64_t since, const std::vector<std::string>& asked) const {
    std::vector<const Row*> rows;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (rows_[i].version <= since || (since == 0 && rows_[i].deleted)) continue;
        rows.push_back(&rows_[i]);
        places.push_back(i);
    }
    Encoder out(rows);
    const auto interned = [this](std::uint32_t number) { return texts_.text(number); };
    out.integers("id", [](const Row& row) { return row.id.value; });
    out.integers("version", [](const Row& row) { return row.version; });
    out.integers("deleted", [](const Row& row) { return std::int64_t{row.deleted}; });
    out.texts("name", [](const Row& row) { return std::string_view(row.name); });
    out.texts("display_name", [](const Row& row) { return std::string_view(row.display_name); });
    out.texts("state", [](const Row& row) { return runs::name(row.state); });
    out.texts("group", [&](const Row& row) { return interned(row.group); });
    out.texts("job_type", [&](const Row& row) { return interned(row.job_type); });
    out.texts("tags", [&](const Row& row) { return interned(row.tags); });
    out.texts("notes", [&](const Row& row) { return interned(row.notes); });
    out.texts("author", [&](const Row& row) { return interned(row.author); });
    out.texts("host", [&](const Row& row) { return interned(row.host); });
    out.integers("created_at_ms", [](const Row& row) { return row.created_at.ms; });
    out.integers("started_at_ms", [](const Row& row) { return row.started_at.ms; });
    out.integers("ended_at_ms", [](const Row& row) { return row.ended_at.ms; });
    out.integers("heartbeat_at_ms", [](const Row& row) { return row.heartbeat_at.ms; });
    out.doubles("runtime_s", [](const Row& row) { return row.runtime_s; });
    out.integers("last_step", [](const Row& row) { return row.last_step; });
    out.integers("stop_requested", [](const Row& row) { return std::int64_t{row.stop_requested}; });
    for (const std::string& name : asked) {
        const auto found = columns_.find(name);
        add_values(out.frame(), name, found == columns_.end() ? nullptr : &found->second, places,
                   texts_);
    }
    return std::move(out.frame()).take();
}

}  // namespace ensemble::run_index
