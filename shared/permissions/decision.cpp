// SPDX-License-Identifier: Apache-2.0
#include "shared/permissions/decision.h"

namespace ensemble::permissions {

namespace {

constexpr ActionSet nothing;

// The role that counts for the action, and where it comes from. Without a role nothing is extra.
struct Standing {
    Role role = Role::none;
    const ActionSet* extra = &nothing;
    bool of_project = false;  // not of the team

    bool adds(Action action) const { return extra->has(action); }
    bool has(Action action) const { return actions_of(role).has(action) || adds(action); }
    Rule by_role() const { return of_project ? Rule::project_role : Rule::team_role; }
    Rule by_extra() const { return of_project ? Rule::project_extra : Rule::team_extra; }
};

Standing in_team(const Facts& facts) {
    if (facts.team_role == Role::none) return {};
    return {facts.team_role, &facts.team_extra};
}

Standing in_project(const Facts& facts) {
    if (!facts.added_to_project)
        return facts.visibility == Visibility::restricted ? Standing{} : in_team(facts);
    // Service accounts of other teams are guests nowhere.
    if (facts.principal == Principal::team_service && facts.team_role == Role::none) return {};
    // Who is view-only in the team is so in each of its projects.
    if (facts.project_role == Role::none || facts.team_role == Role::view_only)
        return in_team(facts);
    return {facts.project_role, &facts.project_extra, true};
}

Decision refuse(Rule rule, Action action) {
    return {false, rule, least_role_with(action)};
}

Decision allow(Rule rule) {
    return {true, rule, Role::none};
}

// For things that the asker made: the own form of the action, or the action where it has none.
Action own_or_same(Action action) {
    return own_form(action).value_or(action);
}

bool is_service(Principal principal) {
    return principal == Principal::team_service || principal == Principal::instance_service;
}

// The audit log is for people and for service accounts of the instance.
bool is_withheld(const Facts& facts, Action action) {
    if (action == Action::auditlog_read) return facts.principal == Principal::team_service;
    return is_service(facts.principal) && withheld_from_services().has(action);
}

// A key carries nothing of a role that is view-only.
bool key_is_idle(const Facts& facts, const Standing& standing) {
    return standing.role == Role::view_only && facts.key != Key::session &&
           facts.principal == Principal::person && !standing.adds(Action::apikey_create_own);
}

bool moves_out(const Facts& facts, Action action) {
    return facts.visibility == Visibility::restricted &&
           (action == Action::run_move || action == Action::run_move_own);
}

std::optional<Rule> by_standing(const Facts& facts, const Standing& standing, Action action) {
    if (actions_of(standing.role).has(action)) return standing.by_role();
    if (standing.adds(action)) return standing.by_extra();
    if (facts.creator && standing.has(own_or_same(action))) return Rule::creator;
    return std::nullopt;
}

// What a project gives to everybody who finds it.
std::optional<Rule> by_publicity(const Facts& facts, Action action) {
    const bool found =
        facts.visibility == Visibility::open || facts.visibility == Visibility::public_;
    if (found && public_actions().has(action)) return Rule::public_project;
    return std::nullopt;
}

// What it gives to those who are signed in and have no role in it.
std::optional<Rule> by_openness(const Facts& facts, Action action) {
    if (facts.visibility != Visibility::open) return std::nullopt;
    if (open_actions().has(facts.creator ? own_or_same(action) : action)) return Rule::open_project;
    return std::nullopt;
}

// What appointments and switches add to a role.
std::optional<Rule> by_office(const Facts& facts, const Standing& standing, Action action) {
    if (facts.registry_admin && registry_admin_actions().has(action)) return Rule::registry_admin;
    // The door to a restricted project: the team's admins may add themselves.
    if (action == Action::project_manage_members && facts.team_role == Role::admin)
        return Rule::team_role;
    if (action == Action::team_invite && facts.switches.members_invite &&
        standing.role == Role::member)
        return Rule::members_invite;
    if (facts.instance_admin && instance_admin_actions().has(action)) return Rule::instance_admin;
    return std::nullopt;
}

Rule why_not(const Facts& facts, const Standing& standing, Action action) {
    if (key_is_idle(facts, standing)) return Rule::key_of_view_only;
    if (standing.role == Role::none)
        return facts.team_role == Role::none ? Rule::not_a_member : Rule::not_added;
    if (standing.has(own_or_same(action))) return Rule::not_creator;
    // What no role has is the registry admins'.
    const bool for_roles = least_role_with(action) != Role::none;
    return for_roles ? Rule::role_lacks : Rule::needs_registry_admin;
}

Decision for_teams(const Facts& facts, Action action) {
    const Standing standing = place(action) == Place::project ? in_project(facts) : in_team(facts);
    if (is_withheld(facts, action)) return refuse(Rule::service_account, action);
    if (standing.role != Role::none && moves_out(facts, action))
        return {false, Rule::restricted_keeps_runs, Role::none};
    if (!key_is_idle(facts, standing)) {
        if (const auto rule = by_standing(facts, standing, action)) return allow(*rule);
    }
    if (const auto rule = by_office(facts, standing, action)) return allow(*rule);
    if (const auto rule = by_publicity(facts, action)) return allow(*rule);
    if (standing.role == Role::none) {
        if (const auto rule = by_openness(facts, action)) return allow(*rule);
    }
    return refuse(why_not(facts, standing, action), action);
}

Decision for_keys(const Facts& facts, Action action) {
    if (!facts.switches.keys_allowed) return refuse(Rule::keys_switched_off, action);
    if (is_withheld(facts, action)) return refuse(Rule::service_account, action);
    const Standing standing = in_team(facts);
    if (const auto rule = by_standing(facts, standing, action)) return allow(*rule);
    if (const auto rule = by_office(facts, standing, action)) return allow(*rule);
    return refuse(Rule::role_lacks, action);
}

Decision for_instance(const Facts& facts, Action action) {
    if (action == Action::apikey_create_own) return for_keys(facts, action);
    if (facts.instance_admin && instance_admin_actions().has(action))
        return allow(Rule::instance_admin);
    if (action == Action::org_create_team && facts.switches.users_create_teams &&
        facts.principal == Principal::person)
        return allow(Rule::users_create_teams);
    return refuse(Rule::needs_instance_admin, action);
}

Decision for_link(const Facts& facts, Action action) {
    if (!facts.added_to_project || place(action) != Place::project)
        return refuse(Rule::not_a_member, action);
    if (public_actions().has(action)) return allow(Rule::share_link);
    return refuse(Rule::link_reads_only, action);
}

Decision for_anybody(const Facts& facts, Action action) {
    if (const auto rule = by_publicity(facts, action)) return allow(*rule);
    return refuse(Rule::not_signed_in, action);
}

}  // namespace

Decision decide(const Facts& facts, Action action) {
    if (!facts.active) return refuse(Rule::deactivated, action);
    if (facts.key == Key::elsewhere) return refuse(Rule::key_elsewhere, action);
    if (facts.key == Key::read_only && !reads(action)) return refuse(Rule::key_reads_only, action);
    if (facts.principal == Principal::share_link) return for_link(facts, action);
    if (facts.principal == Principal::anonymous) return for_anybody(facts, action);
    return place(action) == Place::instance ? for_instance(facts, action)
                                            : for_teams(facts, action);
}

ActionSet allowed(const Facts& facts) {
    ActionSet set;
    for (std::size_t i = 0; i < action_count; ++i) {
        const auto action = static_cast<Action>(i);
        if (decide(facts, action).allowed) set.add(action);
    }
    return set;
}

}  // namespace ensemble::permissions
