// SPDX-License-Identifier: Apache-2.0
#include "shared/records/verdict.h"

#include "shared/base/limits.h"
#include "shared/records/names.h"
#include "shared/records/scope.h"

namespace ensemble::records {

using permissions::Action;

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

const Team* Draft::team(TeamId id) {
    const Team* team = state_.team(id);
    const bool there = team != nullptr && !team->deleted_at &&
                       records::may(state_, context_.asker, Action::team_read, {id}).allowed;
    if (there) return team;
    refuse(Refusal::gone, "team");
    return nullptr;
}

const Project* Draft::project(ProjectId id) {
    const Project* project = state_.project(id);
    const Team* team = project != nullptr ? state_.team(project->team) : nullptr;
    const bool live = team != nullptr && !team->deleted_at && !project->deleted_at;
    if (live && visible(state_, context_.asker.user, {ScopeKind::project, id.value}))
        return project;
    refuse(Refusal::gone, "project");
    return nullptr;
}

const Run* Draft::run(RunId id) {
    const Run* run = state_.run(id);
    if (run != nullptr &&
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

bool Draft::may_give(const Holding& holding, TeamId team) {
    if (refused_) return false;
    if (holding.custom) {
        const CustomRole* custom = state_.custom_role(holding.custom);
        if (custom == nullptr) return refuse(Refusal::gone, "role");
        if (custom->base != holding.base) return refuse(Refusal::invalid, "role");
    } else if (holding.base == Role::none) {
        return refuse(Refusal::invalid, "role");
    }
    const auto given = permissions::actions_of(holding.base).with(extra(state_, holding));
    const auto held = records::holding(state_, team, context_.asker.user);
    if (!held) return true;  // whoever may steer a team from outside is an admin of the instance
    auto own = permissions::actions_of(held->base).with(extra(state_, *held));
    if (held->base == Role::admin) own = own.with(permissions::addable_actions());
    if (own.covers(given)) return true;
    refuse(Refusal::forbidden, "role");
    refused_->rule = permissions::Rule::role_lacks;
    refused_->needed = Role::admin;
    return false;
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
    if (state_.team_named(name) == nullptr && state_.user_named(name) == nullptr) return true;
    constexpr int tries_max = 100;
    for (int i = 2; i < tries_max; ++i) {
        const std::string free = std::string(name) + "-" + std::to_string(i);
        if (state_.team_named(free) == nullptr && state_.user_named(free) == nullptr)
            return refuse(Refusal::conflict, "name", free);
    }
    return refuse(Refusal::conflict, "name");
}

Verdict Draft::verdict() {
    if (refused_) return *refused_;
    return Accepted{std::move(changes_), rule_};
}

}  // namespace ensemble::records
