// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
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

// Rows about people, asked for one person after the other in order of their ids.
template <class T>
class Roll {
public:
    Roll(const records::State& state, Kind kind, std::int64_t first) {
        state.each(kind, first, [this](const Row& row) { rows_.push_back(std::get_if<T>(&row)); });
    }

    const std::vector<const T*>& all() const { return rows_; }
    // Null when there is none.
    const T* of(UserId user) {
        while (next_ < rows_.size() && rows_[next_]->user < user)
            ++next_;
        return next_ < rows_.size() && rows_[next_]->user == user ? rows_[next_] : nullptr;
    }

private:
    std::vector<const T*> rows_;
    std::size_t next_ = 0;
};

// What many in a row have in common is put into words once.
template <class T>
class Repeated {
public:
    template <class Write>
    void write(json::Writer& out, const T& value, Write write) {
        if (!value_ || !(*value_ == value)) {
            value_ = value;
            text_.clear();
            json::Writer words(text_);
            write(words);
        }
        out.raw(text_);
    }

private:
    std::optional<T> value_;
    std::string text_;
};

// Everything but what concerns the instance.
ActionSet granted(const permissions::Facts& facts) {
    ActionSet set;
    for (std::size_t i = 0; i < permissions::action_count; ++i) {
        const auto one = static_cast<Action>(i);
        if (permissions::place(one) == permissions::Place::instance) continue;
        if (permissions::decide(facts, one).allowed) set.add(one);
    }
    return set;
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

// One place before and after.
struct Compared {
    Compared(const records::State& was, const records::State& is, const Place& at)
        : place(at), before(was, at.target), after(is, at.target),
          added_before(was, Kind::project_member, at.target.project.value),
          added_after(is, Kind::project_member, at.target.project.value) {}

    const Place& place;
    records::Ground before;
    records::Ground after;
    Roll<records::ProjectMember> added_before;
    Roll<records::ProjectMember> added_after;
};

// No project changes its team, so that one row says what somebody is in the team of all of them.
void write_difference(Page& page, const records::State& after, TeamId team) {
    const records::State& before = page.state();
    const std::vector<Place> all = places(before, team);
    std::vector<Compared> compared;
    compared.reserve(all.size());
    for (const Place& place : all)
        compared.emplace_back(before, after, place);
    const Roll<records::Member> members(before, Kind::member, team.value);
    for (const records::Member* member_before : members.all()) {
        const UserId user = member_before->user;
        const records::User* user_before = before.user(user);
        const records::User* user_after = after.user(user);
        const records::Member* member_after = after.member(team, user);
        for (Compared& at : compared) {
            const auto was =
                records::facts(at.before, user_before, member_before, at.added_before.of(user));
            const auto is =
                records::facts(at.after, user_after, member_after, at.added_after.of(user));
            if (was == is) continue;
            const ActionSet had = granted(was);
            const ActionSet has = granted(is);
            if (had == has) continue;
            page.out.begin_object();
            write_user(page.out, "user", user, user_before);
            member(page.out, "project", at.place.target.project.value);
            member(page.out, "project_name", at.place.name);
            write_set(page.out, "gained", has.without(had));
            write_set(page.out, "lost", had.without(has));
            page.out.end_object();
        }
    }
}

// The commands one after the other, decided as they would be, on a copy that is thrown away.
void attempt(records::State& after, const records::Context& context, const json::Reader& asked,
             json::Writer* verdicts) {
    asked.member("commands").each(100, [&](const json::Reader& at) {
        const sync::Command command = protocol::read_command(at);
        if (!at.ok()) return;
        const auto verdict = sync::decide(after, context, command);
        if (const auto* accepted = std::get_if<records::Accepted>(&verdict))
            after.apply(accepted->changes);
        if (verdicts != nullptr) write_verdict(*verdicts, verdict);
    });
}

}  // namespace

void may(Page& page) {
    const auto asked = asked_action(page);
    if (!asked) return page.out.raw("null");
    write_decision(page.out, page.may(*asked, target(page)));
}

void who_can(Page& page) {
    const auto asked = asked_action(page);
    const records::State& state = page.state();
    const records::Target about = target(page);
    const records::Ground ground(state, about);
    Roll<records::Member> members(state, Kind::member, about.team.value);
    Roll<records::ProjectMember> guests(state, Kind::project_member, about.project.value);
    Repeated<records::Holding> roles;
    Repeated<permissions::Decision> decisions;
    json::Writer& out = page.out;
    out.begin_list();
    state.each(Kind::user, [&](const Row& row) {
        const auto& user = std::get<records::User>(row);
        const records::Member* member = members.of(user.id);
        const records::ProjectMember* added = guests.of(user.id);
        const bool concerned =
            member != nullptr || added != nullptr || user.admin || user.id == about.creator;
        if (!asked || !concerned) return;
        out.begin_object();
        write_user(out, "user", user.id, &user);
        const auto held = member != nullptr ? std::optional(member->role)
                                            : records::holding(state, about.team, user.id);
        if (held) {
            out.key("role");
            roles.write(out, *held,
                        [&](json::Writer& words) { write_holding(words, state, *held); });
        }
        const bool here = permissions::place(*asked) != permissions::Place::instance;
        const auto decision =
            here ? permissions::decide(records::facts(ground, &user, member, added), *asked)
                 : records::may(state, {.user = user.id}, *asked, about);
        out.key("decision");
        decisions.write(out, decision,
                        [&](json::Writer& words) { write_decision(words, decision); });
        out.end_object();
    });
    out.end_list();
}

records::State look_through(const json::Reader& as_role, const sync::Replica& here, Instant now) {
    records::State through = records::State::over(here.view());
    if (!as_role.is_there()) return through;
    attempt(through, here.context(now), as_role, nullptr);
    const sync::Command hold = protocol::read_command(as_role.member("hold"));
    const auto* held = std::get_if<teams::ChangeRole>(&hold);
    if (held == nullptr) return through;
    const UserId me = here.user();
    if (const records::User* user = here.view().user(me)) {
        records::User plain = *user;
        plain.admin = false;
        through.put(plain);
    }
    through.put(records::Member{.team = held->team, .user = me, .role = held->role});
    here.view().each(Kind::project, [&](const Row& row) {
        const auto& project = std::get<records::Project>(row);
        if (project.team != held->team) return;
        through.erase({Kind::project_member, project.id.value, me.value});
        if (project.author != me) return;
        records::Project of_others = project;
        of_others.author = {};
        through.put(of_others);
    });
    return through;
}

void what_if(Page& page) {
    json::Writer& out = page.out;
    records::State after = records::State::over(page.state());
    const TeamId team{page.asked.member("team").integer()};
    out.begin_object();
    out.key("verdicts");
    out.begin_list();
    attempt(after, page.replica.context(page.now), page.asked, &out);
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
        const auto facts =
            records::facts(page.state(), {.user = user}, Action::project_read, place.target);
        write_set(out, "actions", granted(facts));
        out.end_object();
    }
    out.end_list();
}

}  // namespace ensemble::wasm::views
