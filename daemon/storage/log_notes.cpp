// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/log_notes.h"

#include <nlohmann/json.hpp>

namespace ensemble::storage {

using nlohmann::ordered_json;

namespace {

std::string dump(const ordered_json& value) {
    return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

std::string key_note(const ApiKey& key, std::string_view only_team, std::string_view only_project) {
    return dump({{"k", "key"},
                 {"id", key.id.value},
                 {"prefix", key.prefix},
                 {"name", key.name},
                 {"read_only", key.read_only},
                 {"only_team", only_team},
                 {"only_project", only_project},
                 {"expires_at_ms", key.expires_at ? key.expires_at->ms : 0}});
}

std::string sign_in_note(const SignIn& sign_in) {
    return dump({{"k", "sign_in"},
                 {"id", sign_in.id},
                 {"way", sign_in.way},
                 {"browser", sign_in.browser},
                 {"address", sign_in.address}});
}

std::string file_note(const RunFile& file) {
    return dump({{"k", "file"},
                 {"id", file.id.value},
                 {"name", file.name},
                 {"bytes", file.bytes},
                 {"digest", file.digest}});
}

std::string run_note(const runs::Run& run) {
    ordered_json note{{"k", "run_facts"},
                      {"id", run.id.value},
                      {"name", run.name},
                      {"display_name", run.display_name},
                      {"project", run.project.value},
                      {"author", run.author.value}};
    if (run.sent_by) note["sent_by"] = run.sent_by.value;
    if (!run.group.empty()) note["group"] = run.group;
    if (!run.job_type.empty()) note["job_type"] = run.job_type;
    if (!run.tags.empty()) note["tags"] = run.tags;
    return dump(note);
}

}  // namespace ensemble::storage
