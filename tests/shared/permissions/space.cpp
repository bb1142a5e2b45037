// SPDX-License-Identifier: Apache-2.0
#include "tests/shared/permissions/space.h"

#include <array>

namespace ensemble::permissions::space {

namespace {

constexpr std::size_t principals = 5;
constexpr std::size_t keys = 4;
constexpr std::size_t roles = 4;
constexpr std::size_t visibilities = 4;
constexpr std::size_t switch_settings = 8;
constexpr std::size_t offices = 4;  // registry admin, instance admin, both or neither
constexpr std::size_t one_deactivated_in = 16;

bool looks_at_switches(Action action) {
    return action == Action::team_invite || action == Action::org_create_team ||
           action == Action::apikey_create_own;
}

// What a custom role may add: nothing, the action, its own form, the making of keys.
struct Extras {
    std::array<ActionSet, 4> sets;
    std::size_t count = 1;

    explicit Extras(Action action) {
        sets[count++].add(action);
        if (const auto own = own_form(action)) sets[count++].add(*own);
        if (action != Action::apikey_create_own) sets[count++].add(Action::apikey_create_own);
    }
};

std::size_t take(std::size_t& number, std::size_t choices) {
    const std::size_t choice = number % choices;
    number /= choices;
    return choice;
}

Switches switches(std::size_t setting) {
    return {(setting & 1) != 0, (setting & 2) != 0, (setting & 4) == 0};
}

std::size_t active_size(Action action) {
    const std::size_t extras = Extras(action).count;
    const std::size_t in_team = roles * extras;
    const std::size_t in_project = 1 + roles * extras;
    const std::size_t settings = looks_at_switches(action) ? switch_settings : 1;
    return principals * keys * offices * in_team * in_project * visibilities * 2 * settings;
}

}  // namespace

std::size_t size(Action action) {
    return active_size(action) + active_size(action) / one_deactivated_in;
}

Facts facts(Action action, std::size_t number) {
    const Extras extras(action);
    Facts facts;
    const std::size_t active = active_size(action);
    facts.active = number < active;
    std::size_t rest = facts.active ? number : (number - active) * one_deactivated_in;
    // Mixed, so that what comes in turns does not run along with anything else.
    const std::size_t turns = (number * 2654435761u) >> 7;
    facts.switches =
        switches(looks_at_switches(action) ? take(rest, switch_settings) : turns % switch_settings);
    facts.principal = static_cast<Principal>(take(rest, principals));
    facts.key = static_cast<Key>(take(rest, keys));
    const std::size_t office = take(rest, offices);
    facts.instance_admin = (office & 1) != 0;
    facts.registry_admin = (office & 2) != 0;
    facts.team_role = static_cast<Role>(take(rest, roles));
    facts.team_extra = extras.sets[take(rest, extras.count)];
    facts.visibility = static_cast<Visibility>(1 + take(rest, visibilities));
    facts.creator = take(rest, 2) == 1;
    std::size_t in_project = take(rest, 1 + roles * extras.count);
    facts.added_to_project = in_project != 0;
    // What is said about somebody who was not added must not count.
    in_project = facts.added_to_project ? in_project - 1 : turns % (roles * extras.count);
    facts.project_role = static_cast<Role>(take(in_project, roles));
    facts.project_extra = extras.sets[in_project];
    return facts;
}

}  // namespace ensemble::permissions::space
