// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "daemon/storage/control_store.h"
#include "daemon/storage/log_notes.h"
#include "daemon/sync/authority.h"

// What happens besides commands and is in the same audit: keys, sign-ins and what scripts do to
// runs. Each writes one entry; docs/protocol.md lists their names.
namespace ensemble::sync {

// What the operator does from the machine, as a device.
inline constexpr std::string_view command_line = "command line";

// Who did it, for whom, and with what in hand.
struct By {
    UserId actor;  // none: the operator
    UserId on_behalf_of;
    std::string device;
};

// What the caller has in hand: "key laptop (ab12…)", "session 0f3a…", by the key or by the hash of
// the session's token.
std::string device_of(storage::KeyStore& keys, ApiKeyId key, std::string_view session);
// What a sign-in is called in lists: a part of the hash of what opens it, which opens nothing.
std::string session_id(std::string_view hash);

// Keys are shown to the team too when their owner is one of its service accounts.
Result<void> record_key_made(Authority& authority, const By& by, const storage::ApiKey& key,
                             Instant now);
Result<void> record_key_revoked(Authority& authority, const By& by, const storage::ApiKey& key,
                                Instant now);
// The old one works until `end`, if it did not end before.
Result<void> record_key_rotated(Authority& authority, const By& by, const storage::ApiKey& old,
                                const storage::ApiKey& fresh, Instant end, Instant now);

Result<void> record_sign_in(Authority& authority, const By& by, const storage::SignIn& sign_in,
                            Instant now);
// A refusal, which is kept for a while. `user` is whom it was tried for, none when nobody is
// called so.
Result<void> record_failed_sign_in(Authority& authority, UserId user, std::string_view way,
                                   std::string_view address, Instant now);
// By themselves, there.
Result<void> record_sign_out(Authority& authority, const By& by, Instant now);
// Another one of their sign-ins, by its id in lists.
Result<void> record_session_ended(Authority& authority, const By& by, std::string session,
                                  Instant now);
Result<void> record_password_changed(Authority& authority, const By& by, Instant now);
// A link that signs that user in was made by the operator.
Result<void> record_link_made(Authority& authority, UserId user, Instant now);

// A script made the run; its place is "team/project/run".
Result<void> record_run_made(Authority& authority, const By& by, const runs::Run& run,
                             const teams::Team& team, const projects::Project& project,
                             std::optional<permissions::Rule> rule, Instant now);
// What somebody changed about a run that was there: the same facts before and after, as objects of
// the kind run_facts.
struct RunEdit {
    const runs::Run& run;
    const teams::Team& team;
    const projects::Project& project;
    std::string before;
    std::string after;
    std::optional<permissions::Rule> rule;  // that let them
};
Result<void> record_run_edited(Authority& authority, const By& by, RunEdit edit, Instant now);
// The same of a version of an artifact and of files of a run. The place is "team/project/name:v3"
// or "team/project/run"; what was deleted has no after.
struct Edit {
    TeamId team;
    std::string place;
    std::vector<std::string> before;
    std::vector<std::string> after;
    std::optional<permissions::Rule> rule;
};
Result<void> record_artifact_edited(Authority& authority, const By& by, Edit edit, Instant now);
Result<void> record_artifact_deleted(Authority& authority, const By& by, Edit edit, Instant now);
Result<void> record_files_deleted(Authority& authority, const By& by, Edit edit, Instant now);

}  // namespace ensemble::sync
