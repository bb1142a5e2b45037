// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include <nlohmann/json.hpp>

#include "daemon/graphql/json_out.h"
#include "daemon/wandb/json_text.h"
#include "daemon/wandb/run_node.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

using recording::Stream;

namespace {

constexpr std::int64_t rows_default = 500;
constexpr std::int64_t earliest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t latest = std::numeric_limits<std::int64_t>::max();

Result<recording::Counts> counts(const RunNode& node) {
    return node.session.rooms().recorder.counts(node.run->id);
}

std::size_t rows_max(std::int64_t wanted) {
    return static_cast<std::size_t>(
        std::clamp<std::int64_t>(wanted, 1, static_cast<std::int64_t>(limits::history_rows_max)));
}

// A JSON list of strings, itself as text: the form of "tails".
std::string list_of_one(const std::string& line) {
    return "[" + graphql::quoted(line) + "]";
}

List strings(std::vector<std::string> rows) {
    List list;
    list.reserve(rows.size());
    for (std::string& row : rows)
        list.push_back(std::move(row));
    return list;
}

struct Spec {
    std::vector<std::string> keys;
    std::int64_t min = 0;
    std::int64_t max = latest;
    std::int64_t samples = rows_default;
};

std::int64_t integer_or(const nlohmann::json& object, const char* key, std::int64_t otherwise) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number()) return otherwise;
    if (found->is_number_integer()) return found->get<std::int64_t>();
    constexpr auto most = static_cast<double>(limits::step_max);
    return static_cast<std::int64_t>(std::clamp(found->get<double>(), -most, most));
}

Result<Spec> read_spec(std::string_view text) {
    if (!is_object(text)) return fail(ErrorCode::bad_request, "A spec is not a JSON object");
    const auto parsed = nlohmann::json::parse(text, nullptr, false);
    if (!parsed.is_object()) return fail(ErrorCode::bad_request, "A spec is not a JSON object");
    Spec spec;
    if (const auto keys = parsed.find("keys"); keys != parsed.end() && keys->is_array()) {
        for (const auto& key : *keys) {
            if (!key.is_string()) return fail(ErrorCode::bad_request, "A key is not a string");
            const auto& name = key.get_ref<const std::string&>();
            if (std::find(spec.keys.begin(), spec.keys.end(), name) == spec.keys.end())
                spec.keys.push_back(name);
            if (spec.keys.size() > limits::series_keys_max)
                return fail(ErrorCode::too_large, "A spec has too many keys");
        }
    }
    spec.min = integer_or(parsed, "minStep", spec.min);
    spec.max = integer_or(parsed, "maxStep", spec.max);
    spec.samples = integer_or(parsed, "samples", spec.samples);
    return spec;
}

Result<std::string> sampled(const RunNode& node, const Spec& spec) {
    auto& recorder = node.session.rooms().recorder;
    const std::int64_t beyond = spec.max == latest ? latest : spec.max + 1;
    auto rows = spec.keys.empty() ? recorder.rows(node.run->id, Stream::history, spec.min, beyond,
                                                  rows_max(spec.samples))
                                  : recorder.keyed_rows(node.run->id, spec.keys, spec.min, spec.max,
                                                        rows_max(spec.samples));
    if (!rows) return rows.error();
    std::string list = "[";
    for (std::string& row : *rows) {
        if (list.size() > 1) list += ',';
        list += strict_json(std::move(row));
    }
    return list + "]";
}

std::string key_facts(const recording::KeyFacts& key) {
    std::string text = "{\"typeCounts\":[";
    if (key.numbers > 0)
        text += "{\"type\":\"number\",\"count\":" + std::to_string(key.numbers) + "}";
    if (key.texts > 0) {
        if (key.numbers > 0) text += ',';
        text += "{\"type\":" +
                graphql::quoted(key.media_type.empty() ? std::string("string") : key.media_type) +
                ",\"count\":" + std::to_string(key.texts) + "}";
    }
    text += "],\"monotonic\":";
    text += key.monotonic && key.texts == 0 ? "true" : "false";
    text += ",\"previousValue\":";
    text += key.last_text.empty() ? "null" : strict_json(key.last_text);
    return text + "}";
}

}  // namespace

Outcome history_line_count(const RunNode& node, const Arguments&) {
    auto known = counts(node);
    return known ? Outcome(known->history_lines) : Outcome(known.error());
}

Outcome events_line_count(const RunNode& node, const Arguments&) {
    auto known = counts(node);
    return known ? Outcome(known->events_lines) : Outcome(known.error());
}

Outcome log_line_count(const RunNode& node, const Arguments&) {
    auto known = counts(node);
    return known ? Outcome(known->console_lines) : Outcome(known.error());
}

Outcome history_tail(const RunNode& node, const Arguments&) {
    auto known = counts(node);
    if (!known) return known.error();
    if (known->last_step < 0) return "[]";
    auto rows = node.session.rooms().recorder.rows(node.run->id, Stream::history, known->last_step,
                                                   known->last_step + 1, 1);
    if (!rows) return rows.error();
    return rows->empty() ? std::string("[]") : list_of_one(rows->back());
}

Outcome events_tail(const RunNode& node, const Arguments&) {
    auto last = node.session.rooms().recorder.last_values(node.run->id, Stream::events);
    if (!last) return last.error();
    return *last == "{}" ? std::string("[]") : list_of_one(*last);
}

Outcome history(const RunNode& node, const Arguments& arguments) {
    const std::int64_t min = arguments.integer("minStep").value_or(0);
    const std::int64_t max = arguments.integer("maxStep").value_or(latest);
    auto rows = node.session.rooms().recorder.rows(
        node.run->id, Stream::history, min, max,
        rows_max(arguments.integer("samples").value_or(rows_default)));
    if (!rows) return rows.error();
    return strings(std::move(*rows));
}

Outcome events(const RunNode& node, const Arguments& arguments) {
    auto rows = node.session.rooms().recorder.rows(
        node.run->id, Stream::events, earliest, latest,
        rows_max(arguments.integer("samples").value_or(rows_default)));
    if (!rows) return rows.error();
    return strings(std::move(*rows));
}

Outcome sampled_history(const RunNode& node, const Arguments& arguments) {
    const auto specs = arguments.texts("specs");
    if (!specs) return List();
    if (specs->size() > limits::series_keys_max)
        return fail(ErrorCode::too_large, "too many specs at once");
    List list;
    for (const std::string_view text : *specs) {
        auto spec = read_spec(text);
        if (!spec) return spec.error();
        auto rows = sampled(node, *spec);
        if (!rows) return rows.error();
        list.push_back(RawJson{std::move(*rows)});
    }
    return list;
}

Outcome history_keys(const RunNode& node, const Arguments&) {
    auto known = counts(node);
    if (!known) return known.error();
    if (known->last_step < 0) return Value();
    auto keys = node.session.rooms().recorder.keys(node.run->id, Stream::history);
    if (!keys) return keys.error();
    std::string text = "{\"keys\":{";
    bool has_step = false;
    bool first = true;
    for (const recording::KeyFacts& key : *keys) {
        has_step = has_step || key.name == "_step";
        if (!first) text += ',';
        first = false;
        graphql::append_string(text, key.name);
        text += ':' + key_facts(key);
    }
    if (!has_step) {
        const recording::KeyFacts step{
            .name = "_step", .numbers = known->rows, .last_text = std::to_string(known->last_step)};
        text += (first ? "" : ",") + std::string("\"_step\":") + key_facts(step);
    }
    text += "},\"lastStep\":" + std::to_string(known->last_step) + ",\"sets\":[]}";
    return RawJson{std::move(text)};
}

// Everything is read live.
Outcome parquet_history(const RunNode&, const Arguments&) {
    return graphql::record("ParquetHistory", {{"parquetUrls", List()}, {"liveData", List()}});
}

Outcome summary_metrics(const RunNode& node, const Arguments&) {
    auto summary = node.session.rooms().recorder.summary(node.run->id);
    if (!summary) return summary.error();
    return std::move(*summary);
}

Outcome system_metrics(const RunNode& node, const Arguments&) {
    auto last = node.session.rooms().recorder.last_values(node.run->id, Stream::events);
    if (!last) return last.error();
    auto members = read_members(*last);
    if (!members) return "{}";
    std::erase_if(*members, [](const Member& one) { return !one.key.starts_with("system."); });
    return write_members(*members);
}

}  // namespace ensemble::wandb
