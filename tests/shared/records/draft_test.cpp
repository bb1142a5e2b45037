// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/records/verdict.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

// The verdict after something was asked of a draft.
template <class Ask>
Verdict drafted(const State& state, const Context& context, Ask ask) {
    Draft draft(state, context);
    ask(draft);
    return draft.verdict();
}

}  // namespace

TEST_CASE("every refusal has its name") {
    const auto named = [](Refusal refusal) { return std::string(name(refusal)); };
    CHECK(named(Refusal::forbidden) == "forbidden");
    CHECK(named(Refusal::last_admin) == "last_admin");
    CHECK(named(Refusal::gone) == "gone");
    CHECK(named(Refusal::conflict) == "conflict");
    CHECK(named(Refusal::invalid) == "invalid");
    CHECK(named(Refusal::quota) == "quota");
    CHECK(named(Refusal::enforced) == "enforced");
    CHECK(named(Refusal::unsupported_version) == "unsupported_version");
    CHECK(named(Refusal::duplicate) == "duplicate");
}

TEST_CASE("the first refusal stands, and a refused draft changes nothing") {
    const State state = world();
    const Context context = by(vera);
    CHECK(told(drafted(state, context, [](Draft& draft) {
              draft.refuse(Refusal::invalid, "name", "long");
              draft.refuse(Refusal::gone, "team");
              draft.may(Action::team_update, {audio});
              draft.put(Star{vera, detector});
          })) == "invalid name long");
}

TEST_CASE("a refusal by role says the rule, what is needed, and who changed what one is there") {
    const State state =
        with(edited<Member>({Kind::member, vision.value, viola.value}, [](Member& row) {
            row.changed = {mia, now};
        }));
    const auto refused = [&](UserId user, Action action, ProjectId project) {
        const Context context = by(user);
        return std::get<Refused>(drafted(state, context, [&](Draft& draft) {
            draft.may(action, {vision, project, {}});
        }));
    };
    const Refused viewer = refused(viola, Action::run_update, detector);
    CHECK(viewer.rule == Rule::role_lacks);
    CHECK(viewer.needed == Role::member);
    CHECK(viewer.changed == Trace{mia, now});
    CHECK(refused(tests::max, Action::run_read, secret).changed == Trace{mia, long_ago});
    CHECK(refused(gus, Action::run_update, secret).changed == told_by_vera);
    CHECK(refused(otto, Action::team_update, {}).changed == Trace{});
}

TEST_CASE("what is missing, deleted or hidden from the asker is gone, one as the other") {
    const State state = world();
    const Context outsider = by(nils);
    const auto team = [&](TeamId id) {
        return drafted(state, outsider, [&](Draft& draft) { draft.team(id); });
    };
    CHECK(told(team(missing_team)) == "gone team");
    CHECK(team(missing_team) == team(vision));
    CHECK(team(missing_team) == team(gone_team));
    const auto project = [&](ProjectId id) {
        return drafted(state, outsider, [&](Draft& draft) { draft.project(id); });
    };
    CHECK(told(project(missing_project)) == "gone project");
    for (const ProjectId id : {detector, secret, speech, diary, trashed})
        CHECK(project(id) == project(missing_project));
    const auto run = [&](RunId id) {
        return drafted(state, outsider, [&](Draft& draft) { draft.run(id); });
    };
    CHECK(told(run(missing_run)) == "gone run");
    for (const RunId id : {mias, deleted, secret_run})
        CHECK(run(id) == run(missing_run));
    CHECK(told(run(ottos)) == "accepted");
}

TEST_CASE("fresh ids lie where pages choose them and name nothing yet") {
    const State state = world();
    const Context context = by(vera);
    const auto fresh = [&](std::int64_t id, bool taken) {
        return told(drafted(state, context, [&](Draft& draft) { draft.fresh(id, taken); }));
    };
    CHECK(fresh(limits::chosen_id_min, false) == "accepted");
    CHECK(fresh(limits::chosen_id_end - 1, false) == "accepted");
    CHECK(fresh(limits::chosen_id_min, true) == "conflict id");
    for (const std::int64_t id : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{7},
                                  limits::chosen_id_min - 1, limits::chosen_id_end})
        CHECK(fresh(id, false) == "invalid id");
}

TEST_CASE("a row that stays as it was is no change, and a key is erased once") {
    const State state = world();
    const Context context = by(vera);
    const Changes changed = changes(drafted(state, context, [&](Draft& draft) {
        draft.put(*state.user(vera));
        draft.put(Star{vera, detector});
        draft.erase({Kind::star, 2, 402});
        draft.erase({Kind::star, 2, 402});
    }));
    CHECK(changed == Changes{.put = {Star{vera, detector}}, .erased = {{Kind::star, 2, 402}}});
}

TEST_CASE("only what exists is given, as what it is") {
    const State state = world();
    const Context context = by(vera);
    const auto given = [&](Holding holding) {
        return told(
            drafted(state, context, [&](Draft& draft) { draft.may_give(holding, {vision}); }));
    };
    CHECK(given(as_steward) == "accepted");
    CHECK(given(as_admin) == "accepted");
    CHECK(given({Role::member, missing_role}) == "gone role");
    CHECK(given({Role::view_only, steward}) == "invalid role");
    CHECK(given({Role::admin, steward}) == "invalid role");
    CHECK(given(inherits) == "invalid role");
}
