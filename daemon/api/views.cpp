// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/views.h"

#include <nlohmann/json.hpp>

namespace ensemble::api {

using nlohmann::json;

json user_view(const teams::User& user, bool has_password) {
    return {{"id", user.id.value}, {"name", user.name},           {"full_name", user.full_name},
            {"email", user.email}, {"admin", user.admin},         {"language", user.language},
            {"theme", user.theme}, {"has_password", has_password}};
}

json key_view(const storage::ApiKey& key) {
    return {{"id", key.id.value},
            {"name", key.name},
            {"prefix", key.prefix},
            {"team", key.team.value},
            {"project", key.project.value},
            {"read_only", key.read_only},
            {"created_at_ms", key.created_at.ms},
            {"expires_at_ms", key.expires_at ? json(key.expires_at->ms) : json(nullptr)},
            {"last_used_at_ms", key.last_used_at ? json(key.last_used_at->ms) : json(nullptr)}};
}

json run_row_view(Rooms& rooms, const runs::Run& run, std::string_view team,
                  std::string_view project) {
    auto author = rooms.users.find(run.author);
    json view = {{"id", run.id.value},
                 {"name", run.name},
                 {"team", team},
                 {"project", project},
                 {"display_name", run.display_name},
                 {"state", runs::name(run.state)},
                 {"author", author && *author ? (*author)->name : ""},
                 {"group", run.group},
                 {"job_type", run.job_type},
                 {"notes", run.notes},
                 {"tags", run.tags},
                 {"created_at_ms", run.created_at.ms},
                 {"started_at_ms", run.created_at.ms},
                 {"updated_at_ms", run.updated_at.ms},
                 {"ended_at_ms", run.ended_at ? run.ended_at->ms : 0},
                 {"runtime_s", 0.0},
                 {"heartbeat_at_ms", 0},
                 {"last_step", -1}};
    const auto index = rooms.index.project(run.project);
    if (!index) return view;
    if (const run_index::Row* row = (*index)->find(run.id)) {
        view["started_at_ms"] = row->started_at.ms;
        view["runtime_s"] = row->runtime_s;
        view["heartbeat_at_ms"] = row->heartbeat_at.ms;
        view["last_step"] = row->last_step;
        view["version"] = row->version;
    }
    return view;
}

json client_view(std::string_view config) {
    const json value = json::parse(config, nullptr, false);
    const auto text = [&value](const char* pointer) {
        const json::json_pointer path(pointer);
        if (!value.is_object() || !value.contains(path)) return std::string();
        return value.at(path).is_string() ? value.at(path).get<std::string>() : std::string();
    };
    const std::string version = text("/_wandb/value/cli_version");
    if (version.empty()) return nullptr;
    return {{"version", version}, {"python", text("/_wandb/value/python_version")}};
}

std::string public_config(std::string_view config) {
    json value = json::parse(config, nullptr, false);
    if (!value.is_object()) return "{}";
    json out = json::object();
    for (const auto& [key, entry] : value.items()) {
        if (key == "_wandb") continue;
        const auto inner = entry.is_object() ? entry.find("value") : entry.end();
        out[key] = entry.is_object() && inner != entry.end() ? *inner : entry;
    }
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace ensemble::api
