// SPDX-License-Identifier: Apache-2.0
#include "tests/shared/records/random_commands.h"

#include <array>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/world.h"

namespace ensemble::tests {

namespace {

constexpr std::int64_t nothing_there = 7'777;

constexpr std::array visibilities{Visibility::open, Visibility::public_, Visibility::team,
                                  Visibility::restricted};

class Maker {
public:
    Maker(const State& state, Chance& chance, std::int64_t number)
        : state_(state), chance_(chance), number_(number) {}

    sync::Command make() {
        switch (chance_.below(6)) {
        case 0:
            return of_instance();
        case 1:
            return of_team();
        case 2:
            return of_invite();
        case 3:
            return of_member();
        case 4:
            return of_project();
        default:
            return of_run();
        }
    }

private:
    // Of any row of the kind, by the first or second half of its key.
    template <class Id>
    Id some(Kind kind, bool second = false) {
        std::vector<std::int64_t> ids;
        state_.each(kind, [&](const Row& row) {
            const records::Key at = key(row);
            ids.push_back(second ? at.second : at.first);
        });
        if (ids.empty() || chance_.once_in(40)) return Id{nothing_there};
        return Id{ids[static_cast<std::size_t>(chance_.below(std::ssize(ids)))]};
    }
    UserId user() { return some<UserId>(Kind::user); }
    TeamId team() {
        // Not so often a personal one.
        for (int i = 0; i < 4; ++i) {
            const auto id = some<TeamId>(Kind::team);
            const Team* row = state_.team(id);
            if (row == nullptr || !row->owner) return id;
        }
        return some<TeamId>(Kind::team);
    }
    ProjectId project() { return some<ProjectId>(Kind::project); }
    RunId run() { return some<RunId>(Kind::run); }
    RoleId role() { return some<RoleId>(Kind::custom_role); }
    bool coin() { return chance_.once_in(2); }
    template <class Id>
    Id fresh() {
        return chosen<Id>(number_);
    }
    std::string name() { return "n" + std::to_string(chance_.once_in(5) ? 1 : number_); }
    Holding holding() {
        if (chance_.once_in(3)) {
            const CustomRole* custom = state_.custom_role(role());
            if (custom != nullptr) return {custom->base, custom->id};
        }
        return {chance_.one_of(std::vector{Role::view_only, Role::member, Role::member, Role::admin,
                                           Role::none}),
                {}};
    }
    ActionSet extra() {
        ActionSet set;
        for (std::int64_t i = chance_.below(4); i > 0; --i) {
            const auto action = static_cast<Action>(chance_.below(permissions::action_count));
            if (permissions::addable_actions().has(action) || chance_.once_in(30)) set.add(action);
        }
        return set;
    }

    sync::Command of_instance() {
        switch (chance_.below(9)) {
        case 0:
            return users::EditProfile{.full_name = name()};
        case 1:
            return users::SetDefaultTeam{some<TeamId>(Kind::team)};
        case 2:
            return users::SetInstanceAdmin{user(), coin()};
        case 3:
            return users::SetActive{user(), chance_.below(3) != 0};
        case 4:
            return users::ChangeSetting{static_cast<users::Setting>(1 + chance_.below(5)),
                                        chance_.once_in(3)};
        case 5:
            return users::SetLease{chance_.below(100)};
        case 6:
            return roles::CreateRole{.id = fresh<RoleId>(),
                                     .name = name(),
                                     .base = coin() ? Role::member : Role::view_only,
                                     .extra = extra()};
        case 7:
            return roles::EditRole{.id = role(), .extra = extra()};
        default:
            return roles::DeleteRole{role()};
        }
    }

    sync::Command of_team() {
        switch (chance_.below(7)) {
        case 0:
            return teams::CreateTeam{fresh<TeamId>(), name()};
        case 1:
            return teams::DeleteTeam{team()};
        case 2:
        case 3:
            return teams::RestoreTeam{team()};
        case 4:
            return teams::SetTeamSwitch{
                team(), static_cast<teams::TeamSwitch>(1 + chance_.below(3)), coin()};
        case 5:
            return teams::EditTeamProfile{.team = team(), .showcase = {{project()}}};
        default:
            if (chance_.once_in(3)) return teams::DeleteServiceAccount{user()};
            return teams::CreateServiceAccount{.id = fresh<UserId>(),
                                               .team = coin() ? team() : TeamId{},
                                               .name = name(),
                                               .home = team()};
        }
    }

    sync::Command of_invite() {
        const auto id = some<InviteId>(Kind::invite, true);
        TeamId of{};
        state_.each(Kind::invite, [&](const Row& row) {
            if (std::get<Invite>(row).id == id) of = std::get<Invite>(row).team;
        });
        switch (chance_.below(7)) {
        case 0:
            return teams::WithdrawInvite{of, id};
        case 1:
            return teams::ResendInvite{of, id};
        case 2:
        case 3:
            return teams::AcceptInvite{of, id};
        case 4:
            return teams::DeclineInvite{of, id};
        default:
            if (chance_.once_in(3))
                return teams::InviteMember{
                    fresh<InviteId>(), team(), {}, name() + "@x.org", holding()};
            return teams::InviteMember{fresh<InviteId>(), team(), user(), "", holding()};
        }
    }

    sync::Command of_member() {
        const TeamId of = team();
        std::vector<UserId> members;
        state_.each(Kind::member, of.value,
                    [&](const Row& row) { members.push_back(std::get<Member>(row).user); });
        const UserId who =
            members.empty() || chance_.once_in(30) ? user() : chance_.one_of(members);
        switch (chance_.below(6)) {
        case 0:
        case 1:
            return teams::ChangeRole{of, who, holding()};
        case 2:
            return teams::SetRegistryAdmin{of, who, coin()};
        case 3:
            return teams::RemoveMember{of, who};
        case 4:
            return teams::LeaveTeam{of};
        default:
            return teams::AppointAdmin{of, user(), "why not"};
        }
    }

    sync::Command of_project() {
        switch (chance_.below(10)) {
        case 0:
            return projects::CreateProject{fresh<ProjectId>(), team(), name(),
                                           chance_.one_of(visibilities)};
        case 1:
            return projects::RenameProject{project(), name()};
        case 2:
            return projects::DescribeProject{project(), name()};
        case 3:
            return projects::SetVisibility{project(), chance_.one_of(visibilities)};
        case 4:
        case 5:
            return projects::SetProjectRole{project(), user(), holding()};
        case 6: {
            const auto added = some<ProjectId>(Kind::project_member);
            return projects::RemoveProjectMember{added, some<UserId>(Kind::project_member, true)};
        }
        case 7:
            return projects::StarProject{project(), coin()};
        case 8:
            return projects::DeleteProject{project()};
        default:
            return projects::RestoreProject{project()};
        }
    }

    sync::Command of_run() {
        switch (chance_.below(7)) {
        case 0:
            return runs::RenameRun{run(), name()};
        case 1:
            return runs::NoteRun{run(), name()};
        case 2:
            return runs::TagRun{run(), name(), coin()};
        case 3:
            return runs::StopRun{run()};
        case 4:
            return runs::DeleteRun{run()};
        case 5:
            return runs::RestoreRun{run()};
        default:
            return runs::MoveRun{run(), project()};
        }
    }

    const State& state_;
    Chance& chance_;
    std::int64_t number_;
};

}  // namespace

sync::Command some_command(const State& state, Chance& chance, std::int64_t number) {
    return Maker(state, chance, number).make();
}

Context some_context(const State& state, Chance& chance) {
    std::vector<UserId> all;
    std::vector<UserId> admins;
    state.each(Kind::user, [&](const Row& row) {
        const auto& user = std::get<User>(row);
        all.push_back(user.id);
        if (user.admin && !user.deactivated_at) admins.push_back(user.id);
    });
    state.each(Kind::member, [&](const Row& row) {
        const auto& member = std::get<Member>(row);
        if (member.role.base == Role::admin) admins.push_back(member.user);
    });
    Context context = by(chance.once_in(2) ? chance.one_of(admins) : chance.one_of(all));
    if (chance.once_in(10)) context.asker.key = permissions::Key::full;
    if (chance.once_in(20)) context.asker.key_team = vision;
    return context;
}

}  // namespace ensemble::tests
