// SPDX-License-Identifier: Apache-2.0
#include "tests/shared/permissions/reference.h"

#include <array>
#include <cstddef>
#include <string_view>

#include "tests/shared/permissions/catalogue.h"

namespace ensemble::permissions::reference {

namespace {

char letter_of(Role role) {
    constexpr std::string_view letters = "-VMT";
    return letters[static_cast<std::size_t>(role)];
}

// One question, with what the sentences below talk about.
struct Question {
    const Facts& facts;
    Action action;
    const Entry& entry;
    bool own_role_in_project = false;  // instead of the one in the team
    char role = '-';                   // that counts here
    ActionSet added;                   // by a custom role that counts here

    Question(const Facts& about, Action asked)
        : facts(about), action(asked), entry(entry_of(asked)) {
        const bool in_project = entry.about == About::project;
        // A2.21: equal to the team's role, unless another was given; never so for the view-only.
        own_role_in_project = in_project && facts.added_to_project &&
                              facts.project_role != Role::none &&
                              facts.team_role != Role::view_only;
        // B.2: nobody is in a restricted project without having been added.
        const bool left_out =
            in_project && facts.visibility == Visibility::restricted && !facts.added_to_project;
        // B.2: those of another team are in no project at all.
        const bool foreign =
            in_project && is(Principal::team_service) && facts.team_role == Role::none;
        if (left_out || foreign) return;
        role = letter_of(own_role_in_project ? facts.project_role : facts.team_role);
        if (role != '-') added = own_role_in_project ? facts.project_extra : facts.team_extra;
    }

    bool is(Principal principal) const { return facts.principal == principal; }
    bool service() const { return is(Principal::team_service) || is(Principal::instance_service); }
    bool about(About what) const { return entry.about == what; }
    bool named(std::string_view name) const { return entry.name == name; }
    bool found_by_all() const {
        return about(About::project) &&
               (facts.visibility == Visibility::open || facts.visibility == Visibility::public_);
    }
    // S58, D1: view-only people have no keys, unless a custom role gives them some.
    bool with_dead_key() const {
        return role == 'V' && is(Principal::person) && facts.key != Key::session &&
               !added.has(Action::apikey_create_own);
    }
    bool custom_role_adds() const { return added.has(action); }
    bool made_by_asker_and(bool covered) const { return facts.creator && covered; }
    bool role_covers_own() const {
        if (entry.own == nullptr) return false;
        const auto own = permissions::action(entry.own->name);
        return entry.own->has(role) || added.has(own.value());
    }
    bool strangers_have_own() const { return entry.own != nullptr && entry.own->has('o'); }
};

using Q = const Question&;

struct Sentence {
    const char* words;
    bool allowed;
    Rule rule;
    bool (*holds)(Q);
};

constexpr bool yes = true;
constexpr bool no = false;

// The first that holds is the answer.
constexpr std::array sentences{
    Sentence{"B.3: who is deactivated may nothing", no, Rule::deactivated,
             [](Q q) { return !q.facts.active; }},
    Sentence{"B.6: a key opens nothing but what it was made for", no, Rule::key_elsewhere,
             [](Q q) { return q.facts.key == Key::elsewhere; }},
    Sentence{"B.6: a key made for reading changes nothing", no, Rule::key_reads_only,
             [](Q q) { return q.facts.key == Key::read_only && !q.entry.has('r'); }},

    Sentence{"A2.22: a link opens its project", yes, Rule::share_link,
             [](Q q) {
                 return q.is(Principal::share_link) && q.facts.added_to_project && q.entry.has('p');
             }},
    Sentence{"A2.22: for reading", no, Rule::link_reads_only,
             [](Q q) {
                 return q.is(Principal::share_link) && q.facts.added_to_project &&
                        q.about(About::project);
             }},
    Sentence{"A2.22: and nothing else", no, Rule::not_a_member,
             [](Q q) { return q.is(Principal::share_link); }},

    Sentence{
        "B.2: anyone who knows the address views a public project", yes, Rule::public_project,
        [](Q q) { return q.is(Principal::anonymous) && q.found_by_all() && q.entry.has('p'); }},
    Sentence{"S24: everything else needs an account", no, Rule::not_signed_in,
             [](Q q) { return q.is(Principal::anonymous); }},

    Sentence{"B.5: the instance may stop the making of keys", no, Rule::keys_switched_off,
             [](Q q) { return q.named("apikey:create_own") && !q.facts.switches.keys_allowed; }},
    Sentence{"S97-S101: the instance is for its admins", yes, Rule::instance_admin,
             [](Q q) {
                 return q.about(About::instance) && !q.named("apikey:create_own") &&
                        q.facts.instance_admin && q.entry.has('Y');
             }},
    Sentence{"D2: a switch lets people create teams", yes, Rule::users_create_teams,
             [](Q q) {
                 return q.named("org:create_team") && q.is(Principal::person) &&
                        q.facts.switches.users_create_teams;
             }},
    Sentence{"S101: nobody below an instance admin has it", no, Rule::needs_instance_admin,
             [](Q q) { return q.about(About::instance) && !q.named("apikey:create_own"); }},

    Sentence{"B.6: service accounts steer nothing", no, Rule::service_account,
             [](Q q) { return q.service() && q.entry.has('s'); }},
    Sentence{"B.6: those of a team do not read the audit log", no, Rule::service_account,
             [](Q q) { return q.is(Principal::team_service) && q.named("auditlog:read"); }},
    Sentence{"A2.19: runs cannot be moved out of a restricted project", no,
             Rule::restricted_keeps_runs,
             [](Q q) {
                 return q.role != '-' && q.facts.visibility == Visibility::restricted &&
                        (q.named("run:move") || q.named("run:move_own"));
             }},

    Sentence{
        "A2.21: the role in the project, where one was given", yes, Rule::project_role,
        [](Q q) { return q.own_role_in_project && q.entry.has(q.role) && !q.with_dead_key(); }},
    Sentence{
        "S70-S96: otherwise that in the team", yes, Rule::team_role,
        [](Q q) { return !q.own_role_in_project && q.entry.has(q.role) && !q.with_dead_key(); }},
    Sentence{
        "S61: what a custom role adds, in the project", yes, Rule::project_extra,
        [](Q q) { return q.own_role_in_project && q.custom_role_adds() && !q.with_dead_key(); }},
    Sentence{"S61: or in the team", yes, Rule::team_extra,
             [](Q q) { return q.custom_role_adds() && !q.with_dead_key(); }},
    Sentence{"S40, S52: one's own things, whose ever the project is", yes, Rule::creator,
             [](Q q) { return q.made_by_asker_and(q.role_covers_own()) && !q.with_dead_key(); }},
    Sentence{"S73-S78: registry admins", yes, Rule::registry_admin,
             [](Q q) { return q.facts.registry_admin && q.entry.has('R'); }},
    Sentence{
        "B.2: team admins may join a restricted project", yes, Rule::team_role,
        [](Q q) { return q.named("project:manage_members") && q.facts.team_role == Role::admin; }},
    Sentence{"S50, D6: members invite where a switch says so", yes, Rule::members_invite,
             [](Q q) {
                 return q.named("team:invite") && q.facts.switches.members_invite && q.role == 'M';
             }},
    Sentence{"S100: instance admins modify teams and make keys", yes, Rule::instance_admin,
             [](Q q) { return q.facts.instance_admin && q.entry.has('Y'); }},

    Sentence{"B.2: whoever is signed in views a public project", yes, Rule::public_project,
             [](Q q) { return q.found_by_all() && q.entry.has('p'); }},
    Sentence{"B.2, S107: strangers log to an open project", yes, Rule::open_project,
             [](Q q) {
                 return q.role == '-' && q.facts.visibility == Visibility::open &&
                        (q.entry.has('o') || q.made_by_asker_and(q.strangers_have_own()));
             }},

    Sentence{"S58: view-only people make no keys", no, Rule::role_lacks,
             [](Q q) { return q.about(About::instance); }},
    Sentence{"A2.6: and those they had stop working", no, Rule::key_of_view_only,
             [](Q q) { return q.with_dead_key(); }},
    Sentence{"B.2: in the team, but not among those who were added", no, Rule::not_added,
             [](Q q) {
                 return q.role == '-' && q.about(About::project) && q.facts.team_role != Role::none;
             }},
    Sentence{"S68: not in the team", no, Rule::not_a_member, [](Q q) { return q.role == '-'; }},
    Sentence{"S53: somebody else made it", no, Rule::not_creator,
             [](Q q) { return q.role_covers_own(); }},
    Sentence{"S78: for registry admins alone", no, Rule::needs_registry_admin,
             [](Q q) { return q.entry.has('R') && !q.entry.has('T'); }},
    Sentence{"S57: the role has not", no, Rule::role_lacks, [](Q) { return true; }},
};

Role least_role_with(const Entry& entry) {
    for (const Role role : {Role::view_only, Role::member, Role::admin}) {
        if (entry.has(letter_of(role))) return role;
    }
    return Role::none;
}

}  // namespace

Decision decide(const Facts& facts, Action action) {
    const Question question(facts, action);
    for (const Sentence& sentence : sentences) {
        if (!sentence.holds(question)) continue;
        if (sentence.allowed) return {true, sentence.rule, Role::none};
        // No role takes a run out of a restricted project.
        const bool for_nobody = sentence.rule == Rule::restricted_keeps_runs;
        return {false, sentence.rule, for_nobody ? Role::none : least_role_with(question.entry)};
    }
    return {};
}

ActionSet actions_with(char letter) {
    ActionSet set;
    for (std::size_t i = 0; i < action_count; ++i) {
        const auto action = static_cast<Action>(i);
        if (entry_of(action).has(letter)) set.add(action);
    }
    return set;
}

bool tables_agree() {
    return actions_of(Role::none).empty() && actions_of(Role::view_only) == actions_with('V') &&
           actions_of(Role::member) == actions_with('M') &&
           actions_of(Role::admin) == actions_with('T') &&
           registry_admin_actions() == actions_with('R') &&
           instance_admin_actions() == actions_with('Y') && public_actions() == actions_with('p') &&
           open_actions() == actions_with('o') && withheld_from_services() == actions_with('s');
}

}  // namespace ensemble::permissions::reference
