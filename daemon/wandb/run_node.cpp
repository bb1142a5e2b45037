// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/run_node.h"

#include "daemon/wandb/attribution.h"
#include "daemon/wandb/config_text.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/instants.h"
#include "daemon/wandb/json_text.h"
#include "daemon/wandb/nodes.h"

namespace ensemble::wandb {

using graphql::record;

namespace {

Outcome user(const RunNode& node, const Arguments&) {
    auto author = node.session.rooms().users.find(node.run->author);
    if (!author) return author.error();
    return *author ? user_value(node.session, std::move(**author)) : Value();
}

// The service account that sent a run which is credited to somebody else.
Outcome sent_by(const RunNode& node, const Arguments&) {
    auto sender = node.session.rooms().users.find(node.run->sent_by);
    if (!sender) return sender.error();
    return *sender ? user_value(node.session, std::move(**sender)) : Value();
}

// Whom the script of a service account named in vain.
Outcome failed_attribution(const RunNode& node, const Arguments&) {
    auto notes = node.session.rooms().runs.notes(node.run->id);
    if (!notes) return notes.error();
    for (const auto& note : *notes) {
        if (note.kind != "attribution") continue;
        const Claim claim = read_claim(note.text);
        return record("FailedAttribution", {{"username", text_or_null(claim.username)},
                                            {"email", text_or_null(claim.email)}});
    }
    return Value();
}

Outcome read_only(const RunNode& node, const Arguments&) {
    using permissions::Action;
    const UserId creator = maker(*node.run, node.session.caller.user.id, Action::run_update);
    return !may(node.session, Action::run_update, target(*node.place, creator));
}

Outcome heartbeat_at(const RunNode& node, const Arguments&) {
    const auto heard = node.session.context.heartbeats.last(node.run->id);
    return iso_text(heard.value_or(node.run->ended_at.value_or(node.run->updated_at)));
}

Outcome tags(const RunNode& node, const Arguments&) {
    List list;
    for (const std::string& tag : node.run->tags)
        list.push_back(tag);
    return list;
}

Outcome wandb_config(const RunNode& node, const Arguments& arguments) {
    return wandb_part(node.run->config,
                      arguments.texts("keys").value_or(std::vector<std::string_view>()));
}

Outcome exit_code(const RunNode& node, const Arguments&) {
    return node.run->exit_code ? Value(*node.run->exit_code) : Value();
}

// JSON text of one member as a value; null when it is missing.
Value raw_member(const std::vector<Member>& members, std::string_view key) {
    const auto found = find_member(members, key);
    return found ? Value(RawJson{strict_json(std::string(*found))}) : Value();
}

Outcome run_details(const RunNode& node, const Arguments&) {
    const auto described = environment(node.run->config);
    if (!described) return Value();
    auto members = read_members(*described);
    if (!members) return Value();
    Value git;
    if (const auto found = find_member(*members, "git")) {
        if (auto inner = read_members(*found))
            git = record("GitInfo", {{"remote", raw_member(*inner, "remote")},
                                     {"commit", raw_member(*inner, "commit")}});
    }
    return record("RunInfo", {{"program", raw_member(*members, "program")},
                              {"args", raw_member(*members, "args")},
                              {"os", raw_member(*members, "os")},
                              {"python", raw_member(*members, "python")},
                              {"colab", raw_member(*members, "colab")},
                              {"executable", raw_member(*members, "executable")},
                              {"codeSaved", find_member(*members, "codePath").has_value()},
                              {"cpuCount", raw_member(*members, "cpu_count")},
                              {"gpuCount", raw_member(*members, "gpu_count")},
                              {"gpu", raw_member(*members, "gpu")},
                              {"git", std::move(git)}});
}

Outcome compute_seconds(const RunNode& node, const Arguments&) {
    auto counts = node.session.rooms().recorder.counts(node.run->id);
    if (!counts) return counts.error();
    return static_cast<std::int64_t>(counts->runtime);
}

using Field = Outcome (*)(const RunNode&, const Arguments&);

// A text field of the run, null when empty.
template <std::string runs::Run::*member>
Outcome text_field(const RunNode& node, const Arguments&) {
    return text_or_null(*node.run.*member);
}

constexpr Field always_null = [](const RunNode&, const Arguments&) -> Outcome { return Value(); };
constexpr Field stopped = [](const RunNode& node, const Arguments&) -> Outcome {
    return node.run->stop_requested;
};

using Fields = std::unordered_map<std::string_view, Field>;

Fields own_fields() {
    return {
        {"id",
         [](const RunNode& node, const Arguments&) -> Outcome {
             return global_id("Run", node.run->id);
         }},
        {"name", [](const RunNode& node, const Arguments&) -> Outcome { return node.run->name; }},
        {"displayName", text_field<&runs::Run::display_name>},
        {"description", text_field<&runs::Run::description>},
        {"notes", text_field<&runs::Run::notes>},
        {"group", text_field<&runs::Run::group>},
        {"jobType", text_field<&runs::Run::job_type>},
        {"commit", text_field<&runs::Run::commit>},
        {"host", text_field<&runs::Run::host>},
        {"sweepName", text_field<&runs::Run::sweep>},
        {"sweep", always_null},
        {"agent", always_null},
        {"tags", tags},
        {"state",
         [](const RunNode& node, const Arguments&) -> Outcome {
             return runs::name(node.run->state);
         }},
        {"config",
         [](const RunNode& node, const Arguments&) -> Outcome { return node.run->config; }},
        {"wandbConfig", wandb_config},
        {"readOnly", read_only},
        {"benchmarkRun", always_null},
        {"createdAt",
         [](const RunNode& node, const Arguments&) -> Outcome {
             return iso_text(node.run->created_at);
         }},
        {"updatedAt",
         [](const RunNode& node, const Arguments&) -> Outcome {
             return iso_text(node.run->updated_at);
         }},
        {"heartbeatAt", heartbeat_at},
        {"user", user},
        {"sentBy", sent_by},
        {"failedAttribution", failed_attribution},
        {"project",
         [](const RunNode& node, const Arguments&) -> Outcome {
             return project_value(node.session, node.place);
         }},
        {"projectId",
         [](const RunNode& node, const Arguments&) -> Outcome { return node.run->project.value; }},
        {"exitcode", exit_code},
        {"stopped", stopped},
        {"shouldStop", stopped},
        {"running",
         [](const RunNode& node, const Arguments&) -> Outcome {
             return node.run->state == runs::RunState::running;
         }},
        {"failed",
         [](const RunNode& node, const Arguments&) -> Outcome {
             return node.run->state == runs::RunState::failed;
         }},
        {"runInfo", run_details},
        {"computeSeconds", compute_seconds},
    };
}

Fields recorded_fields() {
    return {
        {"historyLineCount", history_line_count},
        {"eventsLineCount", events_line_count},
        {"logLineCount", log_line_count},
        {"historyTail", history_tail},
        {"eventsTail", events_tail},
        {"history", history},
        {"events", events},
        {"sampledHistory", sampled_history},
        {"historyKeys", history_keys},
        {"parquetHistory", parquet_history},
        {"summaryMetrics", summary_metrics},
        {"systemMetrics", system_metrics},
        {"logLines", log_lines},
        {"fileCount", file_count},
        {"files", files},
        {"outputArtifacts", output_artifacts},
        {"inputArtifacts", input_artifacts},
    };
}

}  // namespace

const graphql::Type<RunNode>& run_type() {
    static const graphql::Type<RunNode> type = [] {
        graphql::Type<RunNode> made{"Run", {"ArtifactCreator"}, own_fields()};
        made.fields.merge(recorded_fields());
        return made;
    }();
    return type;
}

Value run_value(Session& session, FoundRun found) {
    return graphql::object(run_type(),
                           RunNode{session, std::move(found.place),
                                   std::make_shared<const runs::Run>(std::move(found.run))});
}

}  // namespace ensemble::wandb
