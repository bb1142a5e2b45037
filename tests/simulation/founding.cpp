// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/founding.h"

#include <array>
#include <set>
#include <string>

#include "tests/simulation/prng.h"

namespace ensemble::simulation {

using namespace records;
using permissions::Action;

namespace {

constexpr std::array names{"Ana", "Bo", "Cy", "Dee", "Eve", "Flo", "Gus", "Hal"};
constexpr Instant beginning{1'700'000'000'000};

class Founding {
public:
    explicit Founding(const Setting& setting) : setting_(setting), prng_(setting.seed + 77) {}

    std::vector<sync::Versioned> build() {
        put(Settings{.users_create_teams = prng_.chance(60)});
        if (prng_.chance(50)) put_custom_role();
        for (std::uint32_t i = 0; i < setting_.people; ++i)
            put_person(i);
        for (std::uint32_t i = 0; i < setting_.teams; ++i)
            put_team(i);
        for (std::uint32_t i = 0; i < setting_.projects; ++i)
            put_project(i);
        for (std::uint32_t i = 0; i < setting_.runs; ++i)
            put_run(i);
        return std::move(rows_);
    }

private:
    void put(Row row) { rows_.push_back({std::move(row), 1}); }
    UserId somebody() { return {1 + prng_.below(setting_.people)}; }
    TeamId some_team() { return {101 + prng_.below(setting_.teams)}; }

    void put_custom_role() {
        const bool stops = prng_.chance(50);
        custom_ = {.base = stops ? Role::view_only : Role::member, .custom = RoleId{401}};
        put(CustomRole{.id = {401},
                       .name = stops ? "stopper" : "lead",
                       .base = custom_.base,
                       .extra = stops ? ActionSet::of(Action::run_stop)
                                      : ActionSet::of(Action::team_invite, Action::team_set_role,
                                                      Action::run_move)});
    }

    void put_person(std::uint32_t i) {
        const UserId user{1 + i};
        const TeamId personal{11 + i};
        put(User{.id = user,
                 .name = names[i],
                 .admin = i == 0 || prng_.chance(10),
                 .personal_team = personal,
                 .created_at = beginning});
        put(Account{.user = user, .default_team = personal});
        put(Team{.id = personal, .name = names[i], .owner = user, .created_at = beginning});
        put(Member{.team = personal,
                   .user = user,
                   .role = {Role::admin, {}},
                   .joined_at = beginning,
                   .changed = {user, beginning}});
    }

    Holding some_role() {
        if (custom_.custom && prng_.chance(20)) return custom_;
        constexpr std::array roles{Role::view_only, Role::member, Role::member, Role::admin};
        return {roles[prng_.index(roles.size())], {}};
    }

    void put_team(std::uint32_t i) {
        const TeamId team{101 + i};
        put(Team{.id = team,
                 .name = i == 0 ? "vision" : "speech",
                 .created_at = beginning,
                 .private_only = prng_.chance(10),
                 .members_invite = prng_.chance(30)});
        const UserId founder = somebody();
        for (std::uint32_t n = 0; n < setting_.people; ++n) {
            const UserId user{1 + n};
            const bool founded = user == founder;
            if (!founded && prng_.chance(30)) continue;
            put(Member{.team = team,
                       .user = user,
                       .role = founded ? Holding{Role::admin, {}} : some_role(),
                       .joined_at = beginning,
                       .changed = {founder, beginning}});
        }
    }

    void put_project(std::uint32_t i) {
        constexpr std::array visibilities{Visibility::team, Visibility::team,
                                          Visibility::restricted, Visibility::open,
                                          Visibility::public_};
        const ProjectId project{201 + i};
        const UserId author = somebody();
        const TeamId team = prng_.chance(15) ? TeamId{author.value + 10} : some_team();
        put(Project{.id = project,
                    .team = team,
                    .name = std::string("project-") + std::to_string(i),
                    .author = author,
                    .visibility = visibilities[prng_.index(visibilities.size())],
                    .created_at = beginning,
                    .changed = {author, beginning}});
        for (std::uint32_t n = 0; n < setting_.people; ++n) {
            if (!prng_.chance(15)) continue;
            put(ProjectMember{.project = project,
                              .user = {1 + n},
                              .role = some_role(),
                              .changed = {author, beginning}});
        }
    }

    void put_run(std::uint32_t i) {
        // Some are called the same, each in a project of its own, so that a move may collide.
        const ProjectId project{201 + prng_.below(setting_.projects)};
        const bool same = i > 0 && prng_.chance(30) && projects_of_run_0_.insert(project).second;
        if (i == 0) projects_of_run_0_.insert(project);
        put(Run{.id = {301 + i},
                .project = project,
                .author = somebody(),
                .name = std::string("run-") + std::to_string(same ? 0 : i),
                .ended = prng_.chance(30)});
    }

    const Setting& setting_;
    Prng prng_;
    Holding custom_;
    std::set<ProjectId> projects_of_run_0_;
    std::vector<sync::Versioned> rows_;
};

}  // namespace

std::vector<sync::Versioned> found(const Setting& setting) {
    return Founding(setting).build();
}

const char* person_name(std::uint32_t index) {
    return names[index % names.size()];
}

}  // namespace ensemble::simulation
