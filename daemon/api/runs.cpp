// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "daemon/api/door.h"
#include "daemon/api/views.h"
#include "shared/base/encoding.h"
#include "shared/base/limits.h"

namespace ensemble::api {

using nlohmann::json;

namespace {

constexpr std::size_t metadata_bytes_max = 1u << 20;

json counts_view(const recording::Counts& counts, std::int64_t files) {
    return {{"history_lines", counts.history_lines},
            {"events_lines", counts.events_lines},
            {"console_lines", counts.console_lines},
            {"last_step", counts.last_step},
            {"rows", counts.rows},
            {"duplicates", counts.duplicates},
            {"replaced", counts.replaced},
            {"invalid", counts.invalid},
            {"files", files}};
}

// What the script's machine looked like: the file that the SDK uploads.
json metadata(Rooms& rooms, RunId run) {
    auto file = rooms.files.find(run, "wandb-metadata.json");
    if (!file || !*file) return nullptr;
    auto bytes = rooms.blobs.read((*file)->digest, metadata_bytes_max);
    if (!bytes) return nullptr;
    json value = json::parse(*bytes, nullptr, false);
    return value.is_object() ? value : json(nullptr);
}

// The service account that sent a run which is credited to somebody else.
std::string sender(Rooms& rooms, const runs::Run& run) {
    const records::User* user = rooms.authority.state().user(run.sent_by);
    return user != nullptr ? user->name : "";
}

// Whom the script of a service account named although they are not in the team.
Result<json> named_in_vain(Rooms& rooms, RunId run) {
    auto notes = rooms.runs.notes(run);
    if (!notes) return notes.error();
    for (const auto& note : *notes) {
        if (note.kind != "attribution") continue;
        json named = json::parse(note.text, nullptr, false);
        if (named.is_object()) return named;
    }
    return json(nullptr);
}

Result<json> run_view(Rooms& rooms, const FoundRun& found) {
    const runs::Run& run = found.run;
    json view = run_row_view(rooms, run, found.team.name, found.project.name);
    auto counts = rooms.recorder.counts(run.id);
    if (!counts) return counts.error();
    auto summary = rooms.recorder.summary(run.id);
    if (!summary) return summary.error();
    auto keys = rooms.recorder.keys(run.id, recording::Stream::history);
    if (!keys) return keys.error();
    auto files = rooms.files.count(run.id);
    if (!files) return files.error();
    auto named = named_in_vain(rooms, run.id);
    if (!named) return named.error();
    json media = json::array();
    for (const recording::KeyFacts& key : *keys) {
        if (!key.media_type.empty()) media.push_back({{"key", key.name}, {"type", key.media_type}});
    }
    view["exit_code"] = run.exit_code ? json(*run.exit_code) : json(nullptr);
    view["stop_requested"] = run.stop_requested;
    view["sent_by"] = sender(rooms, run);
    view["named_in_vain"] = std::move(*named);
    view["description"] = run.description;
    view["host"] = run.host;
    view["program"] = run.program;
    view["repository"] = run.repository;
    view["commit"] = run.commit;
    view["config"] = public_config(run.config);
    view["client"] = client_view(run.config);
    view["summary"] = std::move(*summary);
    view["metadata"] = metadata(rooms, run.id);
    view["counts"] = counts_view(*counts, *files);
    view["media"] = std::move(media);
    view["may"] = {{"write", may(rooms, found.caller, permissions::Action::run_update, run.project,
                                 run.author)},
                   {"delete", may(rooms, found.caller, permissions::Action::run_delete, run.project,
                                  run.author)}};
    return view;
}

Result<http::Response> one_run(Rooms& rooms, const http::Request& request) {
    auto found = visit_run(rooms, request);
    if (!found) return found.error();
    auto view = run_view(rooms, *found);
    if (!view) return view.error();
    return answer(200, *view);
}

Result<std::vector<std::string>> read_tags(const json& value) {
    if (!value.is_array()) return fail(ErrorCode::bad_request, "tags is not a list.");
    if (value.size() > limits::tags_max) return fail(ErrorCode::too_large, "Too many tags.");
    std::vector<std::string> tags;
    for (const json& tag : value) {
        if (!tag.is_string()) return fail(ErrorCode::bad_request, "A tag is not a string.");
        auto text = tag.get<std::string>();
        if (text.empty() || text.size() > limits::tag_bytes_max)
            return fail(ErrorCode::bad_request, "A tag has 1 to 128 bytes.");
        if (std::find(tags.begin(), tags.end(), text) == tags.end())
            tags.push_back(std::move(text));
    }
    return tags;
}

// What makes the run's tags those.
void add_tag_commands(const runs::Run& run, const std::vector<std::string>& tags,
                      std::vector<sync::Command>& commands) {
    const auto holds = [](const std::vector<std::string>& list, const std::string& tag) {
        return std::find(list.begin(), list.end(), tag) != list.end();
    };
    for (const std::string& tag : run.tags)
        if (!holds(tags, tag)) commands.push_back(runs::TagRun{run.id, tag, false});
    for (const std::string& tag : tags)
        if (!holds(run.tags, tag)) commands.push_back(runs::TagRun{run.id, tag, true});
}

Result<http::Response> change_run(Rooms& rooms, const http::Request& request) {
    auto found = find_run(rooms, request, permissions::Action::run_update);
    if (!found) return found.error();
    auto fields = body(request);
    if (!fields) return fields.error();
    const RunId id = found->run.id;
    std::vector<sync::Command> commands;
    if (fields->contains("display_name")) {
        auto text = string_field(*fields, "display_name", limits::display_name_bytes_max);
        if (!text) return text.error();
        if (text->empty()) return fail(ErrorCode::bad_request, "A run needs a name.");
        commands.push_back(runs::RenameRun{id, std::move(*text)});
    }
    if (fields->contains("notes")) {
        auto text = string_field(*fields, "notes", limits::notes_bytes_max);
        if (!text) return text.error();
        commands.push_back(runs::NoteRun{id, std::move(*text)});
    }
    if (const auto value = fields->find("tags"); value != fields->end()) {
        auto tags = read_tags(*value);
        if (!tags) return tags.error();
        add_tag_commands(found->run, *tags, commands);
    }
    for (sync::Command& command : commands)
        if (auto done = submit(rooms, found->caller, std::move(command)); !done)
            return done.error();
    auto changed = rooms.runs.find(id);
    if (!changed) return changed.error();
    if (*changed) found->run = **std::move(changed);
    auto view = run_view(rooms, *found);
    if (!view) return view.error();
    return answer(200, *view);
}

Result<http::Response> stop_run(Rooms& rooms, const http::Request& request) {
    auto found = find_run(rooms, request, permissions::Action::run_stop);
    if (!found) return found.error();
    if (runs::ended(found->run.state))
        return fail(ErrorCode::conflict, "The run has ended already.");
    if (auto done = submit(rooms, found->caller, runs::StopRun{found->run.id}); !done)
        return done.error();
    return answer(202, json::object());
}

Result<http::Response> delete_run(Rooms& rooms, const http::Request& request) {
    auto found = find_run(rooms, request, permissions::Action::run_delete);
    if (!found) return found.error();
    if (auto done = submit(rooms, found->caller, runs::DeleteRun{found->run.id}); !done)
        return done.error();
    return no_content();
}

json artifact_view(Rooms& rooms, const storage::Artifact& artifact,
                   const storage::Collection& collection) {
    json names = json::array();
    if (auto aliases = rooms.artifacts.aliases(artifact.id)) {
        for (const auto& alias : *aliases)
            names.push_back(alias.name);
    }
    return {{"collection", collection.name},
            {"type", collection.type},
            {"version", "v" + std::to_string(artifact.version)},
            {"aliases", std::move(names)},
            {"bytes", artifact.bytes},
            {"files", artifact.file_count}};
}

// Versions that the caller may not see are left out.
Result<json> artifact_list(Rooms& rooms, const auth::Caller& who,
                           const Result<std::vector<ArtifactId>>& ids) {
    if (!ids) return ids.error();
    json list = json::array();
    for (const ArtifactId id : *ids) {
        auto artifact = rooms.artifacts.find(id);
        if (!artifact) return artifact.error();
        if (!*artifact || (*artifact)->state != storage::ArtifactState::committed) continue;
        auto collection = rooms.artifacts.find_collection((*artifact)->collection);
        if (!collection) return collection.error();
        if (!*collection || !may(rooms, who, permissions::Action::run_read, (*collection)->project))
            continue;
        list.push_back(artifact_view(rooms, **artifact, **collection));
    }
    return list;
}

Result<http::Response> artifacts(Rooms& rooms, const http::Request& request) {
    auto found = visit_run(rooms, request);
    if (!found) return found.error();
    auto logged = artifact_list(rooms, found->caller, rooms.artifacts.outputs(found->run.id));
    if (!logged) return logged.error();
    auto used = artifact_list(rooms, found->caller, rooms.artifacts.inputs(found->run.id));
    if (!used) return used.error();
    return answer(200, {{"logged", std::move(*logged)}, {"used", std::move(*used)}});
}

}  // namespace

void add_run_routes(http::Router& router, Rooms& rooms) {
    const std::string run = "/api/runs/{team}/{project}/{run}";
    add(router, "GET", run,
        [&rooms](const http::Request& request) { return one_run(rooms, request); });
    add(
        router, "PATCH", run,
        [&rooms](const http::Request& request) { return change_run(rooms, request); },
        2 * limits::page_body_bytes_max);
    add(
        router, "POST", run + "/stop",
        [&rooms](const http::Request& request) { return stop_run(rooms, request); },
        limits::page_body_bytes_max);
    add(router, "DELETE", run,
        [&rooms](const http::Request& request) { return delete_run(rooms, request); });
    add(router, "GET", run + "/artifacts",
        [&rooms](const http::Request& request) { return artifacts(rooms, request); });
}

}  // namespace ensemble::api
