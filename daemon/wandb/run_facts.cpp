// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/run_facts.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "daemon/wandb/json_text.h"

namespace ensemble::wandb {

using nlohmann::json;

namespace {

// Follows a dotted path; names may hold dots themselves. `steps` bounds what a hostile path costs.
const json* descend(const json& object, std::string_view path, int& steps) {
    if (!object.is_object() || --steps < 0) return nullptr;
    if (const auto whole = object.find(path); whole != object.end()) return &*whole;
    for (std::size_t dot = path.find('.'); dot != std::string_view::npos;
         dot = path.find('.', dot + 1)) {
        const auto part = object.find(path.substr(0, dot));
        if (part == object.end()) continue;
        if (const json* found = descend(*part, path.substr(dot + 1), steps)) return found;
    }
    return nullptr;
}

const json* descend(const json& object, std::string_view path) {
    int steps = 1'000;
    return descend(object, path, steps);
}

json parsed(std::string text) {
    if (!is_object(text)) return json::object();
    json made = json::parse(strict_json(std::move(text)), nullptr, false);
    return made.is_object() ? made : json::object();
}

// {"lr": {"value": 0.1}} becomes {"lr": 0.1}.
json unwrapped(json config) {
    for (auto& [key, member] : config.items()) {
        if (!member.is_object()) continue;
        if (const auto value = member.find("value"); value != member.end()) {
            json inner = std::move(*value);
            member = std::move(inner);
        }
    }
    return config;
}

std::string without(std::string_view path, std::string_view part, std::string_view instead) {
    std::string made(path);
    if (const auto found = made.find(part); found != std::string::npos)
        made.replace(found, part.size(), instead);
    return made;
}

std::string without_end(std::string path, std::string_view end) {
    if (path.ends_with(end)) path.resize(path.size() - end.size());
    return path;
}

json text_fact(const std::string& text) {
    return text.empty() ? json() : json(text);
}

}  // namespace

RunFacts::RunFacts(Session& session, const runs::Run& run) : session_(session), run_(run) {}
RunFacts::~RunFacts() = default;
RunFacts::RunFacts(RunFacts&&) noexcept = default;

const json* RunFacts::find(std::string_view field) {
    if (field.starts_with("config.")) return find_config(field.substr(7));
    if (field.starts_with("summary_metrics.")) return find_summary(field.substr(16));
    if (field.starts_with("summaryMetrics.")) return find_summary(field.substr(15));
    if (field.starts_with("keys_info.keys.")) return find_key(field.substr(15));
    return find_own(field);
}

const json* RunFacts::find_config(std::string_view path) {
    if (!config_) config_ = std::make_unique<json>(unwrapped(parsed(run_.config)));
    const std::string inner = without(path, ".value.", ".");
    for (const std::string& one : {std::string(path), without_end(std::string(path), ".value"),
                                   inner, without_end(inner, ".value")}) {
        if (const json* found = descend(*config_, one)) return found;
    }
    return nullptr;
}

const json* RunFacts::find_summary(std::string_view path) {
    if (!summary_) {
        auto text = session_.rooms().recorder.summary(run_.id);
        summary_ = std::make_unique<json>(parsed(text ? std::move(*text) : "{}"));
    }
    return descend(*summary_, path);
}

const json* RunFacts::find_key(std::string_view name) {
    auto keys = session_.rooms().recorder.keys(run_.id, recording::Stream::history);
    if (!keys) return nullptr;
    for (const recording::KeyFacts& key : *keys) {
        if (key.name != name) continue;
        answer_ = std::make_unique<json>(true);
        return answer_.get();
    }
    return nullptr;
}

const json* RunFacts::find_own(std::string_view field) {
    const auto is = [field](std::string_view a, std::string_view b) {
        return field == a || field == b;
    };
    json value;
    if (field == "name") {
        value = run_.name;
    } else if (is("displayName", "display_name")) {
        value = run_.display_name;
    } else if (field == "state") {
        value = std::string(runs::name(run_.state));
    } else if (field == "tags") {
        value = run_.tags;
    } else if (is("group", "groupName")) {
        value = text_fact(run_.group);
    } else if (is("jobType", "job_type")) {
        value = text_fact(run_.job_type);
    } else if (field == "host") {
        value = text_fact(run_.host);
    } else if (is("username", "user.username")) {
        auto author = session_.rooms().users.find(run_.author);
        if (author && *author) value = (*author)->name;
    } else if (is("createdAt", "created_at")) {
        value = run_.created_at.ms;
    } else if (is("updatedAt", "updated_at")) {
        value = run_.updated_at.ms;
    } else if (is("heartbeatAt", "heartbeat_at")) {
        value = session_.context.heartbeats.last(run_.id)
                    .value_or(run_.ended_at.value_or(run_.updated_at))
                    .ms;
    } else if (field == "duration") {
        if (auto counts = session_.rooms().recorder.counts(run_.id)) value = counts->runtime;
    } else if (field == "notes") {
        value = text_fact(run_.notes);
    } else if (field == "description") {
        value = text_fact(run_.description);
    } else if (field == "commit") {
        value = text_fact(run_.commit);
    } else if (is("sweep", "sweepName")) {
        value = text_fact(run_.sweep);
    } else if (field.starts_with("tags.")) {
        const auto found = std::find(run_.tags.begin(), run_.tags.end(), field.substr(5));
        if (found != run_.tags.end()) value = true;
    }
    if (value.is_null()) return nullptr;
    answer_ = std::make_unique<json>(std::move(value));
    return answer_.get();
}

}  // namespace ensemble::wandb
