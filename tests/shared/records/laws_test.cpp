// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <array>
#include <set>
#include <vector>

#include "shared/sync/command.h"
#include "tests/shared/records/invariants.h"
#include "tests/shared/records/random_commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

// What holds for whatever people ask for, in whatever order.

using namespace ensemble;
using namespace ensemble::tests;

namespace {

constexpr std::uint64_t walks = 15;
constexpr std::int64_t steps = 400;

// Lets many people ask for much; `look` sees each step before its changes are applied.
template <class Look>
void walk(Look look) {
    for (std::uint64_t seed = 1; seed <= walks; ++seed) {
        CAPTURE(seed);
        Chance chance(seed);
        State state = world();
        for (std::int64_t step = 1; step <= steps; ++step) {
            const sync::Command command = some_command(state, chance, step);
            Context context = some_context(state, chance);
            context.now.ms += step;
            const Verdict verdict = sync::decide(state, context, command);
            CAPTURE(step);
            CAPTURE(sync::name(command));
            CAPTURE(context.asker.user.value);
            look(state, context, command, verdict);
            if (const auto* accepted = std::get_if<Accepted>(&verdict))
                state.apply(accepted->changes);
        }
    }
}

// What a page of the user holds when it has subscribed to everything.
State page_of(const State& state, UserId user) {
    State page;
    std::map<Scope, bool> seen;
    for (const auto& [key, row] : state.own()) {
        const Scope scope = scope_of(*row);
        const auto known = seen.find(scope);
        const bool sees =
            known != seen.end() ? known->second : (seen[scope] = visible(state, user, scope));
        if (sees) page.put(*row);
    }
    return page;
}

ActionSet powers(const State& state, UserId user, const Target& target) {
    return permissions::allowed(facts(state, {.user = user}, Action::run_read, target));
}

bool is_admin(const State& state, UserId user, TeamId team) {
    const auto held = holding(state, team, user);
    return held && held->base == Role::admin;
}

// What may lawfully give the asker more: being invited, opening what is theirs to open, and
// switches and offices whose holders may turn them on themselves.
bool may_lift(const sync::Command& command) {
    return std::holds_alternative<teams::AcceptInvite>(command) ||
           std::holds_alternative<teams::AppointAdmin>(command) ||
           std::holds_alternative<teams::SetTeamSwitch>(command) ||
           std::holds_alternative<teams::SetRegistryAdmin>(command) ||
           std::holds_alternative<projects::SetVisibility>(command) ||
           std::holds_alternative<roles::EditRole>(command);
}

}  // namespace

TEST_CASE("the example itself keeps every rule") {
    CHECK(broken_invariant(world()) == "");
}

TEST_CASE("whatever is accepted, every rule about all rows holds afterwards") {
    std::array<int, sync::command_count> accepted_of{};
    std::array<int, sync::command_count> refused_of{};
    walk([&](const State& state, const Context&, const sync::Command& command,
             const Verdict& verdict) {
        ++(accepted(verdict) ? accepted_of : refused_of)[command.index()];
        if (accepted(verdict)) CHECK(broken_invariant(after(state, verdict)) == "");
    });
    // The walks tell something about every command only if both happened.
    for (std::size_t i = 0; i < sync::command_count; ++i) {
        CAPTURE(sync::command_name(i));
        CHECK(accepted_of[i] > 0);
        CHECK(refused_of[i] > 0);
    }
}

TEST_CASE("deciding changes nothing, twice is as once, and over an overlay is as on the whole") {
    walk([](const State& state, const Context& context, const sync::Command& command,
            const Verdict& verdict) {
        const State before = state;
        CHECK(sync::decide(state, context, command) == verdict);
        const State overlay = State::over(state);
        CHECK(sync::decide(overlay, context, command) == verdict);
        CHECK(before.own() == state.own());
        CHECK(overlay.size() == 0);
    });
}

TEST_CASE("a decision names each row once, and puts none that stays as it was") {
    walk([](const State& state, const Context&, const sync::Command&, const Verdict& verdict) {
        const auto* got = std::get_if<Accepted>(&verdict);
        if (got == nullptr) return;
        std::set<records::Key> keys;
        for (const Row& row : got->changes.put) {
            CHECK(keys.insert(key(row)).second);
            const Row* known = state.find(key(row));
            CHECK((known == nullptr || !(*known == row)));
        }
        for (const records::Key& key : got->changes.erased)
            CHECK(keys.insert(key).second);
    });
}

TEST_CASE("what the daemon accepts, no page refuses beforehand") {
    walk([](const State& state, const Context& context, const sync::Command& command,
            const Verdict& verdict) {
        if (!accepted(verdict)) return;
        Context of_page = context;
        of_page.asker = {.user = context.asker.user};
        const State page = page_of(state, context.asker.user);
        const std::string foretold = told(sync::decide(page, of_page, command));
        CHECK(foretold.rfind("accepted", 0) == 0);
    });
}

TEST_CASE("nobody who is no admin gains anything by what they do to themselves") {
    walk([](const State& state, const Context& context, const sync::Command& command,
            const Verdict& verdict) {
        const UserId user = context.asker.user;
        if (!accepted(verdict) || may_lift(command) || state.user(user)->admin) return;
        const State then = after(state, verdict);
        const auto gains = [&](const Target& target) {
            return !is_admin(state, user, target.team) &&
                   !powers(state, user, target).covers(powers(then, user, target));
        };
        state.each(Kind::team, [&](const Row& row) {
            CHECK_FALSE(gains({std::get<Team>(row).id, {}, {}}));
        });
        state.each(Kind::project, [&](const Row& row) {
            const auto& project = std::get<Project>(row);
            // In an open project strangers do more than those who only look on.
            if (project.visibility == Visibility::open) return;
            CHECK_FALSE(gains({project.team, project.id, {}}));
        });
    });
}

TEST_CASE("runs stay in restricted projects, and these become their team's at most") {
    walk([](const State& state, const Context&, const sync::Command&, const Verdict& verdict) {
        if (!accepted(verdict)) return;
        const State then = after(state, verdict);
        state.each(Kind::run, [&](const Row& row) {
            const auto& run = std::get<records::Run>(row);
            const Project* project = state.project(run.project);
            if (project->visibility == Visibility::restricted)
                CHECK(then.run(run.id)->project == run.project);
            CHECK(then.run(run.id)->author == run.author);
        });
        state.each(Kind::project, [&](const Row& row) {
            const auto& project = std::get<Project>(row);
            if (project.visibility == Visibility::restricted)
                CHECK(then.project(project.id)->visibility >= Visibility::team);
        });
        state.each(Kind::team, [&](const Row& row) {
            const auto& team = std::get<Team>(row);
            CHECK(then.team(team.id)->name == team.name);
        });
    });
}
