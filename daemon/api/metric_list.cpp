// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/metric_list.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "shared/base/limits.h"

namespace ensemble::api {

using nlohmann::json;

std::vector<RunId> chosen_runs(const run_index::ProjectIndex& index, std::string_view text) {
    std::vector<RunId> chosen;
    if (text.empty()) {
        for (auto row = index.rows().rbegin();
             row != index.rows().rend() && chosen.size() < limits::series_runs_max; ++row) {
            if (!row->deleted) chosen.push_back(row->id);
        }
        return chosen;
    }
    while (!text.empty() && chosen.size() < limits::series_runs_max) {
        const std::size_t end = std::min(text.find(','), text.size());
        RunId id;
        std::from_chars(text.data(), text.data() + end, id.value);
        const run_index::Row* row = index.find(id);
        if (row != nullptr && !row->deleted) chosen.push_back(id);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return chosen;
}

namespace {

struct Metric {
    std::string kind;
    std::int64_t runs = 0;
    std::string x = "_step";
    bool hidden = false;
};

using Metrics = std::map<std::pair<std::string, recording::Stream>, Metric>;

std::string kind_of(const recording::KeyFacts& key) {
    if (key.numbers > 0) return "number";
    if (!key.media_type.empty()) return key.media_type;
    return "text";
}

// Whether a definition such as "train/*" covers a key.
bool covers(std::string_view glob, std::string_view name) {
    if (glob.empty() || glob.back() != '*') return false;
    return name.starts_with(glob.substr(0, glob.size() - 1));
}

const std::string* text_member(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get_ptr<const std::string*>()
                                                       : nullptr;
}

constexpr int hidden_option = 2;

bool is_hidden(const json& definition) {
    const auto options = definition.find("6");
    return options != definition.end() && options->is_array() &&
           std::find(options->begin(), options->end(), hidden_option) != options->end();
}

// The step metric that a definition names; nullptr when it is none or "_step".
const std::string* step_metric(const json& definition, const json& list) {
    const auto index = definition.find("5");
    if (index == definition.end() || !index->is_number_unsigned()) return nullptr;
    const auto number = index->get<std::size_t>();
    if (number < 1 || number > list.size() || !list[number - 1].is_object()) return nullptr;
    const std::string* step = text_member(list[number - 1], "1");
    return step != nullptr && *step != "_step" ? step : nullptr;
}

// What define_metric said, from where the SDK keeps it: config._wandb.value.m, a list of objects
// keyed by field number: "1" name, "2" glob, "5" one-based index of the step metric, "6" options.
void read_definitions(const std::string& config, Metrics& metrics) {
    const json value = json::parse(config, nullptr, false);
    const json::json_pointer place("/_wandb/value/m");
    if (!value.is_object() || !value.contains(place)) return;
    const json& list = value[place];
    if (!list.is_array()) return;
    for (const json& entry : list) {
        if (!entry.is_object()) continue;
        const std::string* step = step_metric(entry, list);
        const bool hidden = is_hidden(entry);
        const std::string* name = text_member(entry, "1");
        const std::string* glob = text_member(entry, "2");
        for (auto& [key, metric] : metrics) {
            const bool meant = (name != nullptr && *name == key.first) ||
                               (glob != nullptr && covers(*glob, key.first));
            if (!meant || key.second != recording::Stream::history) continue;
            if (step != nullptr && key.first != *step) metric.x = *step;
            metric.hidden = hidden;
        }
    }
}

}  // namespace

json metric_list(Rooms& rooms, const std::vector<RunId>& runs) {
    Metrics metrics;
    for (const RunId run : runs) {
        for (const auto stream : {recording::Stream::history, recording::Stream::events}) {
            auto keys = rooms.recorder.keys(run, stream);
            if (!keys) continue;
            for (const recording::KeyFacts& key : *keys) {
                if (key.name.starts_with('_')) continue;
                Metric& metric = metrics[{key.name, stream}];
                ++metric.runs;
                std::string kind = kind_of(key);
                if (metric.kind.empty() || kind == "number") metric.kind = std::move(kind);
            }
        }
    }
    for (const RunId run : runs) {
        if (auto found = rooms.runs.find(run); found && *found)
            read_definitions((*found)->config, metrics);
    }
    json list = json::array();
    for (const auto& [key, metric] : metrics) {
        if (metric.hidden) continue;
        const bool history = key.second == recording::Stream::history;
        list.push_back({{"name", key.first},
                        {"stream", history ? "history" : "events"},
                        {"kind", metric.kind},
                        {"runs", metric.runs},
                        {"x", history ? metric.x : "_runtime"}});
    }
    return list;
}

}  // namespace ensemble::api
