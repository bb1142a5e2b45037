// SPDX-License-Identifier: Apache-2.0
#include "shared/base/limits.h"
#include "shared/records/names.h"
#include "shared/roles/commands.h"

namespace ensemble::roles {

using permissions::Action;
using permissions::ActionSet;
using permissions::Role;
using namespace records;

namespace {

bool name_taken(const State& state, const CustomRole& role) {
    bool taken = false;
    state.each(Kind::custom_role, [&](const Row& row) {
        const auto& other = std::get<CustomRole>(row);
        if (other.id != role.id && same_name(other.name, role.name)) taken = true;
    });
    return taken;
}

bool good(Draft& draft, const State& state, const CustomRole& role) {
    const std::string_view fault = fault_of_role_name(role.name);
    if (!fault.empty()) return draft.refuse(Refusal::invalid, "name", fault);
    if (name_taken(state, role)) return draft.refuse(Refusal::conflict, "name");
    if (!draft.text("description", role.description, limits::description_bytes_max)) return false;
    if (role.base != Role::view_only && role.base != Role::member)
        return draft.refuse(Refusal::invalid, "base");
    if (!permissions::addable_actions().covers(role.extra))
        return draft.refuse(Refusal::invalid, "extra");
    return true;
}

// The role that goes, and what whoever has it falls back to.
struct Without {
    RoleId gone;
    Role base = Role::member;

    Holding operator()(const Holding& held) const {
        return held.custom == gone ? Holding{base, {}} : held;
    }
};

template <class T>
void fall_back(Draft& draft, const Row& row, const Without& without) {
    T held = std::get<T>(row);
    if (held.role.custom != without.gone) return;
    held.role = without(held.role);
    if constexpr (requires { held.changed; }) held.changed = draft.trace();
    draft.put(std::move(held));
}

// Who is then the same in the project as in its team follows the team from now on.
void fall_back_in_project(Draft& draft, const State& state, ProjectMember held,
                          const Without& without) {
    if (held.role.base == Role::none) return;
    const Project* project = state.project(held.project);
    const auto in_team =
        project != nullptr ? holding(state, project->team, held.user) : std::nullopt;
    Holding role = without(held.role);
    if (in_team && role == without(*in_team)) role = {Role::none, {}};
    if (role == held.role) return;
    held.role = role;
    held.changed = draft.trace();
    draft.put(std::move(held));
}

}  // namespace

Verdict decide(const State& state, const Context& context, const CreateRole& command) {
    Draft draft(state, context);
    if (!draft.may(Action::org_manage_roles, {})) return draft.verdict();
    CustomRole role{command.id, command.name, command.description, command.base, command.extra};
    role.extra = role.extra.without(permissions::actions_of(role.base));
    draft.fresh(command.id.value, state.custom_role(command.id) != nullptr);
    std::size_t count = 0;
    state.each(Kind::custom_role, [&](const Row&) { ++count; });
    if (count >= limits::custom_roles_max) draft.refuse(Refusal::quota, "roles");
    if (good(draft, state, role)) draft.put(std::move(role));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const EditRole& command) {
    Draft draft(state, context);
    if (!draft.may(Action::org_manage_roles, {})) return draft.verdict();
    const CustomRole* found = state.custom_role(command.id);
    if (found == nullptr) {
        draft.refuse(Refusal::gone, "role");
        return draft.verdict();
    }
    CustomRole role = *found;
    if (command.name) role.name = *command.name;
    if (command.description) role.description = *command.description;
    if (command.extra) role.extra = command.extra->without(permissions::actions_of(role.base));
    if (good(draft, state, role)) draft.put(std::move(role));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const DeleteRole& command) {
    Draft draft(state, context);
    if (!draft.may(Action::org_manage_roles, {})) return draft.verdict();
    const CustomRole* role = state.custom_role(command.id);
    if (role == nullptr) {
        draft.refuse(Refusal::gone, "role");
        return draft.verdict();
    }
    const Without without{command.id, role->base};
    state.each(Kind::member, [&](const Row& row) { fall_back<Member>(draft, row, without); });
    state.each(Kind::invite, [&](const Row& row) { fall_back<Invite>(draft, row, without); });
    state.each(Kind::invitation,
               [&](const Row& row) { fall_back<Invitation>(draft, row, without); });
    state.each(Kind::project_member, [&](const Row& row) {
        fall_back_in_project(draft, state, std::get<ProjectMember>(row), without);
    });
    draft.erase({Kind::custom_role, command.id.value});
    return draft.verdict();
}

}  // namespace ensemble::roles
