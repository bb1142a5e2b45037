// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/intents.h"

#include <array>
#include <string>
#include <vector>

namespace ensemble::simulation {

using namespace records;
using namespace sync;
using permissions::Action;

namespace {

// How often each command is asked for, in the order of the sum.
constexpr std::array<std::uint32_t, command_count> weights{
    3, 2, 2, 4, 2, 1,                                     // users
    2, 2, 2,                                              // roles
    3, 2, 2, 8, 2, 1, 8,  2, 14, 2, 8, 4, 3, 3, 2, 2, 1,  // teams
    4, 3, 2, 8, 9, 5, 3,  3, 3,                           // projects
    5, 3, 8, 2, 4, 3, 10,                                 // runs
};

class Intent {
public:
    Intent(const State& state, Prng& prng) : state_(state), prng_(prng) {}

    Command of(std::size_t kind) { return make(kind, std::make_index_sequence<command_count>()); }

private:
    template <std::size_t... I>
    Command make(std::size_t kind, std::index_sequence<I...>) {
        Command command;
        ((I == kind ? (command = fill(std::variant_alternative_t<I, Command>()), 0) : 0), ...);
        return command;
    }

    template <class T, class Id>
    Id any(Kind kind, Id T::*id, std::uint32_t unknown_percent = 3) {
        if (prng_.chance(unknown_percent)) return Id{prng_.below(500)};
        std::uint32_t count = 0;
        state_.each(kind, [&](const Row&) { ++count; });
        std::uint32_t at = prng_.below(count);
        Id found{};
        state_.each(kind, [&](const Row& row) {
            if (at-- == 0) found = std::get<T>(row).*id;
        });
        return found;
    }

    UserId user() { return any(Kind::user, &User::id); }
    RunId run() { return any(Kind::run, &Run::id); }
    RoleId custom() { return any(Kind::custom_role, &CustomRole::id); }
    ProjectId project() { return any(Kind::project, &Project::id); }
    // A shared team, nearly always.
    TeamId team() {
        for (int tries = 0; tries < 4; ++tries) {
            const TeamId id = any(Kind::team, &Team::id);
            const Team* found = state_.team(id);
            if (found != nullptr && !found->owner) return id;
        }
        return any(Kind::team, &Team::id);
    }
    UserId member(TeamId team) {
        std::vector<UserId> members;
        state_.each(Kind::member, team.value,
                    [&](const Row& row) { members.push_back(std::get<Member>(row).user); });
        return members.empty() || prng_.chance(5) ? user() : prng_.pick(members);
    }
    InviteId invite(TeamId& team) {
        std::vector<const Invite*> invites;
        state_.each(Kind::invite,
                    [&](const Row& row) { invites.push_back(&std::get<Invite>(row)); });
        if (invites.empty()) return {};
        const Invite* one = prng_.pick(invites);
        team = one->team;
        return one->id;
    }
    InviteId invitation(TeamId& team) {
        std::vector<const Invitation*> invitations;
        state_.each(Kind::invitation,
                    [&](const Row& row) { invitations.push_back(&std::get<Invitation>(row)); });
        if (invitations.empty()) return {};
        const Invitation* one = prng_.pick(invitations);
        team = one->team;
        return one->id;
    }
    Holding role() {
        constexpr std::array roles{Role::view_only, Role::member, Role::member, Role::admin};
        if (const CustomRole* custom_role = state_.custom_role(custom());
            custom_role != nullptr && prng_.chance(25))
            return {custom_role->base, custom_role->id};
        return {roles[prng_.index(roles.size())], {}};
    }
    bool on() { return prng_.chance(50); }
    std::string word(const char* stem, std::uint32_t many) {
        return std::string(stem) + std::to_string(prng_.below(many));
    }
    template <class Id>
    Id fresh() {
        return Id{fresh_id(prng_)};
    }

    Command fill(users::EditProfile c) {
        if (on()) c.full_name = word("Name ", 9);
        if (on()) c.theme = on() ? "dark" : "light";
        if (prng_.chance(20)) c.email = word("me", 9) + "@example.org";
        if (prng_.chance(5)) c.language = "tlh";
        return c;
    }
    Command fill(users::SetDefaultTeam c) { return c.team = team(), c; }
    Command fill(users::SetInstanceAdmin c) { return c.user = user(), c.on = on(), c; }
    Command fill(users::SetActive c) { return c.user = user(), c.on = prng_.chance(65), c; }
    Command fill(users::ChangeSetting c) {
        c.setting = static_cast<users::Setting>(1 + prng_.below(5));
        c.on = prng_.chance(40);
        return c;
    }
    Command fill(users::SetLease c) { return c.hours = prng_.below(400), c; }
    Command fill(roles::CreateRole c) {
        c.id = fresh<RoleId>();
        c.name = word("role-", 4);
        c.base = on() ? Role::view_only : Role::member;
        c.extra.add(static_cast<Action>(prng_.below(60)));
        return c;
    }
    Command fill(roles::EditRole c) {
        c.id = custom();
        if (on()) c.name = word("role-", 4);
        if (on()) c.extra = permissions::ActionSet::of(static_cast<Action>(prng_.below(60)));
        return c;
    }
    Command fill(roles::DeleteRole c) { return c.id = custom(), c; }
    Command fill(teams::CreateTeam c) {
        c.id = fresh<TeamId>();
        c.name = word("team-", 4);
        return c;
    }
    Command fill(teams::DeleteTeam c) { return c.team = team(), c; }
    Command fill(teams::RestoreTeam c) { return c.team = team(), c; }
    Command fill(teams::InviteMember c) {
        c.id = fresh<InviteId>();
        c.team = team();
        c.user = user();
        if (prng_.chance(15)) c = {c.id, c.team, {}, word("new", 3) + "@example.org", {}};
        c.role = role();
        return c;
    }
    Command fill(teams::WithdrawInvite c) { return c.invite = invite(c.team), c; }
    Command fill(teams::ResendInvite c) { return c.invite = invite(c.team), c; }
    Command fill(teams::AcceptInvite c) { return c.invite = invitation(c.team), c; }
    Command fill(teams::DeclineInvite c) { return c.invite = invitation(c.team), c; }
    Command fill(teams::ChangeRole c) {
        c.team = team();
        c.user = member(c.team);
        c.role = role();
        return c;
    }
    Command fill(teams::SetRegistryAdmin c) {
        c.team = team();
        c.user = member(c.team);
        c.on = on();
        return c;
    }
    Command fill(teams::RemoveMember c) {
        c.team = team();
        c.user = member(c.team);
        return c;
    }
    Command fill(teams::LeaveTeam c) { return c.team = team(), c; }
    Command fill(teams::AppointAdmin c) {
        c.team = team();
        c.user = user();
        c.reason = "lost";
        return c;
    }
    Command fill(teams::SetTeamSwitch c) {
        c.team = team();
        c.which = static_cast<teams::TeamSwitch>(1 + prng_.below(3));
        c.on = on();
        return c;
    }
    Command fill(teams::EditTeamProfile c) {
        c.team = team();
        c.intro = word("We do ", 9);
        if (prng_.chance(20)) c.showcase = std::vector<ProjectId>{project()};
        return c;
    }
    Command fill(teams::CreateServiceAccount c) {
        c.id = fresh<UserId>();
        if (prng_.chance(70))
            c.team = team();
        else
            c.home = team();
        c.name = word("bot-", 4);
        return c;
    }
    Command fill(teams::DeleteServiceAccount c) { return c.user = user(), c; }
    Command fill(projects::CreateProject c) {
        c.id = fresh<ProjectId>();
        c.team = team();
        c.name = word("project-", 6);
        c.visibility = visibility();
        return c;
    }
    Command fill(projects::RenameProject c) {
        c.project = project();
        c.name = word("project-", 6);
        return c;
    }
    Command fill(projects::DescribeProject c) {
        c.project = project();
        c.description = word("About ", 9);
        return c;
    }
    Command fill(projects::SetVisibility c) {
        c.project = project();
        c.visibility = visibility();
        return c;
    }
    Command fill(projects::SetProjectRole c) {
        c.project = project();
        c.user = user();
        c.role = prng_.chance(25) ? Holding{Role::none, {}} : role();
        return c;
    }
    Command fill(projects::RemoveProjectMember c) {
        c.project = project();
        c.user = user();
        return c;
    }
    Command fill(projects::StarProject c) { return c.project = project(), c.on = on(), c; }
    Command fill(projects::DeleteProject c) { return c.project = project(), c; }
    Command fill(projects::RestoreProject c) { return c.project = project(), c; }
    Command fill(runs::RenameRun c) { return c.run = run(), c.display_name = word("best ", 9), c; }
    Command fill(runs::NoteRun c) { return c.run = run(), c.notes = word("note ", 9), c; }
    Command fill(runs::TagRun c) {
        c.run = run();
        c.tag = word("tag-", 4);
        c.on = prng_.chance(70);
        return c;
    }
    Command fill(runs::StopRun c) { return c.run = run(), c; }
    Command fill(runs::DeleteRun c) { return c.run = run(), c; }
    Command fill(runs::RestoreRun c) { return c.run = run(), c; }
    Command fill(runs::MoveRun c) { return c.run = run(), c.project = project(), c; }

    permissions::Visibility visibility() {
        return static_cast<permissions::Visibility>(1 + prng_.below(4));
    }

    const State& state_;
    Prng& prng_;
};

}  // namespace

std::int64_t fresh_id(Prng& prng) {
    constexpr std::int64_t least = std::int64_t{1} << 32;
    constexpr std::int64_t end = std::int64_t{1} << 52;
    return least + static_cast<std::int64_t>(prng.next() % static_cast<std::uint64_t>(end - least));
}

Command choose_command(const State& state, std::uint64_t kinds, Prng& prng) {
    std::uint32_t total = 0;
    const auto weight = [&](std::size_t i) {
        return (kinds >> i & 1) != 0 ? weights[i] : std::uint32_t{0};
    };
    for (std::size_t i = 0; i < command_count; ++i)
        total += weight(i);
    std::uint32_t at = prng.below(total);
    std::size_t kind = 0;
    while (kind + 1 < command_count && at >= weight(kind))
        at -= weight(kind++);
    return Intent(state, prng).of(kind);
}

}  // namespace ensemble::simulation
