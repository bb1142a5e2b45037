// SPDX-License-Identifier: Apache-2.0
#include "daemon/sync/outside_commands.h"

#include <algorithm>
#include <utility>

#include "shared/base/encoding.h"

namespace ensemble::sync {

using permissions::Action;
using storage::ApiKey;

namespace {

Decided event(std::string name, const By& by, Instant now) {
    Decided line{
        .at = now, .actor = by.actor, .on_behalf_of = by.on_behalf_of, .device = by.device};
    line.event = std::move(name);
    return line;
}

std::string label(const ApiKey& key) {
    return key.name + " (" + key.prefix + "…)";
}

std::string note_of(const records::State& state, const ApiKey& key) {
    const records::Team* team = state.team(key.team);
    const records::Project* project = state.project(key.project);
    return storage::key_note(key, team != nullptr ? team->name : "",
                             project != nullptr ? project->name : "");
}

// Of a key, whose owner it is done for. Nobody needs a rule for their own.
Decided key_event(const records::State& state, std::string name, const By& by, const ApiKey& key,
                  Instant now) {
    Decided line = event(std::move(name), by, now);
    line.on_behalf_of = key.user;
    line.detail = label(key);
    const records::User* owner = state.user(key.user);
    if (owner == nullptr || owner->kind == records::UserKind::person) return line;
    const bool of_team = owner->kind == records::UserKind::team_service;
    if (of_team) line.team = owner->home_team;
    if (!by.actor || by.actor == key.user) return line;
    const auto decision = records::may(state, {.user = by.actor},
                                       of_team ? Action::team_manage_service_accounts
                                               : Action::org_manage_service_accounts,
                                       {line.team, {}, {}});
    if (decision.allowed) line.rule = decision.rule;
    return line;
}

std::string place_of(const teams::Team& team, const projects::Project& project,
                     const runs::Run& run) {
    return team.name + "/" + project.name + "/" + run.name;
}

Result<void> record_edit(Authority& authority, Decided line, Edit edit) {
    line.detail = std::move(edit.place);
    line.rule = edit.rule;
    line.team = edit.team;
    line.noted_before = std::move(edit.before);
    line.noted_after = std::move(edit.after);
    return authority.record(std::move(line));
}

}  // namespace

std::string session_id(std::string_view hash) {
    constexpr std::size_t shown_bytes = 8;
    return hex(hash.substr(0, shown_bytes));
}

std::string device_of(storage::KeyStore& keys, ApiKeyId id, std::string_view session) {
    if (!session.empty()) return "session " + session_id(session);
    if (!id) return "";
    auto key = keys.find(id);
    return "key " + (key && *key ? label(**key) : std::to_string(id.value));
}

Result<void> record_key_made(Authority& authority, const By& by, const ApiKey& key, Instant now) {
    const records::State& state = authority.state();
    Decided line = key_event(state, "key_made", by, key, now);
    line.noted_after.push_back(note_of(state, key));
    return authority.record(std::move(line));
}

Result<void> record_key_revoked(Authority& authority, const By& by, const ApiKey& key,
                                Instant now) {
    const records::State& state = authority.state();
    Decided line = key_event(state, "key_revoked", by, key, now);
    line.noted_before.push_back(note_of(state, key));
    return authority.record(std::move(line));
}

Result<void> record_key_rotated(Authority& authority, const By& by, const ApiKey& old,
                                const ApiKey& fresh, Instant end, Instant now) {
    const records::State& state = authority.state();
    Decided line = key_event(state, "key_rotated", by, fresh, now);
    ApiKey ending = old;
    ending.expires_at = std::min(old.expires_at.value_or(end), end);
    line.noted_before.push_back(note_of(state, old));
    line.noted_after = {note_of(state, ending), note_of(state, fresh)};
    return authority.record(std::move(line));
}

Result<void> record_sign_in(Authority& authority, const By& by, const storage::SignIn& sign_in,
                            Instant now) {
    Decided line = event("signed_in", by, now);
    line.noted_after.push_back(storage::sign_in_note(sign_in));
    return authority.record(std::move(line));
}

Result<void> record_failed_sign_in(Authority& authority, UserId user, std::string_view way,
                                   std::string_view address, Instant now) {
    Decided line = event("signed_in", {user, {}, ""}, now);
    line.detail = std::string(address);
    line.refused =
        records::Refused{.code = records::Refusal::invalid, .field = std::string(way), .value = ""};
    return authority.record(std::move(line));
}

Result<void> record_sign_out(Authority& authority, const By& by, Instant now) {
    return authority.record(event("signed_out", by, now));
}

Result<void> record_session_ended(Authority& authority, const By& by, std::string session,
                                  Instant now) {
    Decided line = event("session_ended", by, now);
    line.detail = std::move(session);
    return authority.record(std::move(line));
}

Result<void> record_password_changed(Authority& authority, const By& by, Instant now) {
    return authority.record(event("password_changed", by, now));
}

Result<void> record_link_made(Authority& authority, UserId user, Instant now) {
    Decided line = event("sign_in_link_made", {{}, user, std::string(command_line)}, now);
    if (const records::User* found = authority.state().user(user)) line.detail = found->name;
    return authority.record(std::move(line));
}

Result<void> record_run_made(Authority& authority, const By& by, const runs::Run& run,
                             const teams::Team& team, const projects::Project& project,
                             std::optional<permissions::Rule> rule, Instant now) {
    Decided line = event("run_made", by, now);
    line.detail = place_of(team, project, run);
    line.rule = rule;
    line.team = team.id;
    line.noted_after.push_back(storage::run_note(run));
    return authority.record(std::move(line));
}

Result<void> record_run_edited(Authority& authority, const By& by, RunEdit edit, Instant now) {
    return record_edit(authority, event("run_edited", by, now),
                       {edit.team.id,
                        place_of(edit.team, edit.project, edit.run),
                        {std::move(edit.before)},
                        {std::move(edit.after)},
                        edit.rule});
}

Result<void> record_artifact_edited(Authority& authority, const By& by, Edit edit, Instant now) {
    return record_edit(authority, event("artifact_edited", by, now), std::move(edit));
}

Result<void> record_artifact_deleted(Authority& authority, const By& by, Edit edit, Instant now) {
    return record_edit(authority, event("artifact_deleted", by, now), std::move(edit));
}

Result<void> record_files_deleted(Authority& authority, const By& by, Edit edit, Instant now) {
    return record_edit(authority, event("files_deleted", by, now), std::move(edit));
}

}  // namespace ensemble::sync
