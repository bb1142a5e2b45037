// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "shared/records/scope.h"
#include "shared/records/verdict.h"

// A small instance as rows: two teams and everybody whom the rules tell apart.
namespace ensemble::tests {

using namespace ensemble::records;
using permissions::Action;
using permissions::ActionSet;
using permissions::Key;
using permissions::Rule;

// Ana runs the instance and is in no shared team. Vera steers the team vision, Mia and Max are its
// members, Viola looks on, Carl has the custom role steward, Stan the custom role stopper, bot is
// its service account. Dora was an admin of it and is deactivated. Otto is alone in the team audio,
// Nils in no shared team. Gus is in no team and a guest in the restricted project. Fleet is a
// service account of the instance.
inline constexpr UserId ana{1}, vera{2}, mia{3}, max{4}, viola{5}, carl{6}, stan{7}, bot{8},
    dora{9}, otto{10}, nils{11}, gus{12}, fleet{13}, missing_user{99};
inline constexpr TeamId vision{101}, audio{102}, gone_team{103}, missing_team{199};
inline constexpr RoleId steward{301}, stopper{302}, missing_role{399};
// Made by Mia, all but audio's and Max's own.
inline constexpr ProjectId detector{401}, paper{402}, course{403}, secret{404}, speech{405},
    diary{406}, trashed{407}, missing_project{499};
// In detector, but the last two.
inline constexpr RunId mias{501}, maxs{502}, bots{503}, ended{504}, deleted{505}, secret_run{506},
    ottos{507}, missing_run{599};
inline constexpr InviteId to_nils{601}, by_mail{602}, missing_invite{699};

inline constexpr Instant long_ago{1'000};
inline constexpr Instant now{1'000'000'000'000};
inline constexpr std::int64_t day_ms = 24 * 60 * 60 * 1000;
inline constexpr Trace told_by_vera{vera, long_ago};

inline constexpr Holding inherits{Role::none, {}};
inline constexpr Holding view_only{Role::view_only, {}};
inline constexpr Holding as_member{Role::member, {}};
inline constexpr Holding as_admin{Role::admin, {}};
inline constexpr Holding as_steward{Role::member, steward};
inline constexpr Holding as_stopper{Role::view_only, stopper};

// An id as pages choose them.
template <class Id>
constexpr Id chosen(std::int64_t number) {
    return Id{(std::int64_t{1} << 40) + number};
}

inline TeamId personal(UserId user) {
    return {200 + user.value};
}

inline User person(UserId id, std::string name) {
    return {.id = id, .name = name, .personal_team = personal(id), .created_at = long_ago};
}

// The person, their account and their personal team.
inline void settle(State& state, User user) {
    if (user.kind == UserKind::person) {
        const TeamId own = user.personal_team;
        state.put(Team{.id = own, .name = user.name, .owner = user.id, .created_at = long_ago});
        state.put(Member{.team = own, .user = user.id, .role = as_admin, .joined_at = long_ago});
        state.put(
            Account{.user = user.id, .email = user.name + "@example.org", .default_team = own});
    }
    state.put(std::move(user));
}

inline void enrol(State& state, TeamId team, UserId user, Holding role) {
    state.put(Member{
        .team = team, .user = user, .role = role, .joined_at = long_ago, .changed = told_by_vera});
}

inline void add(State& state, ProjectId project, UserId user, Holding role) {
    state.put(
        ProjectMember{.project = project, .user = user, .role = role, .changed = told_by_vera});
}

inline void invite(State& state, const Invite& invite) {
    state.put(invite);
    if (!invite.user) return;
    state.put(Invitation{.user = invite.user,
                         .id = invite.id,
                         .team = invite.team,
                         .team_name = state.team(invite.team)->name,
                         .role = invite.role,
                         .inviter = invite.inviter,
                         .expires_at = invite.expires_at});
}

inline void put_people(State& state) {
    for (const auto& [id, name] :
         {std::pair{ana, "ana"}, std::pair{vera, "vera"}, std::pair{mia, "mia"},
          std::pair{max, "max"}, std::pair{viola, "viola"}, std::pair{carl, "carl"},
          std::pair{stan, "stan"}, std::pair{dora, "dora"}, std::pair{otto, "otto"},
          std::pair{nils, "nils"}, std::pair{gus, "gus"}}) {
        User user = person(id, name);
        user.admin = id == ana;
        if (id == dora) user.deactivated_at = long_ago;
        settle(state, user);
    }
    settle(state, {.id = bot,
                   .name = "vision-bot",
                   .kind = UserKind::team_service,
                   .home_team = vision,
                   .created_at = long_ago});
    settle(state, {.id = fleet,
                   .name = "fleet",
                   .kind = UserKind::instance_service,
                   .home_team = audio,
                   .created_at = long_ago});
}

inline void put_teams(State& state) {
    state.put(CustomRole{.id = steward,
                         .name = "Steward",
                         .base = Role::member,
                         .extra = ActionSet::of(Action::team_invite, Action::team_set_role,
                                                Action::team_remove_member)});
    state.put(CustomRole{.id = stopper,
                         .name = "Stopper",
                         .base = Role::view_only,
                         .extra = ActionSet::of(Action::run_stop)});
    state.put(Team{.id = vision, .name = "vision", .created_at = long_ago});
    state.put(Team{.id = audio, .name = "audio", .created_at = long_ago});
    state.put(
        Team{.id = gone_team, .name = "speech-lab", .created_at = long_ago, .deleted_at = now});
    enrol(state, vision, vera, as_admin);
    enrol(state, vision, mia, as_member);
    enrol(state, vision, max, as_member);
    enrol(state, vision, viola, view_only);
    enrol(state, vision, carl, as_steward);
    enrol(state, vision, stan, as_stopper);
    enrol(state, vision, bot, as_member);
    enrol(state, vision, dora, as_admin);
    enrol(state, audio, otto, as_admin);
    enrol(state, gone_team, otto, as_admin);
    invite(state, {.id = to_nils,
                   .team = vision,
                   .user = nils,
                   .role = as_member,
                   .inviter = vera,
                   .created_at = long_ago,
                   .expires_at = {now.ms + day_ms}});
    invite(state, {.id = by_mail,
                   .team = vision,
                   .email = "new@example.org",
                   .role = view_only,
                   .inviter = vera,
                   .created_at = long_ago,
                   .expires_at = {now.ms + day_ms}});
}

inline void put_projects(State& state) {
    const auto put = [&](ProjectId id, TeamId team, UserId author, std::string name,
                         Visibility visibility) {
        state.put(Project{.id = id,
                          .team = team,
                          .name = std::move(name),
                          .author = author,
                          .visibility = visibility,
                          .created_at = long_ago,
                          .changed = {author, long_ago}});
    };
    put(detector, vision, mia, "detector", Visibility::team);
    put(paper, vision, mia, "paper", Visibility::public_);
    put(course, vision, mia, "course", Visibility::open);
    put(secret, vision, mia, "secret", Visibility::restricted);
    put(speech, audio, otto, "speech", Visibility::team);
    put(diary, personal(max), max, "diary", Visibility::team);
    put(trashed, vision, mia, "trashed", Visibility::team);
    Project thrown = *state.project(trashed);
    thrown.deleted_at = long_ago;
    state.put(thrown);
    add(state, secret, mia, inherits);
    add(state, secret, gus, view_only);
}

inline void put_runs(State& state) {
    const auto put = [&](RunId id, ProjectId project, UserId author) {
        state.put(Run{.id = id,
                      .project = project,
                      .author = author,
                      .name = "run" + std::to_string(id.value)});
    };
    put(mias, detector, mia);
    put(maxs, detector, max);
    put(bots, detector, bot);
    put(ended, detector, mia);
    put(deleted, detector, mia);
    put(secret_run, secret, mia);
    put(ottos, course, otto);
    Run over = *state.run(ended);
    over.ended = true;
    state.put(over);
    Run thrown = *state.run(deleted);
    thrown.deleted_at = long_ago;
    state.put(thrown);
}

inline State world() {
    State state;
    put_people(state);
    put_teams(state);
    put_projects(state);
    put_runs(state);
    return state;
}

// The example with something different, e.g. `with(role_in_team(max, as_admin))`.
template <class... Changes>
State with(Changes... changes) {
    State state = world();
    (changes(state), ...);
    return state;
}

// A change of one row that is there: `edit<Team>(…)` takes it and puts it back.
template <class T, class Edit>
auto edited(records::Key key, Edit edit) {
    return [key, edit](State& state) {
        T row = std::get<T>(*state.find(key));
        edit(row);
        state.put(row);
    };
}

inline auto role_in_team(UserId user, Holding role, TeamId team = vision) {
    return [=](State& state) {
        Member member{.team = team, .user = user, .joined_at = long_ago, .changed = told_by_vera};
        if (const Member* known = state.member(team, user)) member = *known;
        member.role = role;
        state.put(member);
    };
}

inline auto role_in_project(UserId user, ProjectId project, Holding role) {
    return [=](State& state) { add(state, project, user, role); };
}

inline auto of_visibility(ProjectId project, Visibility visibility) {
    return edited<Project>({Kind::project, project.value},
                           [=](Project& row) { row.visibility = visibility; });
}

inline auto deactivated(UserId user) {
    return edited<User>({Kind::user, user.value}, [](User& row) { row.deactivated_at = long_ago; });
}

inline auto deleted_team(TeamId team) {
    return edited<Team>({Kind::team, team.value}, [](Team& row) { row.deleted_at = long_ago; });
}

inline auto custom_role(RoleId id, Role base, ActionSet extra) {
    return [=](State& state) {
        state.put(CustomRole{
            .id = id, .name = "role " + std::to_string(id.value), .base = base, .extra = extra});
    };
}

inline auto switched(bool Settings::*which) {
    return [=](State& state) {
        Settings settings = state.settings();
        settings.*which = true;
        state.put(settings);
    };
}

inline Context by(UserId user) {
    return {.asker = {.user = user}, .now = now};
}
inline Context by_key(UserId user, Key key = Key::full) {
    return {.asker = {.user = user, .key = key}, .now = now};
}
inline Context by_key_for(UserId user, TeamId team) {
    return {.asker = {.user = user, .key = Key::full, .key_team = team}, .now = now};
}

}  // namespace ensemble::tests
