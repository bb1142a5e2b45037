// SPDX-License-Identifier: Apache-2.0
#include "daemon/run_index/run_index.h"

#include <chrono>
#include <cstdio>
#include <unordered_set>

#include "daemon/recording/batch.h"
#include "daemon/run_index/tags.h"

namespace ensemble::run_index {

RunIndex::RunIndex(storage::UserStore& users, storage::RunStore& runs,
                   storage::RowGroupStore& row_groups, recording::Recorder& recorder, Instant now)
    : users_(users), runs_(runs), row_groups_(row_groups), recorder_(recorder),
      version_(now.ms * 1000), first_version_(version_) {}

Result<const ProjectIndex*> RunIndex::project(ProjectId id) {
    const auto found = projects_.find(id);
    if (found != projects_.end()) return found->second.get();
    auto index = std::make_unique<ProjectIndex>(texts_);
    if (auto loaded = load(id, *index); !loaded) return loaded.error();
    return projects_.emplace(id, std::move(index)).first->second.get();
}

Result<void> RunIndex::load(ProjectId id, ProjectIndex& index) {
    ++version_;
    auto filled = runs_.visit(id, [&](const runs::Run& run) {
        fill(index, run);
        index.row(run.id).version = version_;
    });
    if (!filled) return filled;
    std::unordered_set<RunId> behind;
    for (const RunId run : recorder_.unsealed())
        if (index.find(run) != nullptr) behind.insert(run);
    for (const RunId run : behind)
        refresh_recorded(index, run);
    return row_groups_.visit_summaries(id, [&](RunId run, const std::string& summary) {
        if (behind.contains(run) || index.find(run) == nullptr) return;
        index.set_summary(run, summary);
        Row& row = index.row(run);
        const Cell step = index.value(run, "summary._step");
        const Cell runtime = index.value(run, "summary._runtime");
        if (step.is_number()) row.last_step = static_cast<std::int64_t>(step.number());
        if (runtime.is_number()) row.runtime_s = runtime.number();
    });
}

void RunIndex::fill(ProjectIndex& index, const runs::Run& run) {
    Row& row = index.row(run.id);
    row.deleted = run.deleted_at.has_value();
    row.name = run.name;
    row.display_name = run.display_name;
    row.state = run.state;
    row.group = texts_.intern(run.group);
    row.job_type = texts_.intern(run.job_type);
    row.author = author(run.author);
    row.host = texts_.intern(run.host);
    row.tags = texts_.intern(tags_text(run.tags));
    row.notes = texts_.intern(run.notes);
    row.created_at = run.created_at;
    std::vector<std::string> memory;
    auto config = recording::flatten(run.config, memory);
    if (!config) config = std::vector<recording::LineValue>();
    const Instant started = started_at(*config);
    row.started_at = started.ms != 0 ? started : run.created_at;
    row.ended_at = run.ended_at.value_or(Instant{});
    if (row.heartbeat_at.ms == 0) row.heartbeat_at = run.ended_at.value_or(run.updated_at);
    row.stop_requested = run.stop_requested;
    index.set_config(run.id, *config);
}

void RunIndex::refresh_recorded(ProjectIndex& index, RunId run) {
    Row& row = index.row(run);
    if (auto counts = recorder_.counts(run)) {
        row.last_step = counts->last_step;
        row.runtime_s = counts->runtime;
    }
    auto summary = recorder_.summary(run);
    if (!summary) return;
    const std::size_t hash = std::hash<std::string>{}(*summary);
    auto& known = summary_hash_[run];
    if (known == hash) return;
    known = hash;
    index.set_summary(run, *summary);
    const Cell runtime = index.value(run, "summary._runtime");
    if (runtime.is_number() && runtime.number() > row.runtime_s) row.runtime_s = runtime.number();
}

std::uint32_t RunIndex::author(UserId id) {
    const auto found = authors_.find(id);
    if (found != authors_.end()) return found->second;
    auto user = users_.find(id);
    const std::uint32_t text = texts_.intern(user && *user ? (*user)->name : "");
    authors_.emplace(id, text);
    return text;
}

std::int64_t RunIndex::changed(const runs::Run& run, Instant now) {
    ++version_;
    const auto found = projects_.find(run.project);
    if (found == projects_.end()) return version_;
    fill(*found->second, run);
    refresh_recorded(*found->second, run.id);
    Row& row = found->second->row(run.id);
    row.version = version_;
    if (!runs::ended(run.state)) row.heartbeat_at = now;
    return version_;
}

std::int64_t RunIndex::recorded(const runs::Run& run, Instant now) {
    ++version_;
    const auto found = projects_.find(run.project);
    if (found == projects_.end()) return version_;
    if (found->second->find(run.id) == nullptr) fill(*found->second, run);
    refresh_recorded(*found->second, run.id);
    Row& row = found->second->row(run.id);
    row.version = version_;
    row.heartbeat_at = now;
    return version_;
}

std::int64_t RunIndex::removed(const runs::Run& run) {
    ++version_;
    const auto found = projects_.find(run.project);
    if (found == projects_.end()) return version_;
    Row& row = found->second->row(run.id);
    row.deleted = true;
    row.version = version_;
    found->second->drop_values(run.id);
    summary_hash_.erase(run.id);
    return version_;
}

Instant started_at(const std::vector<recording::LineValue>& config) {
    Instant earliest;
    for (const recording::LineValue& value : config) {
        if (!value.key.starts_with("_wandb") || !value.key.ends_with("\x1fstartedAt")) continue;
        int year = 0;
        int month = 0;
        int day = 0;
        int hour = 0;
        int minute = 0;
        double second = 0;
        if (std::sscanf(std::string(value.text).c_str(), "\"%4d-%2d-%2dT%2d:%2d:%lf", &year, &month,
                        &day, &hour, &minute, &second) != 6)
            continue;
        const std::chrono::year_month_day date{std::chrono::year(year),
                                               std::chrono::month(static_cast<unsigned>(month)),
                                               std::chrono::day(static_cast<unsigned>(day))};
        if (!date.ok()) continue;
        const auto days = std::chrono::sys_days(date).time_since_epoch().count();
        const std::int64_t minutes = std::int64_t{days} * 24 * 60 + hour * 60 + minute;
        const Instant at{minutes * 60'000 + static_cast<std::int64_t>(second * 1000)};
        if (earliest.ms == 0 || at < earliest) earliest = at;
    }
    return earliest;
}

}  // namespace ensemble::run_index
