// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "shared/protocol/commands.h"
#include "wasm/views/pages.h"

// Who may do what, who could, and who would.
namespace ensemble::wasm::views {

using permissions::Action;
using permissions::ActionSet;
using permissions::Role;
using records::Kind;
using records::Row;

namespace {

records::Target target(const Page& page) {
    const auto id = [&](std::string_view name) {
        const json::Reader at = page.asked.member(name);
        return at.is_there() ? at.integer() : 0;
    };
    records::Target target{{id("team")}, {id("project")}, {id("creator")}};
    const records::Project* project =
        target.project ? page.state().project(target.project) : nullptr;
    if (project != nullptr) target.team = project->team;
    return target;
}

std::optional<Action> asked_action(const Page& page) {
    return permissions::action(page.asked.member("action").text());
}

void write_set(json::Writer& out, std::string_view key, const ActionSet& set) {
    out.key(key);
    out.begin_list();
    for (std::size_t i = 0; i < permissions::action_count; ++i)
        if (set.has(static_cast<Action>(i))) out.text(permissions::name(static_cast<Action>(i)));
    out.end_list();
}

// Everything that the user may do there; without a project what concerns the team itself, and
// projects that are neither opened nor restricted.
ActionSet granted(const records::State& state, UserId user, const records::Target& target) {
    // But for actions on the instance, what counts is the same for all of them.
    const auto facts = records::facts(state, {.user = user}, Action::project_read, target);
    ActionSet set;
    for (std::size_t i = 0; i < permissions::action_count; ++i) {
        const auto one = static_cast<Action>(i);
        if (permissions::place(one) == permissions::Place::instance) continue;
        if (permissions::decide(facts, one).allowed) set.add(one);
    }
    return set;
}

std::vector<UserId> people(const records::State& state, TeamId team) {
    std::vector<UserId> all;
    state.each(Kind::member, team.value,
               [&](const Row& row) { all.push_back(std::get<records::Member>(row).user); });
    return all;
}

struct Place {
    records::Target target;
    std::string name;
};

std::vector<Place> places(const records::State& state, TeamId team) {
    std::vector<Place> all{{{team, {}, {}}, ""}};
    state.each(Kind::project, [&](const Row& row) {
        const auto& project = std::get<records::Project>(row);
        if (project.team == team && !project.deleted_at)
            all.push_back({{team, project.id, {}}, project.name});
    });
    return all;
}

void write_difference(Page& page, const records::State& after, TeamId team) {
    const records::State& before = page.state();
    for (const UserId user : people(before, team)) {
        for (const Place& place : places(before, team)) {
            const ActionSet had = granted(before, user, place.target);
            const ActionSet has = granted(after, user, place.target);
            if (had == has) continue;
            page.out.begin_object();
            write_user(page, "user", user);
            member(page.out, "project", place.target.project.value);
            member(page.out, "project_name", place.name);
            write_set(page.out, "gained", has.without(had));
            write_set(page.out, "lost", had.without(has));
            page.out.end_object();
        }
    }
}

}  // namespace

void may(Page& page) {
    const auto asked = asked_action(page);
    if (!asked) return page.out.raw("null");
    write_decision(page.out, records::may(page.state(), page.asker(), *asked, target(page)));
}

void who_can(Page& page) {
    const auto asked = asked_action(page);
    const records::Target about = target(page);
    json::Writer& out = page.out;
    out.begin_list();
    page.state().each(Kind::user, [&](const Row& row) {
        const auto& user = std::get<records::User>(row);
        const bool concerned = page.state().member(about.team, user.id) != nullptr ||
                               page.state().project_member(about.project, user.id) != nullptr ||
                               user.admin || user.id == about.creator;
        if (!asked || !concerned) return;
        out.begin_object();
        write_user(page, "user", user.id);
        if (const auto held = records::holding(page.state(), about.team, user.id))
            write_holding(page, "role", *held);
        out.key("decision");
        write_decision(out, records::may(page.state(), {.user = user.id}, *asked, about));
        out.end_object();
    });
    out.end_list();
}

// The commands one after the other, decided as they would be, on a copy that is thrown away.
void what_if(Page& page) {
    json::Writer& out = page.out;
    records::State after = records::State::over(page.state());
    const TeamId team{page.asked.member("team").integer()};
    const auto context = page.replica.context(page.now);
    out.begin_object();
    out.key("verdicts");
    out.begin_list();
    page.asked.member("commands").each(100, [&](const json::Reader& at) {
        const sync::Command command = protocol::read_command(at);
        if (!at.ok()) return;
        const auto verdict = sync::decide(after, context, command);
        if (const auto* accepted = std::get_if<records::Accepted>(&verdict))
            after.apply(accepted->changes);
        write_verdict(out, verdict);
    });
    out.end_list();
    out.key("people");
    out.begin_list();
    write_difference(page, after, team);
    out.end_list();
    member(out, "contact_ms", page.replica.meta().contact.ms);
    out.end_object();
}

void catalogue(Page& page) {
    json::Writer& out = page.out;
    out.begin_object();
    out.key("actions");
    out.begin_list();
    for (std::size_t i = 0; i < permissions::action_count; ++i)
        out.text(permissions::name(static_cast<Action>(i)));
    out.end_list();
    write_set(out, "view_only", actions_of(Role::view_only));
    write_set(out, "member", actions_of(Role::member));
    write_set(out, "admin", actions_of(Role::admin));
    write_set(out, "addable", permissions::addable_actions());
    out.end_object();
}

void grants(Page& page) {
    const TeamId team{page.asked.member("team").integer()};
    const UserId user = page.asker().user;
    json::Writer& out = page.out;
    out.begin_list();
    for (const Place& place : places(page.state(), team)) {
        out.begin_object();
        member(out, "project", place.target.project.value);
        member(out, "project_name", place.name);
        write_set(out, "actions", granted(page.state(), user, place.target));
        out.end_object();
    }
    out.end_list();
}

}  // namespace ensemble::wasm::views
