// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/run_changes.h"

#include <algorithm>

#include "daemon/graphql/json_out.h"
#include "daemon/storage/database.h"
#include "daemon/wandb/access.h"
#include "daemon/wandb/run_node.h"
#include "daemon/wandb/run_record.h"
#include "daemon/wandb/started_run.h"
#include "shared/base/limits.h"
#include "shared/runs/life.h"

namespace ensemble::wandb {

using graphql::record;
using permissions::Action;

namespace {

// The run that "id" of the input means.
Result<FoundRun> run_of_input(const Root& root, const Arguments& arguments, Action action) {
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    const auto id = input->text("id");
    if (auto fine = input->check(); !fine) return fine.error();
    if (!id) return fail(ErrorCode::bad_request, "input.id is missing");
    return run_for(root.session, *id, action);
}

}  // namespace

Outcome delete_run(const Root& root, const Arguments& arguments) {
    auto found = run_of_input(root, arguments, Action::run_delete);
    if (!found) return found.error();
    if (auto done = submit(root.session, runs::DeleteRun{found->run.id}, found->place->team.id);
        !done)
        return done.error();
    return record("DeleteRunPayload", {{"clientMutationId", Value()}, {"success", true}});
}

Outcome stop_run(const Root& root, const Arguments& arguments) {
    auto found = run_of_input(root, arguments, Action::run_stop);
    if (!found) return found.error();
    if (!runs::ended(found->run.state)) {
        if (auto done = submit(root.session, runs::StopRun{found->run.id}, found->place->team.id);
            !done)
            return done.error();
    }
    return record("StopRunPayload", {{"clientMutationId", Value()}, {"success", true}});
}

Outcome update_run_state(const Root& root, const Arguments& arguments) {
    auto found = run_of_input(root, arguments, Action::run_update);
    if (!found) return found.error();
    runs::Run& run = found->run;
    const std::string_view wanted = arguments.object("input")->text("state").value_or("");
    const auto asked = runs::run_state(wanted);
    const auto next = asked ? runs::after_request(run.state, *asked) : std::nullopt;
    if (!next || !run.sweep.empty())
        return fail(ErrorCode::bad_request, "invalid state transition from " +
                                                std::string(runs::name(run.state)) + " to " +
                                                std::string(wanted));
    const RunBefore before{.run = run};
    run.state = *next;
    run.updated_at = root.session.now;
    if (runs::ended(run.state))
        run.ended_at = root.session.now;
    else
        run.ended_at.reset();
    auto transaction = root.session.rooms().runs.begin();
    if (!transaction) return transaction.error();
    if (auto done = root.session.context.save(run); !done) return done.error();
    if (auto done = record_edited(root.session, *found->place, before, run); !done)
        return done.error();
    if (auto done = transaction->commit(); !done) return done.error();
    return record("UpdateRunStatePayload", {{"success", true}});
}

Outcome rewind_run(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    const std::string_view metric = input->text("metricName").value_or("_step");
    const double value = input->number("metricValue").value_or(-1);
    const auto name = input->text("runName");
    if (auto fine = input->check(); !fine) return fine.error();
    if (metric != "_step" || !(value >= 0 && value <= static_cast<double>(limits::step_max)))
        return fail(ErrorCode::bad_request, "A run can only be rewound to a step");
    auto found = run_for(root.session, input->text("entityName"), input->text("projectName"),
                         name.value_or(""), Action::run_update);
    if (!found) return found.error();
    const auto step = static_cast<std::int64_t>(value);
    Context& context = root.session.context;
    auto before = context.rooms.recorder.counts(found->run.id);
    if (!before) return before.error();
    auto counts = context.rooms.recorder.rewind(found->run.id, step);
    if (!counts) return counts.error();
    auto recorded = record_rewound(root.session, *found->place, found->run, before->last_step,
                                   counts->last_step);
    if (!recorded) return recorded.error();
    auto noted = context.rooms.runs.add_note(
        {found->run.id, root.session.now, "rewound", "{\"step\":" + std::to_string(step) + "}"});
    if (!noted) return noted.error();
    context.recorded(found->run);
    return record("RewindRunPayload", {{"rewoundRun", run_value(root.session, std::move(*found))}});
}

Outcome notify_alert(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    const std::string_view title = input->text("title").value_or("");
    const std::string_view text = input->text("text").value_or("");
    const std::string_view severity = input->text("severity").value_or("INFO");
    const std::int64_t wait_ms = input->integer("waitDuration").value_or(60'000);
    const auto name = input->text("runName");
    if (auto fine = input->check(); !fine) return fine.error();
    if (title.size() > limits::display_name_bytes_max || text.size() > limits::notes_bytes_max)
        return fail(ErrorCode::too_large, "The alert is too long");
    if (severity != "INFO" && severity != "WARN" && severity != "ERROR")
        return fail(ErrorCode::bad_request, "severity is INFO, WARN or ERROR");
    auto found = started_run(root.session, input->text("entityName"), input->text("projectName"),
                             name.value_or(""));
    if (!found) return found.error();

    Context& context = root.session.context;
    constexpr std::size_t remembered_max = 100'000;
    if (context.alerts.size() >= remembered_max) context.alerts.clear();
    const std::string key = std::to_string(found->run.id.value) + '\n' + std::string(title);
    const auto [last, is_first] = context.alerts.try_emplace(key, root.session.now);
    const bool repeated =
        !is_first && root.session.now.ms - last->second.ms < std::max<std::int64_t>(wait_ms, 0);
    if (!repeated) {
        last->second = root.session.now;
        auto noted = context.rooms.runs.add_note(
            {found->run.id, root.session.now, "alert",
             "{\"title\":" + graphql::quoted(title) + ",\"text\":" + graphql::quoted(text) +
                 ",\"severity\":" + graphql::quoted(severity) + "}"});
        if (!noted) return noted.error();
        context.recorded(found->run);
    }
    return record("NotifyScriptableRunAlertPayload", {{"success", true}});
}

}  // namespace ensemble::wandb
