// SPDX-License-Identifier: Apache-2.0
#include "shared/records/verdict.h"

#include <algorithm>

#include "shared/base/limits.h"
#include "shared/records/names.h"
#include "shared/records/scope.h"

namespace ensemble::records {

using permissions::Action;
using permissions::Rule;

std::string_view name(Refusal refusal) {
    switch (refusal) {
    case Refusal::forbidden:
        return "forbidden";
    case Refusal::last_admin:
        return "last_admin";
    case Refusal::gone:
        return "gone";
    case Refusal::conflict:
        return "conflict";
    case Refusal::invalid:
        return "invalid";
    case Refusal::quota:
        return "quota";
    case Refusal::enforced:
        return "enforced";
    case Refusal::unsupported_version:
        return "unsupported_version";
    case Refusal::duplicate:
        return "duplicate";
    }
    return "forbidden";
}

Draft::Draft(const State& state, const Context& context) : state_(state), context_(context) {
    const Asker& asker = context.asker;
    const User* user = state.user(asker.user);
    if (asker.link_project) {
        forbid(Rule::link_reads_only);
    } else if (user == nullptr) {
        forbid(Rule::not_signed_in);
    } else if (user->deactivated_at) {
        forbid(Rule::deactivated);
    } else if (asker.key == permissions::Key::read_only) {
        forbid(Rule::key_reads_only);
    }
}

bool Draft::forbid(Rule rule) {
    if (refused_) return false;
    refused_ = Refused{.code = Refusal::forbidden, .rule = rule};
    return false;
}

bool Draft::refuse(Refusal code, std::string_view field, std::string_view value) {
    if (refused_) return false;
    refused_ = Refused{.code = code, .field = std::string(field), .value = std::string(value)};
    return false;
}

bool Draft::may(Action action, const Target& target) {
    if (refused_) return false;
    const auto decision = records::may(state_, context_.asker, action, target);
    if (decision.allowed) {
        rule_ = decision.rule;
        return true;
    }
    refuse(Refusal::forbidden);
    refused_->rule = decision.rule;
    refused_->needed = decision.needed;
    const Project* project = target.project ? state_.project(target.project) : nullptr;
    const TeamId team = project != nullptr ? project->team : target.team;
    if (const Member* member = state_.member(team, context_.asker.user))
        refused_->changed = member->changed;
    if (project == nullptr) return false;
    if (const auto* added = state_.project_member(project->id, context_.asker.user))
        refused_->changed = added->changed;
    else if (project->visibility == Visibility::restricted)
        refused_->changed = project->changed;
    return false;
}

const User* Draft::self() {
    if (refused_) return nullptr;
    const Asker& asker = context_.asker;
    const User* user = state_.user(asker.user);
    if (asker.key_team || asker.key_project || asker.key == permissions::Key::elsewhere)
        forbid(Rule::key_elsewhere);
    if (user->kind != UserKind::person) forbid(Rule::service_account);
    return refused_ ? nullptr : user;
}

bool Draft::opens(TeamId team, ProjectId project) const {
    const Asker& asker = context_.asker;
    if (asker.key_team && asker.key_team != team) return false;
    if (!asker.key_project) return true;
    if (project) return project == asker.key_project;
    const Project* own = state_.project(asker.key_project);
    return own != nullptr && own->team == team;
}

const Team* Draft::team(TeamId id) {
    const Team* team = state_.team(id);
    const bool live = team != nullptr && !team->deleted_at;
    if (live && opens(id, {}) && visible(state_, context_.asker.user, {ScopeKind::team, id.value}))
        return team;
    refuse(Refusal::gone, "team");
    return nullptr;
}

const Project* Draft::project(ProjectId id) {
    const Project* project = state_.project(id);
    // What is visible and not deleted itself is of a team that is live.
    const bool live = project != nullptr && !project->deleted_at;
    if (live && opens(project->team, id) &&
        visible(state_, context_.asker.user, {ScopeKind::project, id.value}))
        return project;
    refuse(Refusal::gone, "project");
    return nullptr;
}

const Run* Draft::run(RunId id) {
    const Run* run = state_.run(id);
    const Project* project = run != nullptr ? state_.project(run->project) : nullptr;
    if (project != nullptr && opens(project->team, project->id) &&
        visible(state_, context_.asker.user, {ScopeKind::runs, run->project.value}))
        return run;
    refuse(Refusal::gone, "run");
    return nullptr;
}

const User* Draft::user(UserId id) {
    const User* user = state_.user(id);
    if (user != nullptr) return user;
    refuse(Refusal::gone, "user");
    return nullptr;
}

bool Draft::may_give(const Holding& holding, const Target& target) {
    if (refused_) return false;
    if (holding.custom) {
        const CustomRole* custom = state_.custom_role(holding.custom);
        if (custom == nullptr) return refuse(Refusal::gone, "role");
        if (custom->base != holding.base) return refuse(Refusal::invalid, "role");
    } else if (holding.base == Role::none) {
        return refuse(Refusal::invalid, "role");
    }
    const auto given = permissions::actions_of(holding.base).with(extra(state_, holding));
    if (giveable(state_, context_.asker.user, target).covers(given)) return true;
    refuse(Refusal::forbidden, "role");
    refused_->rule = Rule::role_lacks;
    refused_->needed = Role::admin;
    return false;
}

bool Draft::fresh(std::int64_t id, bool taken) {
    if (id < limits::chosen_id_min || id >= limits::chosen_id_end)
        return refuse(Refusal::invalid, "id");
    return taken ? refuse(Refusal::conflict, "id") : !refused_;
}

bool Draft::line(std::string_view field, std::string_view value, std::size_t bytes_max) {
    if (refused_) return false;
    if (value.size() <= bytes_max && clean_text(value, Shape::line)) return true;
    return refuse(Refusal::invalid, field);
}

bool Draft::text(std::string_view field, std::string_view value, std::size_t bytes_max) {
    if (refused_) return false;
    if (value.size() <= bytes_max && clean_text(value, Shape::lines)) return true;
    return refuse(Refusal::invalid, field);
}

bool Draft::free_name(std::string_view name) {
    if (refused_) return false;
    const std::string_view fault = fault_of_team_name(name);
    if (!fault.empty()) return refuse(Refusal::invalid, "name", fault);
    const auto is_free = [&](std::string_view tried) {
        return state_.team_named(tried) == nullptr && state_.user_named(tried) == nullptr;
    };
    if (is_free(name)) return true;
    return refuse(Refusal::conflict, "name",
                  free_variant(name, limits::user_name_bytes_max, is_free));
}

void Draft::put(Row row) {
    const Row* known = state_.find(key(row));
    if (known == nullptr || !(*known == row)) changes_.put.push_back(std::move(row));
}

void Draft::erase(const Key& key) {
    auto& erased = changes_.erased;
    if (std::find(erased.begin(), erased.end(), key) == erased.end()) erased.push_back(key);
}

Verdict Draft::verdict() {
    if (refused_) return *refused_;
    return Accepted{std::move(changes_), rule_};
}

}  // namespace ensemble::records
