// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/users/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

using namespace ensemble;
using namespace ensemble::tests;
using users::EditProfile;
using users::SetDefaultTeam;

TEST_CASE("a profile changes where something else is given, and nowhere else") {
    const State state = world();
    User user = *state.user(mia);
    user.full_name = "Mia Ångström";
    Account account = *state.account(mia);
    account.email = "mia@lab.example";
    account.language = "ko";
    account.theme = "dark";
    const Verdict all = decide(state, by(mia),
                               EditProfile{.full_name = "Mia Ångström",
                                           .email = "mia@lab.example",
                                           .language = "ko",
                                           .theme = "dark"});
    CHECK(difference(all, {.put = {user, account}}) == "");
    Account dark = *state.account(mia);
    dark.theme = "dark";
    CHECK(difference(decide(state, by(mia), EditProfile{.theme = "dark"}), {.put = {dark}}) == "");
    CHECK(difference(decide(state, by(mia), EditProfile{.full_name = ""}), {}) == "");
    CHECK(difference(decide(state, by(mia), EditProfile{}), {}) == "");
}

TEST_CASE("who has no account row yet gets one") {
    State state = world();
    state.erase({Kind::account, mia.value});
    CHECK(difference(decide(state, by(mia), EditProfile{.theme = "light"}),
                     {.put = {Account{.user = mia, .theme = "light"}}}) == "");
}

TEST_CASE("a profile holds one clean line, an address, a language and a theme that are known") {
    const State state = world();
    const auto edit = [&](const EditProfile& command) { return decide(state, by(mia), command); };
    const std::string longest(limits::full_name_bytes_max, 'x');
    check({
        {"the longest name", edit({.full_name = longest}), "accepted"},
        {"one more byte", edit({.full_name = longest + "x"}), "invalid full_name"},
        {"two lines", edit({.full_name = "Mia\nAdmin"}), "invalid full_name"},
        {"no UTF-8", edit({.full_name = "\xff"}), "invalid full_name"},
        {"no address", edit({.email = "mia"}), "invalid email"},
        {"a header more", edit({.email = "m@x.org\nBcc: all@x.org"}), "invalid email"},
        {"no address at all", edit({.email = ""}), "accepted"},
        {"another language", edit({.language = "de"}), "invalid language"},
        {"the browser's", edit({.language = ""}), "accepted"},
        {"Chinese", edit({.language = "zh-Hans"}), "accepted"},
        {"another theme", edit({.theme = "pink"}), "invalid theme"},
    });
}

TEST_CASE("runs go by default to a team that one may log to") {
    const State state = world();
    Account account = *state.account(mia);
    account.default_team = vision;
    CHECK(difference(decide(state, by(mia), SetDefaultTeam{vision}), {.put = {account}}) == "");
    CHECK(difference(decide(state, by(mia), SetDefaultTeam{personal(mia)}), {}) == "");
    const auto set = [&](const State& in, UserId user, TeamId team) {
        return decide(in, by(user), SetDefaultTeam{team});
    };
    check({
        {"one's own", set(state, nils, personal(nils)), "accepted team_role"},
        {"of somebody else", set(state, nils, personal(mia)), "gone team"},
        {"hidden", set(state, otto, vision), "gone team"},
        {"missing", set(state, otto, missing_team), "gone team"},
        {"deleted", set(state, otto, gone_team), "gone team"},
        {"view-only", set(state, viola, vision), "forbidden role_lacks member"},
        {"seen by its office", set(state, ana, vision), "forbidden not_a_member member"},
        {"a service account", set(state, bot, vision), "forbidden service_account"},
    });
}
