// SPDX-License-Identifier: Apache-2.0
#include "shared/records/state.h"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <vector>

#include "tests/support/chance.h"

using namespace ensemble;
using namespace ensemble::records;

namespace {

// A row of one of four kinds, some with two ids, out of few, so that keys meet often.
Row some_row(tests::Chance& chance) {
    const std::int64_t first = chance.below(6) + 1;
    const std::int64_t second = chance.below(4) + 1;
    const std::string text = std::to_string(chance.below(1000));
    switch (chance.below(4)) {
    case 0:
        return User{.id = {first}, .name = text};
    case 1:
        return Member{.team = {first}, .user = {second}, .joined_at = {chance.below(9)}};
    case 2:
        return Project{.id = {first}, .team = {second}, .name = text};
    default:
        return Star{{first}, {second}};
    }
}

using Flat = std::map<records::Key, Row>;
constexpr std::array kinds{Kind::user, Kind::member, Kind::project, Kind::star, Kind::run};

void apply(Flat& flat, const Changes& changes) {
    for (const records::Key& key : changes.erased)
        flat.erase(key);
    for (const Row& row : changes.put)
        flat.insert_or_assign(key(row), row);
}

bool same(const State& state, const Flat& flat) {
    std::vector<Row> walked;
    for (const Kind kind : kinds)
        state.each(kind, [&](const Row& row) { walked.push_back(row); });
    std::vector<Row> expected;
    for (const auto& [key, row] : flat)
        expected.push_back(row);
    if (walked != expected) return false;
    for (std::int64_t first = 1; first <= 6; ++first) {
        std::vector<Row> of_first;
        state.each(Kind::member, first, [&](const Row& row) { of_first.push_back(row); });
        std::vector<Row> expected_of_first;
        for (const auto& [key, row] : flat)
            if (key.kind == Kind::member && key.first == first) expected_of_first.push_back(row);
        if (of_first != expected_of_first) return false;
        for (std::int64_t second = 0; second <= 4; ++second)
            for (const Kind kind : kinds) {
                const records::Key key{kind, first, second};
                const Row* row = state.find(key);
                const auto known = flat.find(key);
                if ((row == nullptr) != (known == flat.end())) return false;
                if (row != nullptr && !(*row == known->second)) return false;
            }
    }
    return true;
}

Changes some_changes(tests::Chance& chance) {
    Changes changes;
    for (std::int64_t i = chance.below(4); i > 0; --i)
        changes.put.push_back(some_row(chance));
    for (std::int64_t i = chance.below(4); i > 0; --i)
        changes.erased.push_back(key(some_row(chance)));
    return changes;
}

}  // namespace

TEST_CASE("a state over others holds what a flat map holds, whatever is put and erased in it") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        tests::Chance chance(seed);
        State bottom;
        Flat flat;
        for (int i = 0; i < 12; ++i) {
            const Changes changes = some_changes(chance);
            bottom.apply(changes);
            apply(flat, changes);
        }
        CHECK(same(bottom, flat));
        const Flat below = flat;
        State middle = State::over(bottom);
        Flat middle_flat = flat;
        for (int i = 0; i < 12; ++i) {
            const Changes changes = some_changes(chance);
            middle.apply(changes);
            apply(middle_flat, changes);
            CHECK(same(middle, middle_flat));
        }
        State top = State::over(middle);
        Flat top_flat = middle_flat;
        for (int i = 0; i < 12; ++i) {
            const Changes changes = some_changes(chance);
            top.apply(changes);
            apply(top_flat, changes);
            CHECK(same(top, top_flat));
        }
        CHECK(same(middle, middle_flat));
        CHECK(same(bottom, below));
        top.clear();
        CHECK(same(top, middle_flat));
    }
}

TEST_CASE("a state over another keeps only what differs") {
    State below;
    below.put(User{.id = {1}, .name = "one"});
    State above = State::over(below);
    CHECK(above.size() == 0);
    above.erase({Kind::user, 1, 0});
    CHECK(above.user({1}) == nullptr);
    CHECK(above.size() == 1);
    above.erase({Kind::user, 2, 0});
    CHECK(above.size() == 1);
    above.put(User{.id = {2}, .name = "two"});
    above.erase({Kind::user, 2, 0});
    CHECK(above.size() == 1);
    CHECK(below.user({1})->name == "one");
    above.put(User{.id = {1}, .name = "again"});
    CHECK(above.user({1})->name == "again");
}

TEST_CASE("within one change a row that is erased and put is there") {
    State state;
    state.apply({.put = {Star{{1}, {2}}}, .erased = {{Kind::star, 1, 2}}});
    CHECK(state.find({Kind::star, 1, 2}) != nullptr);
}

TEST_CASE("every kind of row has its own key and is found by it") {
    const std::vector<Row> rows{
        Settings{.lease_hours = 7},
        User{.id = {1}},
        Account{.user = {1}},
        CustomRole{.id = {1}},
        Team{.id = {1}},
        Member{.team = {1}, .user = {2}},
        Invite{.id = {2}, .team = {1}},
        Invitation{.user = {1}, .id = {2}},
        Project{.id = {1}},
        ProjectMember{.project = {1}, .user = {2}},
        Star{{1}, {2}},
        Run{.id = {1}},
    };
    State state;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(kind(rows[i]) == static_cast<Kind>(i + 1));
        CHECK(key(rows[i]).kind == kind(rows[i]));
        state.put(rows[i]);
    }
    CHECK(state.size() == rows.size());
    for (const Row& row : rows)
        CHECK(*state.find(key(row)) == row);
    CHECK(state.settings().lease_hours == 7);
    CHECK(State().settings() == Settings{});
    CHECK(state.invite({1}, {2}) != nullptr);
    CHECK(state.invite({2}, {1}) == nullptr);
    CHECK(state.invitation({1}, {2}) != nullptr);
    CHECK(state.project_member({1}, {2}) != nullptr);
    CHECK(state.account({1}) != nullptr);
    CHECK(state.run({2}) == nullptr);
}

TEST_CASE("people and teams are found by name whatever the case; projects by their exact name") {
    State state;
    state.put(User{.id = {1}, .name = "Ada"});
    state.put(Team{.id = {1}, .name = "Vision", .deleted_at = Instant{5}});
    state.put(Project{.id = {1}, .team = {1}, .name = "detector", .deleted_at = Instant{5}});
    state.put(Project{.id = {2}, .team = {1}, .name = "Detector"});
    state.put(Project{.id = {3}, .team = {2}, .name = "detector"});
    CHECK(state.user_named("aDA") != nullptr);
    CHECK(state.user_named("Adah") == nullptr);
    CHECK(state.team_named("vision") != nullptr);
    CHECK(state.project_named({1}, "detector") == nullptr);
    CHECK(state.project_named({1}, "Detector")->id == ProjectId{2});
    CHECK(state.project_named({2}, "detector")->id == ProjectId{3});
}

TEST_CASE("only the case of ASCII letters is passed over in names") {
    CHECK(same_name("Team-1_x", "tEAM-1_X"));
    CHECK_FALSE(same_name("a", "ab"));
    CHECK_FALSE(same_name("[", "{"));
    CHECK_FALSE(same_name("@", "`"));
}
