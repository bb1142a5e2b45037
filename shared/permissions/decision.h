// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "shared/permissions/roles.h"

namespace ensemble::permissions {

enum class Principal : std::uint8_t {
    anonymous = 0,
    person = 1,
    team_service = 2,      // a service account of one team
    instance_service = 3,  // a service account of the instance, a member of every team
    share_link = 4,        // whoever holds a link to one project
};

// How far the credential reaches. A browser session is no key.
enum class Key : std::uint8_t {
    session = 0,
    full = 1,
    read_only = 2,
    elsewhere = 3,  // a key for another team or project
};

// What the switches of team and instance allow beyond the roles.
struct Switches {
    bool members_invite = false;      // of the team, unless the instance forbids it
    bool users_create_teams = false;  // of the instance
    bool keys_allowed = true;         // of the instance: new API keys may be made
    friend bool operator==(const Switches&, const Switches&) = default;
};

// Everything that a decision looks at: who asks, what they are where the thing is, and the thing.
struct Facts {
    Principal principal = Principal::anonymous;
    Key key = Key::session;
    bool active = true;
    bool instance_admin = false;
    bool registry_admin = false;
    // In the team that owns the thing. For apikey:create_own: the strongest role in any team that
    // is not personal, `member` for a person who is in none.
    Role team_role = Role::none;
    ActionSet team_extra;  // what their custom role adds
    // What was said about the person in the project itself. `none` inherits the team role; so does
    // everybody who is view-only in the team. Whoever was not added inherits too, but not where the
    // project is restricted.
    bool added_to_project = false;
    Role project_role = Role::none;
    ActionSet project_extra;
    Visibility visibility = Visibility::team;
    bool creator = false;  // of the thing
    Switches switches;
    friend bool operator==(const Facts&, const Facts&) = default;
};

// Why. Numbers travel to pages and never change.
enum class Rule : std::uint8_t {
    // Allowed by
    team_role = 1,
    team_extra = 2,  // an action that the custom role adds
    project_role = 3,
    project_extra = 4,
    creator = 5,  // made the thing, and the role covers what one made oneself
    registry_admin = 6,
    instance_admin = 7,
    public_project = 8,
    open_project = 9,
    share_link = 10,
    members_invite = 11,
    users_create_teams = 12,
    // Refused because
    not_signed_in = 32,
    deactivated = 33,
    key_reads_only = 34,
    key_elsewhere = 35,
    key_of_view_only = 36,  // keys of a person who is view-only there do not work there
    not_a_member = 37,
    not_added = 38,  // the project is restricted
    role_lacks = 39,
    not_creator = 40,  // the role covers only what one made oneself
    needs_registry_admin = 41,
    needs_instance_admin = 42,
    service_account = 43,  // withheld from service accounts
    link_reads_only = 44,
    keys_switched_off = 45,
    restricted_keeps_runs = 46,  // no run leaves a restricted project, whoever asks
};

inline constexpr std::array all_rules{
    Rule::team_role,
    Rule::team_extra,
    Rule::project_role,
    Rule::project_extra,
    Rule::creator,
    Rule::registry_admin,
    Rule::instance_admin,
    Rule::public_project,
    Rule::open_project,
    Rule::share_link,
    Rule::members_invite,
    Rule::users_create_teams,
    Rule::not_signed_in,
    Rule::deactivated,
    Rule::key_reads_only,
    Rule::key_elsewhere,
    Rule::key_of_view_only,
    Rule::not_a_member,
    Rule::not_added,
    Rule::role_lacks,
    Rule::not_creator,
    Rule::needs_registry_admin,
    Rule::needs_instance_admin,
    Rule::service_account,
    Rule::link_reads_only,
    Rule::keys_switched_off,
    Rule::restricted_keeps_runs,
};

std::string_view name(Rule rule);  // stable snake_case

// Never a bare bool. `needed` is the least role that would have it, `none` when no role would.
struct Decision {
    bool allowed = false;
    Rule rule = Rule::not_signed_in;
    Role needed = Role::none;
    friend bool operator==(const Decision&, const Decision&) = default;
};

// The one function that decides, in the daemon and in the browser. Pure; some nanoseconds.
Decision decide(const Facts& facts, Action action);

// All that the facts allow, e.g. to show or to compare.
ActionSet allowed(const Facts& facts);

}  // namespace ensemble::permissions
