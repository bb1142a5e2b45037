// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/roles/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

using namespace ensemble;
using namespace ensemble::tests;
using roles::CreateRole;
using roles::DeleteRole;
using roles::EditRole;

namespace {

const RoleId fresh = chosen<RoleId>(1);

CreateRole curator() {
    return {.id = fresh, .name = "Curator", .extra = ActionSet::of(Action::run_delete)};
}

template <class Edit>
Verdict create(const State& state, UserId asker, Edit edit) {
    CreateRole command = curator();
    edit(command);
    return decide(state, by(asker), command);
}

Verdict create(Role base, ActionSet extra) {
    return create(world(), ana, [&](CreateRole& command) {
        command.base = base;
        command.extra = extra;
    });
}

}  // namespace

TEST_CASE("a custom role is a base with actions added; what the base has is not added again") {
    CHECK(difference(create(Role::member, ActionSet::of(Action::run_delete, Action::run_create)),
                     {.put = {CustomRole{.id = fresh,
                                         .name = "Curator",
                                         .base = Role::member,
                                         .extra = ActionSet::of(Action::run_delete)}}}) == "");
    CHECK(difference(create(Role::view_only, ActionSet::of(Action::run_create)),
                     {.put = {CustomRole{.id = fresh,
                                         .name = "Curator",
                                         .base = Role::view_only,
                                         .extra = ActionSet::of(Action::run_create)}}}) == "");
}

TEST_CASE("custom roles have members or view-only people below them, and nothing of the instance") {
    check({
        {"all that may be added", create(Role::view_only, permissions::addable_actions()),
         "accepted instance_admin"},
        {"nothing added", create(Role::member, {}), "accepted instance_admin"},
        {"on admins", create(Role::admin, {}), "invalid base"},
        {"on nothing", create(Role::none, {}), "invalid base"},
        {"of the instance", create(Role::member, ActionSet::of(Action::org_configure)),
         "invalid extra"},
        {"appointing admins", create(Role::member, ActionSet::of(Action::org_appoint_admin)),
         "invalid extra"},
    });
}

TEST_CASE("who makes custom roles runs the instance, and gives each a name of its own") {
    const State state = world();
    const auto named = [&](std::string name) {
        return create(state, ana, [&](CreateRole& command) { command.name = std::move(name); });
    };
    const std::string longest(limits::role_name_bytes_max, 'r');
    const std::string hidden = "invalid name A role name is plain text without hidden characters.";
    const std::string built_in = "invalid name A built-in role is called so; choose another name.";
    const std::string words(limits::description_bytes_max, 'd');
    const auto with_words = [&](const std::string& text) {
        return create(state, ana, [&](CreateRole& command) { command.description = text; });
    };
    const auto with_id = [&](RoleId id) {
        return create(state, ana, [&](CreateRole& command) { command.id = id; });
    };
    const auto nothing = [](CreateRole&) {};
    check({
        {"an admin of the instance", create(state, ana, nothing), "accepted instance_admin"},
        {"a team's admin", create(state, vera, nothing), "forbidden needs_instance_admin"},
        {"taken", named("Steward"), "conflict name"},
        {"taken in another case", named("sTEWARD"), "conflict name"},
        {"empty", named(""), "invalid name A role name has 1 to 64 bytes."},
        {"two lines", named("a\nb"), hidden},
        {"called as a built-in role", named("Team-Admin"), built_in},
        {"called as another one", named("member"), built_in},
        {"nearly called so", named("Member of the board"), "accepted instance_admin"},
        {"the longest", named(longest), "accepted instance_admin"},
        {"one more byte", named(longest + "r"), "invalid name A role name has 1 to 64 bytes."},
        {"the longest description", with_words(words), "accepted instance_admin"},
        {"one more byte of it", with_words(words + "d"), "invalid description"},
        {"no id", with_id({}), "invalid id"},
        {"an id of the database's", with_id(steward), "invalid id"},
    });
    const State taken = with(custom_role(fresh, Role::member, {}));
    CHECK(told(create(taken, ana, nothing)) == "conflict id");
}

TEST_CASE("the instance has so many custom roles and no more") {
    State state = world();
    for (std::size_t i = 2; i + 1 < limits::custom_roles_max; ++i)
        custom_role({1000 + static_cast<std::int64_t>(i)}, Role::member, {})(state);
    const auto nothing = [](CreateRole&) {};
    CHECK(told(create(state, ana, nothing)) == "accepted instance_admin");
    custom_role({5000}, Role::member, {})(state);
    CHECK(told(create(state, ana, nothing)) == "quota roles");
}

TEST_CASE("what is not given of a custom role stays, and its base for ever") {
    const State state = world();
    CustomRole changed = *state.custom_role(stopper);
    changed.name = "Guard";
    CHECK(difference(decide(state, by(ana), EditRole{.id = stopper, .name = "Guard"}),
                     {.put = {changed}}) == "");
    changed = *state.custom_role(stopper);
    changed.description = "Ends what burns money.";
    changed.extra = ActionSet::of(Action::run_stop_own);
    CHECK(
        difference(decide(state, by(ana),
                          EditRole{.id = stopper,
                                   .description = "Ends what burns money.",
                                   .extra = ActionSet::of(Action::run_stop_own, Action::run_read)}),
                   {.put = {changed}}) == "");
    CHECK(difference(decide(state, by(ana), EditRole{.id = stopper, .name = "Stopper"}), {}) == "");
    check({
        {"its own name in another case",
         decide(state, by(ana), EditRole{.id = stopper, .name = "STOPPER"}),
         "accepted instance_admin"},
        {"another's name", decide(state, by(ana), EditRole{.id = stopper, .name = "steward"}),
         "conflict name"},
        {"no name", decide(state, by(ana), EditRole{.id = stopper, .name = ""}),
         "invalid name A role name has 1 to 64 bytes."},
        {"of the instance",
         decide(state, by(ana),
                EditRole{.id = stopper, .extra = ActionSet::of(Action::org_manage_users)}),
         "invalid extra"},
        {"missing", decide(state, by(ana), EditRole{.id = missing_role}), "gone role"},
        {"a team's admin", decide(state, by(vera), EditRole{.id = stopper}),
         "forbidden needs_instance_admin"},
    });
}

TEST_CASE("whoever had a deleted custom role falls back to its base, everywhere") {
    State state = with(role_in_project(tests::max, detector, as_steward),
                       role_in_project(gus, secret, as_steward));
    invite(state, {.id = {610},
                   .team = vision,
                   .user = otto,
                   .role = as_steward,
                   .inviter = vera,
                   .expires_at = {now.ms + 1}});
    const Trace by_ana{ana, now};
    Member carl_then = *state.member(vision, carl);
    carl_then.role = as_member;
    carl_then.changed = by_ana;
    Invite invite_then = *state.invite(vision, {610});
    invite_then.role = as_member;
    Invitation invitation_then = *state.invitation(otto, {610});
    invitation_then.role = as_member;
    const Verdict verdict = decide(state, by(ana), DeleteRole{steward});
    CHECK(difference(verdict,
                     {.put = {carl_then, invite_then, invitation_then,
                              // Max is then in the project what he is in the team: he follows it.
                              ProjectMember{detector, tests::max, inherits, by_ana},
                              ProjectMember{secret, gus, as_member, by_ana}},
                      .erased = {{Kind::custom_role, steward.value}}}) == "");
    CHECK(told(verdict) == "accepted instance_admin");
}

TEST_CASE("who falls back to what somebody else said about them in a project follows the team") {
    const State state = with(role_in_project(carl, detector, as_member));
    const State then = after(state, decide(state, by(ana), DeleteRole{steward}));
    CHECK(then.project_member(detector, carl)->role == inherits);
    CHECK(then.project_member(secret, gus)->changed == told_by_vera);
}

TEST_CASE("only admins of the instance delete custom roles, and only those that are there") {
    const State state = world();
    check({
        {"a team's admin", decide(state, by(vera), DeleteRole{steward}),
         "forbidden needs_instance_admin"},
        {"who has it", decide(state, by(carl), DeleteRole{steward}),
         "forbidden needs_instance_admin"},
        {"missing", decide(state, by(ana), DeleteRole{missing_role}), "gone role"},
    });
}
