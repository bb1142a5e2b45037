// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/upsert.h"

#include <algorithm>

#include "daemon/storage/database.h"
#include "daemon/wandb/attribution.h"
#include "daemon/wandb/config_text.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/json_text.h"
#include "daemon/wandb/names.h"
#include "daemon/wandb/run_node.h"
#include "daemon/wandb/run_record.h"
#include "daemon/wandb/started_run.h"
#include "shared/base/limits.h"
#include "shared/runs/life.h"

namespace ensemble::wandb {

using permissions::Action;

namespace {

struct Target {
    std::shared_ptr<const Place> place;
    runs::Run run;
    bool is_new = false;
    runs::Upsert upsert;
};

Result<void> set_text(std::string& to, const Arguments& input, std::string_view name,
                      std::size_t bytes_max) {
    const auto given = input.text(name);
    if (!given) return {};
    if (given->size() > bytes_max)
        return fail(ErrorCode::too_large,
                    std::string(name) + " is longer than " + std::to_string(bytes_max) + " bytes");
    to = std::string(*given);
    return {};
}

Result<void> set_tags(runs::Run& run, const Arguments& input) {
    const auto given = input.texts("tags");
    if (!given) return {};
    std::vector<std::string> tags;
    for (const std::string_view tag : *given) {
        if (tag.empty() || tag.size() > limits::tag_bytes_max)
            return fail(ErrorCode::bad_request,
                        "A tag has 1 to " + std::to_string(limits::tag_bytes_max) + " bytes");
        if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.emplace_back(tag);
    }
    if (tags.size() > limits::tags_max)
        return fail(ErrorCode::too_large,
                    "A run has at most " + std::to_string(limits::tags_max) + " tags");
    run.tags = std::move(tags);
    return {};
}

// A script adds to what is stored; the public API replaces it.
Result<void> set_config(Target& target, const Arguments& input) {
    const auto given = input.text("config");
    if (!given) return {};
    auto config = normal_config(*given);
    if (!config) return config.error();
    if (target.upsert.names_run && !target.is_new) {
        config = merged_config(target.run.config, *config);
        if (!config) return config.error();
    }
    target.run.config = std::move(*config);
    return {};
}

Result<void> set_fields(Target& target, const Arguments& input) {
    runs::Run& run = target.run;
    struct Field {
        std::string* to;
        std::string_view name;
        std::size_t bytes_max;
    };
    const Field fields[] = {
        {&run.display_name, "displayName", limits::display_name_bytes_max},
        {&run.group, "groupName", limits::display_name_bytes_max},
        {&run.job_type, "jobType", limits::display_name_bytes_max},
        {&run.notes, "notes", limits::notes_bytes_max},
        {&run.description, "description", limits::notes_bytes_max},
        {&run.host, "host", limits::file_name_bytes_max},
        {&run.program, "jobProgram", limits::file_name_bytes_max},
        {&run.repository, "jobRepo", limits::file_name_bytes_max},
        {&run.commit, "commit", limits::display_name_bytes_max},
        {&run.sweep, "sweep", limits::display_name_bytes_max},
    };
    for (const Field& field : fields) {
        if (auto done = set_text(*field.to, input, field.name, field.bytes_max); !done) return done;
    }
    if (auto done = set_tags(run, input); !done) return done;
    return set_config(target, input);
}

Result<Target> new_run(Session& session, std::shared_ptr<const Place> place,
                       std::string_view name) {
    Target target;
    target.place = std::move(place);
    target.is_new = true;
    target.run.project = target.place->project.id;
    const UserId caller = session.caller.user.id;
    const UserId person = credited(session, target.place->team.id);
    target.run.author = person ? person : caller;
    if (person) target.run.sent_by = caller;
    target.run.name = name.empty() ? random_run_name() : std::string(name);
    target.run.created_at = session.now;
    if (auto fine = check_run_name(target.run.name); !fine) return fine.error();
    return target;
}

// By id, else by entity, project and name; a run that is not there is made, but not by id alone.
Result<Target> find_target(Session& session, const Arguments& input, const runs::Upsert& upsert) {
    const std::string_view name = input.text("name").value_or("");
    // Not the first request of a script: of a run that may have been deleted meanwhile.
    if (upsert.names_run && !upsert.from_client && !upsert.asked_state) {
        auto found = started_run(session, input.text("entityName"), input.text("modelName"), name);
        if (found) return Target{found->place, std::move(found->run)};
        if (found.error().code != ErrorCode::not_found) return found.error();
    }
    if (const auto id = input.text("id"); id && !id->empty()) {
        auto found = run_for(session, *id, Action::run_update);
        if (found) return Target{found->place, std::move(found->run)};
        if (found.error().code != ErrorCode::not_found || name.empty()) return found.error();
    }
    auto place = ensure_place(session, input.text("entityName"), input.text("modelName"),
                              Action::run_create);
    if (!place) return place.error();
    if (name.empty()) return new_run(session, *place, name);
    auto run = session.rooms().runs.find((*place)->project.id, name);
    if (!run) return run.error();
    if (*run) {
        auto known = run_for(session, global_id("Run", (*run)->id), Action::run_update);
        if (!known) return known.error();
        return Target{known->place, std::move(known->run)};
    }
    if (auto fine = check_unspent(session, (*place)->project.id, name); !fine) return fine.error();
    return new_run(session, *place, name);
}

Result<runs::Upsert> describe(const Arguments& input) {
    runs::Upsert upsert;
    upsert.names_run = input.given("name");
    upsert.from_client = input.given("host") || input.given("jobProgram") || input.given("id");
    if (const auto state = input.text("state")) {
        const auto asked = runs::run_state(*state);
        if (asked != runs::RunState::pending && asked != runs::RunState::running)
            return fail(ErrorCode::bad_request,
                        "A run is made pending or running, not " + std::string(*state));
        upsert.asked_state = asked;
    }
    return upsert;
}

// The first upsert of a script sets an ended run going again. What was asked of the script before
// it does not concern this one.
void revive(Session& session, Target& target) {
    runs::Run& run = target.run;
    const bool was_over = runs::ended(run.state);
    run.state = runs::after_upsert(run.state, target.upsert);
    const bool starts = target.upsert.names_run && target.upsert.from_client;
    if (was_over && run.state == runs::RunState::running) {
        run.ended_at.reset();
        run.exit_code.reset();
        run.stop_requested = false;
    } else if (starts && !session.shared) {
        run.stop_requested = false;
    }
}

// Whom the script had named stays visible when the run could not be credited to them.
Result<void> keep_failed_claim(Session& session, const Target& target) {
    const auto failed = failed_claim(session, target.place->team.id);
    if (!failed) return {};
    session.context.log("run " + target.run.name + " of " + target.place->team.name +
                        " is not credited as its script asked: failedAttribution says to whom not");
    return session.rooms().runs.add_note({target.run.id, session.now, "attribution", *failed});
}

// A new run whose config says so begins with the history of another.
Result<void> fork_if_asked(Session& session, Target& target) {
    const auto point = branch_point(target.run.config);
    if (!point || point->run == target.run.name) return {};
    auto parent = session.rooms().runs.find(target.run.project, point->run);
    if (!parent) return parent.error();
    if (!*parent)
        return fail(ErrorCode::not_found, "run " + point->run + " to fork from was not found");
    target.run.forked_from = (*parent)->id;
    target.run.forked_at_step = point->step;
    return {};
}

Result<void> add(Session& session, Target& target) {
    runs::Run& run = target.run;
    run.state = target.upsert.asked_state.value_or(runs::RunState::running);
    run.updated_at = session.now;
    if (run.display_name.empty()) {
        auto count = session.rooms().runs.count(run.project);
        if (!count) return count.error();
        run.display_name = invented_display_name(run.name, *count + 1);
    }
    if (auto done = fork_if_asked(session, target); !done) return done;
    auto added = session.rooms().runs.add(run);
    if (!added) return added.error();
    run = std::move(*added);
    if (auto done = keep_failed_claim(session, target); !done) return done;
    return record_made(session, *target.place, run);
}

// After the run is stored for good: what it begins with is not undone with it.
Result<void> fork(Session& session, const runs::Run& run) {
    if (!run.forked_from) return {};
    auto forked = session.rooms().recorder.fork(run.id, run.forked_from, run.forked_at_step);
    if (forked) return {};
    // Asked again, the run is made again.
    auto removed = session.rooms().runs.remove(run.id, session.now);
    return removed ? forked : Result<void>(removed.error());
}

// A script that goes on with its own run.
bool streams(const Session& session, const Target& target) {
    const UserId caller = session.caller.user.id;
    const runs::Run& run = target.run;
    return target.upsert.names_run && !runs::ended(run.state) &&
           (run.author == caller || run.sent_by == caller);
}

Result<void> change(Session& session, Target& target, RunBefore& before) {
    runs::Run& run = target.run;
    revive(session, target);
    run.updated_at = session.now;
    if (run.display_name.empty()) run.display_name = invented_display_name(run.name, run.id.value);
    before.streamed = streams(session, target);
    if (auto done = session.rooms().runs.update(run); !done) return done;
    return record_edited(session, *target.place, before, run);
}

// The run, the project that it makes newer and what the audit says of it, together or not at all.
Result<void> store(Session& session, Target& target, RunBefore& before) {
    auto transaction = session.rooms().runs.begin();
    if (!transaction) return transaction.error();
    auto done = target.is_new ? add(session, target) : change(session, target, before);
    if (!done) return done;
    if (!in_trash(session, target.run.project)) {
        projects::Project project = target.place->project;
        project.updated_at = session.now;
        if (done = session.rooms().projects.update(project); !done) return done;
    }
    return transaction->commit();
}

// Of a run that is there, before its row: the audit tells both in one entry.
Result<void> set_summary(Session& session, const Target& target, const Arguments& input,
                         RunBefore& before) {
    const auto summary = input.text("summaryMetrics");
    if (!summary) return {};
    if (!target.is_new) {
        auto was = session.rooms().recorder.summary(target.run.id);
        if (!was) return was.error();
        before.summary = std::move(*was);
    }
    return session.rooms().recorder.set_summary(target.run.id, *summary);
}

Result<void> write(Session& session, Target& target, const Arguments& input, RunBefore before) {
    if (!target.is_new) {
        if (auto done = set_summary(session, target, input, before); !done) return done;
    }
    if (auto done = store(session, target, before); !done) return done;
    const runs::Run& run = target.run;
    if (target.is_new) {
        if (auto done = fork(session, run); !done) return done;
        if (auto done = set_summary(session, target, input, before); !done) return done;
    }
    if (run.state == runs::RunState::running && target.upsert.names_run)
        session.context.heartbeats.heard(run.id, session.context.options.steady_ms(), session.now);
    if (!in_trash(session, run.project)) session.context.changed(run);
    return {};
}

Result<void> check_summary(const Arguments& input) {
    const auto summary = input.text("summaryMetrics");
    if (!summary) return {};
    if (summary->size() > limits::summary_bytes_max)
        return fail(ErrorCode::too_large, "The summary is too large");
    if (!is_object(*summary))
        return fail(ErrorCode::bad_request, "The summary is not a JSON object");
    return {};
}

}  // namespace

Outcome upsert_bucket(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    auto upsert = describe(*input);
    if (!upsert) return upsert.error();
    if (auto fine = check_summary(*input); !fine) return fine.error();
    auto target = find_target(root.session, *input, *upsert);
    if (!target) return target.error();
    target->upsert = *upsert;
    RunBefore before{.run = target->run};
    if (auto done = set_fields(*target, *input); !done) return done.error();
    if (auto fine = input->check(); !fine) return fine.error();
    if (auto done = write(root.session, *target, *input, std::move(before)); !done)
        return done.error();
    const bool inserted = target->is_new;
    Value run = run_value(root.session, FoundRun{target->place, std::move(target->run)});
    return graphql::record("UpsertBucketPayload",
                           {{"bucket", std::move(run)}, {"inserted", inserted}});
}

}  // namespace ensemble::wandb
