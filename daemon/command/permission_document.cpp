// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "daemon/command/permission_tables.h"
#include "daemon/command/permission_words.h"

namespace ensemble::command {

namespace {

using permissions::Action;
using permissions::ActionSet;
using permissions::Facts;
using permissions::Principal;
using permissions::Role;
using permissions::Visibility;

std::string_view in_text(Extent extent) {
    switch (extent) {
    case Extent::everything:
        return "✓";
    case Extent::own:
        return "own";
    case Extent::nothing:
        break;
    }
    return "–";
}

// The own form of another action is told in the row of that one.
bool is_own_form(Action action) {
    const auto& all = every_action();
    return std::any_of(all.begin(), all.end(),
                       [&](Action wide) { return permissions::own_form(wide) == action; });
}

std::string code(Action action) {
    return "`" + std::string(permissions::name(action)) + "`";
}

std::string matrix_row(Action action) {
    const ActionWords& about = words(action);
    std::string row = "| " + std::string(about.what) + " | " + code(action);
    if (const auto own = permissions::own_form(action)) row += "<br>" + code(*own);
    for (const RoleColumn& column : role_columns())
        row += " | " + std::string(in_text(extent(column.actions, action)));
    return row + " | " + std::string(about.sources) + " |\n";
}

std::string matrix() {
    std::string text = "| What | Action";
    for (const RoleColumn& column : role_columns())
        text += " | " + std::string(column.title);
    text += " | Requirements |\n|---|---|:-:|:-:|:-:|:-:|:-:|---|\n";
    for (const Action action : every_action()) {
        if (!is_own_form(action)) text += matrix_row(action);
    }
    return text;
}

std::string in_words(const Facts& facts) {
    const ActionSet set = permissions::allowed(facts);
    if (set.has(Action::run_delete)) return "administers";
    if (set.has(Action::run_update)) return "works";
    if (set.has(Action::run_create)) return "sees, logs runs and artifacts, writes reports";
    if (set.has(Action::run_read)) return "sees";
    return set.has(Action::project_manage_members) ? "nothing, but may join" : "nothing";
}

struct Visitor {
    std::string_view who;
    Facts facts;
};

std::vector<Visitor> visitors() {
    const auto person = [](Role role) {
        return Facts{.principal = Principal::person, .team_role = role};
    };
    const Facts own_service{.principal = Principal::team_service,
                            .key = permissions::Key::full,
                            .team_role = Role::member};
    const Facts foreign_service{.principal = Principal::team_service,
                                .key = permissions::Key::full};
    const Facts instance_service{.principal = Principal::instance_service,
                                 .key = permissions::Key::full,
                                 .team_role = Role::member};
    return {
        {"anybody, not signed in", {}},
        {"signed in, not in the team", person(Role::none)},
        {"view-only in the team", person(Role::view_only)},
        {"member of the team", person(Role::member)},
        {"team admin", person(Role::admin)},
        {"service account of the team", own_service},
        {"service account of the server", instance_service},
        {"service account of another team", foreign_service},
    };
}

std::string visibility_table() {
    std::string text =
        "| Who | open | public | team | restricted | restricted, added as a member |\n"
        "|---|---|---|---|---|---|\n";
    for (const Visitor& visitor : visitors()) {
        text += "| " + std::string(visitor.who);
        Facts facts = visitor.facts;
        for (const Visibility visibility :
             {Visibility::open, Visibility::public_, Visibility::team, Visibility::restricted}) {
            facts.visibility = visibility;
            text += " | " + in_words(facts);
        }
        facts.added_to_project = true;
        facts.project_role = Role::member;
        text += " | " + in_words(facts) + " |\n";
    }
    return text;
}

std::string rule_list(bool allowing) {
    std::string text;
    for (const permissions::Rule rule : permissions::all_rules) {
        if ((rule < permissions::Rule::not_signed_in) != allowing) continue;
        text += "| `" + std::string(permissions::name(rule)) + "` | " + std::string(words(rule)) +
                " |\n";
    }
    return text;
}

std::string list_of(const ActionSet& set) {
    std::string text;
    for (const Action action : every_action()) {
        if (set.has(action)) text += (text.empty() ? "" : ", ") + code(action);
    }
    return text;
}

constexpr std::string_view introduction =
    R"(<!-- SPDX-License-Identifier: Apache-2.0 -->
# Who may do what

Written by `ensembled permissions --markdown` from the code that decides, in the daemon and in the
browser alike; a test fails when this page says anything else. Numbers like S88 are those of the
requirements.

A person is view-only, member or admin in a team, and may have another role in one of its projects.
Registry admin is an office on top of that, in one team; instance admins run the server. *own* is
for what one created oneself, whose ever the project is: two actions stand in that row, and the
second covers one's own things alone.
)";

constexpr std::string_view custom_roles = R"(
## Custom roles

A custom role is view-only or member with actions added, never with any taken away (S60, S61). It
cannot add what concerns the server as a whole: )";

constexpr std::string_view visibility = R"(
## Who sees a project

*works* and *administers* are what a member and an admin may do in a project. Runs cannot be moved
out of a restricted project, and a team admin may add themselves to it.

)";

constexpr std::string_view rules = R"(
## Why

Every decision names the rule that made it. First come account and key, then roles, then what is
open to everybody.

| Allowed by | |
|---|---|
)";

}  // namespace

std::string permission_document() {
    ActionSet beyond;
    for (const Action action : every_action()) {
        if (!permissions::addable_actions().has(action)) beyond.add(action);
    }
    return std::string(introduction) + "\n## Roles\n\n" + matrix() + std::string(custom_roles) +
           list_of(beyond) +
           ".\n\n## Service accounts\n\nA service account never has, whatever "
           "its role: " +
           list_of(permissions::withheld_from_services()) +
           ". One of a team does not read the audit log either (B.6).\n" + std::string(visibility) +
           visibility_table() + std::string(rules) + rule_list(true) +
           "\n| Refused because | |\n|---|---|\n" + rule_list(false);
}

}  // namespace ensemble::command
