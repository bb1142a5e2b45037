// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/projects/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

using namespace ensemble;
using namespace ensemble::tests;
using projects::CreateProject;
using projects::DeleteProject;
using projects::DescribeProject;
using projects::RenameProject;
using projects::RestoreProject;
using projects::StarProject;

namespace {

const ProjectId fresh = chosen<ProjectId>(1);

Verdict create(const State& state, UserId asker, std::string name, TeamId team = vision,
               Visibility visibility = Visibility::team) {
    return decide(state, by(asker), CreateProject{fresh, team, std::move(name), visibility});
}

Project made(UserId author, Visibility visibility) {
    return {.id = fresh,
            .team = vision,
            .name = "new",
            .author = author,
            .visibility = visibility,
            .created_at = now,
            .changed = {author, now}};
}

}  // namespace

TEST_CASE("whoever makes a project is its author, and inside where it begins restricted") {
    const State state = world();
    for (const Visibility visibility : {Visibility::open, Visibility::public_, Visibility::team})
        CHECK(difference(create(state, mia, "new", vision, visibility),
                         {.put = {made(mia, visibility)}}) == "");
    CHECK(difference(create(state, mia, "new", vision, Visibility::restricted),
                     {.put = {made(mia, Visibility::restricted),
                              ProjectMember{fresh, mia, inherits, {mia, now}}}}) == "");
}

TEST_CASE(
    "members make projects, also by script; how they begin is not a service account's choice") {
    const State state = world();
    const State makes_only =
        with(custom_role({310}, Role::view_only, ActionSet::of(Action::project_create)),
             role_in_team(viola, {Role::view_only, {310}}));
    check({
        {"a member", create(state, mia, "new"), "accepted team_role"},
        {"a service account", create(state, bot, "new"), "accepted team_role"},
        {"a service account of the instance", create(state, fleet, "new"), "accepted team_role"},
        {"a service account, public", create(state, bot, "new", vision, Visibility::public_),
         "forbidden service_account admin"},
        {"a service account, restricted", create(state, bot, "new", vision, Visibility::restricted),
         "forbidden service_account admin"},
        {"a view-only member", create(state, viola, "new"), "forbidden role_lacks member"},
        {"with the action added", create(makes_only, viola, "new"), "accepted team_extra"},
        {"with no more than it", create(makes_only, viola, "new", vision, Visibility::open),
         "forbidden role_lacks admin"},
        {"an admin of the instance", create(state, ana, "new"), "forbidden not_a_member member"},
        {"in one's own team", create(state, nils, "new", personal(nils)), "accepted team_role"},
        {"in somebody else's", create(state, fleet, "new", personal(nils)), "gone team"},
        {"a stranger", create(state, otto, "new"), "gone team"},
        {"a missing team", create(state, otto, "new", missing_team), "gone team"},
        {"a deleted team", create(state, otto, "new", gone_team), "gone team"},
    });
}

TEST_CASE("a project's name is its own in its team, among those that are not deleted") {
    const State state = world();
    const std::string longest(limits::project_name_bytes_max, 'p');
    const State long_taken = with(edited<Project>({Kind::project, detector.value},
                                                  [&](Project& row) { row.name = longest; }));
    check({
        {"taken", create(state, mia, "detector"), "conflict name detector-2"},
        {"hidden from the asker", create(state, carl, "secret"), "conflict name secret-2"},
        {"a deleted one's", create(state, mia, "trashed"), "accepted team_role"},
        {"another team's", create(state, mia, "speech"), "accepted team_role"},
        {"in another case", create(state, mia, "Detector"), "accepted team_role"},
        {"the longest", create(state, mia, longest), "accepted team_role"},
        {"the longest, taken", create(long_taken, mia, longest),
         "conflict name " + std::string(longest.size() - 2, 'p') + "-2"},
        {"one more byte", create(state, mia, longest + "p"),
         "invalid name A project name has 1 to 128 bytes."},
        {"empty", create(state, mia, ""), "invalid name A project name has 1 to 128 bytes."},
        {"a path", create(state, mia, "a/b"),
         "invalid name A project name has none of / \\ # ? % and :"},
        {"a way up", create(state, mia, ".."), "invalid name A project name is more than dots."},
        {"a taken id",
         create(with([](State& in) { in.put(Project{.id = fresh, .team = audio}); }), mia, "new"),
         "conflict id"},
        {"an id of the database's",
         decide(state, by(mia), CreateProject{.id = {1}, .team = vision, .name = "new"}),
         "invalid id"},
    });
}

TEST_CASE("members rename and describe every project that they see") {
    const State state = world();
    Project renamed = *state.project(detector);
    renamed.name = "Detector 2";
    CHECK(difference(decide(state, by(tests::max), RenameProject{detector, "Detector 2"}),
                     {.put = {renamed}}) == "");
    CHECK(difference(decide(state, by(tests::max), RenameProject{detector, "detector"}), {}) == "");
    Project described = *state.project(detector);
    described.description = "Finds\n* things";
    CHECK(difference(decide(state, by(tests::max), DescribeProject{detector, "Finds\n* things"}),
                     {.put = {described}}) == "");
    const auto rename = [&](UserId asker, ProjectId project, std::string name) {
        return decide(state, by(asker), RenameProject{project, std::move(name)});
    };
    const auto describe = [&](UserId asker, ProjectId project, std::string text) {
        return decide(state, by(asker), DescribeProject{project, std::move(text)});
    };
    const std::string longest(limits::intro_bytes_max, 'd');
    check({
        {"taken", rename(mia, detector, "paper"), "conflict name paper-2"},
        {"wrong", rename(mia, detector, "a:b"),
         "invalid name A project name has none of / \\ # ? % and :"},
        {"a view-only member", rename(viola, detector, "x"), "forbidden role_lacks member"},
        {"a view-only member describes", describe(viola, detector, "x"),
         "forbidden role_lacks member"},
        {"a service account", rename(bot, detector, "x"), "accepted team_role"},
        {"a guest who looks on", rename(gus, secret, "x"), "forbidden role_lacks member"},
        {"an admin before the door", rename(vera, secret, "x"), "forbidden not_added member"},
        {"a stranger in a public one", rename(otto, paper, "x"), "forbidden not_a_member member"},
        {"a stranger in an open one", describe(otto, course, "x"), "forbidden not_a_member member"},
        {"hidden", rename(otto, detector, "x"), "gone project"},
        {"hidden to describe", describe(otto, detector, "x"), "gone project"},
        {"missing", rename(otto, missing_project, "x"), "gone project"},
        {"deleted", rename(vera, trashed, "x"), "gone project"},
        {"the longest", describe(mia, detector, longest), "accepted team_role"},
        {"one more byte", describe(mia, detector, longest + "d"), "invalid description"},
        {"a control character", describe(mia, detector, "\x07"), "invalid description"},
    });
}

TEST_CASE("everybody stars what they read") {
    const State state = world();
    CHECK(difference(decide(state, by(nils), StarProject{paper, true}),
                     {.put = {Star{nils, paper}}}) == "");
    CHECK(difference(decide(state, by(nils), StarProject{paper, false}),
                     {.erased = {{Kind::star, nils.value, paper.value}}}) == "");
    const auto star = [&](UserId asker, ProjectId project) {
        return decide(state, by(asker), StarProject{project, true});
    };
    check({
        {"a view-only member", star(viola, detector), "accepted team_role"},
        {"a stranger in a public one", star(otto, paper), "accepted public_project"},
        {"an admin before the door", star(vera, secret), "forbidden not_added view_only"},
        {"hidden", star(otto, detector), "gone project"},
        {"missing", star(otto, missing_project), "gone project"},
        {"a service account", star(bot, detector), "forbidden service_account"},
    });
}

TEST_CASE("admins delete projects and restore them") {
    const State state = world();
    Project detector_then = *state.project(detector);
    detector_then.deleted_at = now;
    detector_then.changed = {vera, now};
    const Verdict verdict = decide(state, by(vera), DeleteProject{detector});
    CHECK(difference(verdict, {.put = {detector_then}}) == "");
    Project restored = *state.project(detector);
    restored.changed = {vera, now};
    CHECK(difference(decide(after(state, verdict), by(vera), RestoreProject{detector}),
                     {.put = {restored}}) == "");
    Project thrown = *state.project(trashed);
    thrown.deleted_at.reset();
    thrown.changed = {vera, now};
    CHECK(difference(decide(state, by(vera), RestoreProject{trashed}), {.put = {thrown}}) == "");
    // Another one has its name by now.
    const State taken = with(edited<Project>({Kind::project, detector.value},
                                             [](Project& row) { row.name = "trashed"; }));
    thrown.name = "trashed-2";
    CHECK(difference(decide(taken, by(vera), RestoreProject{trashed}), {.put = {thrown}}) == "");
    const auto remove = [&](UserId asker, ProjectId project) {
        return decide(state, by(asker), DeleteProject{project});
    };
    const auto restore = [&](const State& in, UserId asker, ProjectId project) {
        return decide(in, by(asker), RestoreProject{project});
    };
    check({
        {"its author", remove(mia, detector), "forbidden role_lacks admin"},
        {"a service account", remove(bot, detector), "forbidden service_account admin"},
        {"an admin before the door", remove(vera, secret), "forbidden not_added admin"},
        {"an admin of the instance", remove(ana, paper), "forbidden not_a_member admin"},
        {"one's own", remove(tests::max, diary), "accepted team_role"},
        {"hidden", remove(otto, detector), "gone project"},
        {"missing", remove(otto, missing_project), "gone project"},
        {"deleted already", remove(vera, trashed), "gone project"},
        {"restored by its author", restore(state, mia, trashed), "gone project"},
        {"restored by a stranger", restore(state, otto, trashed), "gone project"},
        {"missing to restore", restore(state, vera, missing_project), "gone project"},
        {"not deleted", restore(state, vera, detector), "conflict project"},
        {"not deleted, for a member", restore(state, mia, detector), "forbidden role_lacks admin"},
        {"its team is deleted", restore(with(deleted_team(vision)), vera, trashed), "gone project"},
    });
}

TEST_CASE("a deleted restricted project is restored by an admin who was inside") {
    const auto thrown = edited<Project>({Kind::project, secret.value},
                                        [](Project& row) { row.deleted_at = long_ago; });
    CHECK(told(decide(with(thrown), by(vera), RestoreProject{secret})) == "gone project");
    CHECK(told(decide(with(thrown, role_in_project(vera, secret, inherits)), by(vera),
                      RestoreProject{secret})) == "accepted team_role");
}
