// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/run_record.h"

#include <utility>

#include "daemon/wandb/access.h"
#include "daemon/wandb/attribution.h"
#include "daemon/wandb/noted_facts.h"

namespace ensemble::wandb {

using permissions::Action;

sync::By recorded_by(Session& session, const Place& place) {
    const auth::Caller& caller = session.caller;
    return {caller.user.id, credited(session, place.team.id),
            sync::device_of(session.rooms().keys, caller.key, caller.session)};
}

std::optional<permissions::Rule> rule_of(const Session& session, const Place& place, Action action,
                                         UserId creator) {
    const auto decision = records::may(session.state(), session.caller.asker, action,
                                       {place.team.id, place.project.id, creator});
    return decision.allowed ? std::optional(decision.rule) : std::nullopt;
}

namespace {

Result<void> write(Session& session, const Place& place, const runs::Run& run,
                   const NotedFacts& facts) {
    if (!facts.any()) return {};
    const UserId creator = maker(run, session.caller.user.id, Action::run_update);
    return sync::record_run_edited(session.rooms().authority, recorded_by(session, place),
                                   {run, place.team, place.project, facts.before(), facts.after(),
                                    rule_of(session, place, Action::run_update, creator)},
                                   session.now);
}

}  // namespace

Result<void> record_made(Session& session, const Place& place, const runs::Run& run) {
    sync::By who = recorded_by(session, place);
    if (run.sent_by) who.on_behalf_of = run.author;
    return sync::record_run_made(session.rooms().authority, who, run, place.team, place.project,
                                 rule_of(session, place, Action::run_create, {}), session.now);
}

Result<void> record_edited(Session& session, const Place& place, const RunBefore& before,
                           const runs::Run& run) {
    const runs::Run& was = before.run;
    NotedFacts facts("run_facts", run.id.value);
    facts.add_text("display_name", was.display_name, run.display_name);
    facts.add_text("notes", was.notes, run.notes);
    facts.add_text("description", was.description, run.description);
    facts.add_text("group", was.group, run.group);
    facts.add_text("job_type", was.job_type, run.job_type);
    facts.add_list("tags", was.tags, run.tags);
    if (!before.streamed) {
        facts.add_text("state", runs::name(was.state), runs::name(run.state));
        facts.add_object("config", was.config, run.config);
        if (before.summary) {
            auto now = session.rooms().recorder.summary(run.id);
            if (!now) return now.error();
            facts.add_object("summary", *before.summary, *now);
        }
    }
    return write(session, place, run, facts);
}

Result<void> record_rewound(Session& session, const Place& place, const runs::Run& run,
                            std::int64_t from_step, std::int64_t to_step) {
    NotedFacts facts("run_facts", run.id.value);
    facts.add_number("last_step", from_step, to_step);
    return write(session, place, run, facts);
}

Result<void> record_files_deleted(Session& session, const Place& place, const runs::Run& run,
                                  const std::vector<storage::RunFile>& files) {
    sync::Edit edit{.team = place.team.id,
                    .place = place.team.name + "/" + place.project.name + "/" + run.name,
                    .rule = rule_of(session, place, Action::run_delete, run.author)};
    for (const storage::RunFile& file : files)
        if (file.run == run.id) edit.before.push_back(storage::file_note(file));
    return sync::record_files_deleted(session.rooms().authority, recorded_by(session, place),
                                      std::move(edit), session.now);
}

}  // namespace ensemble::wandb
