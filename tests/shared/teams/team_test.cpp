// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/teams/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

using namespace ensemble;
using namespace ensemble::tests;
using teams::CreateTeam;
using teams::DeleteTeam;
using teams::EditTeamProfile;
using teams::RestoreTeam;
using teams::SetTeamSwitch;
using teams::TeamSwitch;

namespace {

const TeamId fresh = chosen<TeamId>(1);

Verdict create(const State& state, UserId asker, std::string name, TeamId id = fresh) {
    return decide(state, by(asker), CreateTeam{id, std::move(name)});
}

Verdict edit(const State& state, EditTeamProfile command, UserId asker = vera) {
    command.team = vision;
    return decide(state, by(asker), command);
}

}  // namespace

TEST_CASE("whoever makes a team is its admin, and a first team takes their runs") {
    const State state = world();
    Account account = *state.account(ana);
    account.default_team = fresh;
    CHECK(difference(create(state, ana, "robots"),
                     {.put = {Team{.id = fresh, .name = "robots", .created_at = now},
                              Member{.team = fresh,
                                     .user = ana,
                                     .role = as_admin,
                                     .joined_at = now,
                                     .changed = {ana, now}},
                              account}}) == "");
}

TEST_CASE("admins of the instance make teams, others where the instance lets them") {
    const State state = world();
    const State lets = with(switched(&Settings::users_create_teams));
    check({
        {"an admin of the instance", create(state, ana, "robots"), "accepted instance_admin"},
        {"anybody", create(state, vera, "robots"), "forbidden needs_instance_admin"},
        {"anybody, let", create(lets, viola, "robots"), "accepted users_create_teams"},
        {"a service account", create(lets, fleet, "robots"), "forbidden needs_instance_admin"},
    });
}

TEST_CASE("a team's name is nobody's else, of user or team, deleted or not, in any case") {
    const State state = world();
    check({
        {"a team's", create(state, ana, "VISION"), "conflict name VISION-2"},
        {"a user's", create(state, ana, "mia"), "conflict name mia-2"},
        {"a deactivated user's", create(state, ana, "dora"), "conflict name dora-2"},
        {"a service account's", create(state, ana, "fleet"), "conflict name fleet-2"},
        {"a deleted team's", create(state, ana, "Speech-Lab"), "conflict name Speech-Lab-2"},
        {"reserved", create(state, ana, "Api"),
         "invalid name This name is reserved; choose another one."},
        {"empty", create(state, ana, ""), "invalid name A name has 1 to 64 characters."},
        {"a path", create(state, ana, "a/b"),
         "invalid name A name is made of letters, digits, hyphens and underscores."},
        {"a taken id",
         create(with([](State& in) { in.put(Team{.id = fresh, .name = "x"}); }), ana, "robots"),
         "conflict id"},
        {"an id of the database's", create(state, ana, "robots", {7}), "invalid id"},
    });
}

TEST_CASE("a deleted team keeps all it had, and comes back with it") {
    const State state = world();
    Team vision_then = *state.team(vision);
    vision_then.deleted_at = now;
    const Verdict verdict = decide(state, by(ana), DeleteTeam{vision});
    CHECK(difference(verdict, {.put = {vision_then}}) == "");
    const State without = after(state, verdict);
    CHECK(difference(decide(without, by(ana), RestoreTeam{vision}),
                     {.put = {*state.team(vision)}}) == "");
    const auto remove = [&](UserId asker, TeamId team) {
        return decide(state, by(asker), DeleteTeam{team});
    };
    const auto restore = [&](UserId asker, TeamId team) {
        return decide(state, by(asker), RestoreTeam{team});
    };
    check({
        {"its own admin", remove(vera, vision), "forbidden needs_instance_admin"},
        {"missing", remove(ana, missing_team), "gone team"},
        {"missing, for others", remove(otto, missing_team), "forbidden needs_instance_admin"},
        {"deleted already", remove(ana, gone_team), "gone team"},
        {"somebody's own", remove(ana, personal(nils)), "invalid team"},
        {"restored by its admin", restore(otto, gone_team), "forbidden needs_instance_admin"},
        {"restored", restore(ana, gone_team), "accepted instance_admin"},
        {"not deleted", restore(ana, vision), "conflict team"},
        {"missing to restore", restore(ana, missing_team), "gone team"},
    });
}

TEST_CASE("nothing happens in a deleted team") {
    const State state = with(deleted_team(vision));
    CHECK(told(decide(state, by(vera), teams::ChangeRole{vision, mia, as_admin})) == "gone team");
    CHECK(told(decide(state, by(mia), teams::LeaveTeam{vision})) == "gone team");
    CHECK(told(edit(state, {.intro = "x"})) == "gone team");
    CHECK(told(edit(state, {.intro = "x"}, ana)) == "gone team");
}

TEST_CASE("each switch of a team is its own, and locked by that of the instance") {
    const State state = world();
    const auto set = [&](const State& in, TeamSwitch which, UserId asker = vera) {
        return decide(in, by(asker), SetTeamSwitch{vision, which, true});
    };
    Team hidden = *state.team(vision);
    hidden.hidden = true;
    Team closed = *state.team(vision);
    closed.private_only = true;
    Team inviting = *state.team(vision);
    inviting.members_invite = true;
    CHECK(difference(set(state, TeamSwitch::hidden), {.put = {hidden}}) == "");
    CHECK(difference(set(state, TeamSwitch::private_only), {.put = {closed}}) == "");
    CHECK(difference(set(state, TeamSwitch::members_invite), {.put = {inviting}}) == "");
    const auto off = [&](TeamSwitch which) {
        return decide(with(switched(&Settings::private_only)), by(vera),
                      SetTeamSwitch{vision, which, false});
    };
    check({
        {"hidden by all", set(with(switched(&Settings::teams_hidden)), TeamSwitch::hidden),
         "enforced instance"},
        {"private for all", set(with(switched(&Settings::private_only)), TeamSwitch::private_only),
         "enforced instance"},
        {"the same, off", off(TeamSwitch::private_only), "enforced instance"},
        {"another one, off", off(TeamSwitch::hidden), "accepted team_role"},
        {"invites forbidden",
         set(with(switched(&Settings::invites_forbidden)), TeamSwitch::members_invite),
         "enforced instance"},
        {"an admin of the instance", set(state, TeamSwitch::hidden, ana),
         "accepted instance_admin"},
        {"a member", set(state, TeamSwitch::hidden, mia), "forbidden role_lacks admin"},
        {"a view-only member", set(state, TeamSwitch::hidden, viola), "forbidden role_lacks admin"},
        {"a service account", set(state, TeamSwitch::hidden, bot),
         "forbidden service_account admin"},
        {"a stranger", set(state, TeamSwitch::hidden, otto), "gone team"},
    });
}

TEST_CASE("a team's profile changes where something is given") {
    const State state = world();
    Team vision_then = *state.team(vision);
    vision_then.intro = "# Eyes\n\n* sharp";
    vision_then.avatar = std::string(64, 'a');
    vision_then.links = {{"Lab", "https://lab.example.org"}};
    vision_then.showcase = {paper, detector};
    CHECK(difference(edit(state, {.intro = vision_then.intro,
                                  .avatar = vision_then.avatar,
                                  .links = vision_then.links,
                                  .showcase = vision_then.showcase}),
                     {.put = {vision_then}}) == "");
    CHECK(difference(edit(state, {}), {}) == "");
    check({
        {"an admin of the instance", edit(state, {.intro = "x"}, ana), "accepted instance_admin"},
        {"a member", edit(state, {.intro = "x"}, mia), "forbidden role_lacks admin"},
        {"a stranger", edit(state, {.intro = "x"}, otto), "gone team"},
    });
}

TEST_CASE("what a team's profile holds is bounded and plain") {
    const State state = world();
    const std::string words(limits::intro_bytes_max, 'w');
    const auto link = [&](std::string title, std::string url) {
        return edit(state, {.links = {{{std::move(title), std::move(url)}}}});
    };
    const std::string longest_title(limits::display_name_bytes_max, 't');
    const std::string start = "https://";
    const std::string longest = start + std::string(limits::url_bytes_max - start.size(), 'u');
    const std::vector<Link> links(limits::links_max, {"Lab", "https://lab.example.org"});
    std::vector<Link> more_links = links;
    more_links.push_back(links.front());
    const std::vector<ProjectId> shown(limits::showcase_max, paper);
    std::vector<ProjectId> more_shown = shown;
    more_shown.push_back(paper);
    check({
        {"the longest intro", edit(state, {.intro = words}), "accepted team_role"},
        {"one more byte", edit(state, {.intro = words + "w"}), "invalid intro"},
        {"a control character", edit(state, {.intro = "\x1b"}), "invalid intro"},
        {"no picture", edit(state, {.avatar = ""}), "accepted team_role"},
        {"no digest", edit(state, {.avatar = "../x"}), "invalid avatar"},
        {"an upper-case digest", edit(state, {.avatar = std::string(64, 'A')}), "invalid avatar"},
        {"a short digest", edit(state, {.avatar = std::string(63, 'a')}), "invalid avatar"},
        {"a script", link("x", "javascript:alert(1)"), "invalid links"},
        {"without TLS", link("x", "http://lab.example.org"), "invalid links"},
        {"without a title", link("", "https://lab.example.org"), "invalid links"},
        {"a title of two lines", link("a\nb", "https://lab.example.org"), "invalid links"},
        {"the longest title", link(longest_title, "https://lab.example.org"), "accepted team_role"},
        {"one more byte of it", link(longest_title + "t", "https://lab.example.org"),
         "invalid links"},
        {"the longest address", link("x", longest), "accepted team_role"},
        {"one more byte of it", link("x", longest + "u"), "invalid links"},
        {"as many links as may be", edit(state, {.links = links}), "accepted team_role"},
        {"one more", edit(state, {.links = more_links}), "invalid links"},
        {"as many projects as may be", edit(state, {.showcase = shown}), "accepted team_role"},
        {"one more", edit(state, {.showcase = more_shown}), "invalid showcase"},
    });
}

TEST_CASE("a team shows projects of its own that who shows them sees; what stands there may stay") {
    const State state = world();
    const State shows = with(edited<Team>({Kind::team, vision.value}, [](Team& row) {
        row.showcase = {secret, trashed};
    }));
    const State updates =
        with(custom_role({310}, Role::view_only, ActionSet::of(Action::team_update)),
             role_in_team(viola, {Role::view_only, {310}}));
    check({
        {"another team's", edit(state, {.showcase = {{speech}}}), "invalid showcase"},
        {"missing", edit(state, {.showcase = {{missing_project}}}), "invalid showcase"},
        {"deleted", edit(state, {.showcase = {{trashed}}}), "invalid showcase"},
        {"behind a door of one's own", edit(state, {.showcase = {{secret}}}), "accepted team_role"},
        {"hidden", edit(updates, {.showcase = {{secret}}}, viola), "invalid showcase"},
        {"seen", edit(updates, {.showcase = {{detector}}}, viola), "accepted team_extra"},
        {"not seen from outside", edit(state, {.showcase = {{detector}}}, ana), "invalid showcase"},
        {"what stood there", edit(shows, {.showcase = {{trashed, secret, paper}}}, ana),
         "accepted instance_admin"},
    });
}
