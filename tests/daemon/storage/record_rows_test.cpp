// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/record_rows.h"

#include "daemon/storage/record_text.h"
#include "tests/daemon/storage/decisions.h"

using namespace ensemble;
using namespace ensemble::tests;
using permissions::Action;
using records::Key;
using records::Row;

namespace {

constexpr std::int64_t largest_id = (std::int64_t{1} << 52) - 1;
const std::string unicode = "\u96ea \u00c5ngstr\u00f6m \U0001F680\nnew line \"quoted\" \\ tab\t";

records::Settings settings(bool on) {
    return {on, !on, on, !on, on, on ? 0 : 8760};
}

// Two values of each kind under the same key: one with everything set, one with nothing.
std::vector<std::pair<Row, Row>> people() {
    using records::UserKind;
    return {
        {settings(true), settings(false)},
        {records::User{.id = {largest_id},
                       .name = "robot",
                       .full_name = unicode,
                       .kind = UserKind::team_service,
                       .admin = true,
                       .home_team = {1},
                       .avatar = "abc",
                       .created_at = {1},
                       .deactivated_at = Instant{2}},
         records::User{.id = {largest_id}, .name = "robot"}},
        {records::Account{.user = {1},
                          .email = "\u00e4@example.org",
                          .language = "zh-Hans",
                          .theme = "dark",
                          .default_team = {1}},
         records::Account{.user = {1}}},
        {records::CustomRole{.id = {largest_id},
                             .name = unicode,
                             .description = unicode,
                             .base = records::Role::view_only,
                             .extra = permissions::addable_actions()},
         records::CustomRole{.id = {largest_id}}},
    };
}

std::vector<std::pair<Row, Row>> teams() {
    const TeamId team{largest_id};
    const records::Holding holding{records::Role::view_only, {largest_id}};
    return {
        {records::Team{.id = team,
                       .name = "lab",
                       .created_at = {1},
                       .deleted_at = Instant{2},
                       .hidden = true,
                       .private_only = true,
                       .members_invite = true,
                       .intro = unicode,
                       .avatar = "abc",
                       .links = {{unicode, "https://example.org/?a=\"b\""}, {"", ""}},
                       .showcase = {{1}, {largest_id}}},
         records::Team{.id = team, .name = "lab"}},
        {records::Member{team, {1}, holding, true, {1}, {{1}, {2}}}, records::Member{team, {1}}},
        {records::Invite{.id = {5},
                         .team = team,
                         .user = {1},
                         .email = unicode,
                         .role = holding,
                         .inviter = {1},
                         .created_at = {3},
                         .expires_at = {INT64_MAX}},
         records::Invite{.id = {5}, .team = team}},
        {records::Invitation{{1}, {5}, team, "lab", holding, {1}, {4}},
         records::Invitation{.user = {1}, .id = {5}, .team = team}},
    };
}

std::vector<std::pair<Row, Row>> projects() {
    const ProjectId project{largest_id};
    return {
        {records::Project{.id = project,
                          .team = {largest_id},
                          .name = unicode,
                          .description = unicode,
                          .author = {1},
                          .visibility = records::Visibility::restricted,
                          .created_at = {1},
                          .deleted_at = Instant{2},
                          .changed = {{1}, {3}}},
         records::Project{.id = project,
                          .team = {1},
                          .name = "x",
                          .author = {1},
                          .visibility = records::Visibility::open}},
        {records::ProjectMember{project, {1}, {records::Role::none, {largest_id}}, {{1}, {2}}},
         records::ProjectMember{project, {1}}},
        {records::Star{{1}, project}, records::Star{{1}, project}},
    };
}

std::vector<std::pair<Row, Row>> every_kind() {
    auto rows = people();
    for (auto&& more : {teams(), projects()})
        rows.insert(rows.end(), more.begin(), more.end());
    return rows;
}

}  // namespace

TEST_CASE("a row of every kind comes back as it was written, first and again") {
    in_memory_and_on_disk([](World& world) {
        auto transaction = must(storage::Transaction::begin(*world.database));
        for (const auto& [full, empty] : every_kind()) {
            for (const Row& written : {full, empty, full}) {
                must(storage::write_row(*world.database, written, 77));
                bool found = false;
                for (const auto& read : must(storage::read_rows(*world.database))) {
                    if (!(records::key(read.row) == records::key(written))) continue;
                    found = true;
                    CHECK(read.row == written);
                    CHECK(read.version == 77);
                }
                CHECK(found);
            }
        }
        must(transaction.commit());
    });
}

constexpr Instant at{9'000};

TEST_CASE("a row is erased once, and only itself") {
    World world;
    for (const auto& [full, empty] : every_kind())
        must(storage::write_row(*world.database, full, 7));
    const auto before = must(storage::read_rows(*world.database)).size();
    auto rows = every_kind();
    std::size_t erased = 0;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        const Key key = records::key(row->first);
        Key beside = key;
        beside.second += 1;
        if (key.second != 0) CHECK_FALSE(must(storage::erase_row(*world.database, beside, at)));
        CHECK(must(storage::erase_row(*world.database, key, at)));
        CHECK_FALSE(must(storage::erase_row(*world.database, key, at)));
        // A project leaves a stub, to which nothing refers here.
        must(world.database->execute("DELETE FROM projects WHERE purged_at_ms IS NOT NULL"));
        CHECK(must(storage::read_rows(*world.database)).size() == before - ++erased);
    }
    const auto run = world.add_run("r1");
    const Key key{records::Kind::run, run.id.value, 0};
    CHECK(must(storage::erase_row(*world.database, key, at)));
    CHECK_FALSE(must(storage::erase_row(*world.database, key, at)));
    CHECK_FALSE(must(world.runs.find(run.id)).has_value());
}

TEST_CASE("a row that others refer to is not erased") {
    World world;
    CHECK(code_of(storage::erase_row(*world.database, {records::Kind::team, 1, 0}, at)) ==
          ErrorCode::conflict);
    CHECK(must(world.users.find_team({1})).has_value());
}

TEST_CASE("a key alone tells the scope of its row") {
    for (const auto& [full, empty] : every_kind())
        CHECK(storage::scope_of(records::key(full), {}) == records::scope_of(full));
    const records::Run run{.id = {7}, .project = {9}};
    CHECK(storage::scope_of(records::key(run), run.project) == records::scope_of(run));
}

TEST_CASE("of a run only what people change is written") {
    World world;
    const auto made = world.add_run("abc");
    records::Run run{.id = made.id,
                     .project = world.project.id,
                     .author = {42},
                     .name = "other",
                     .display_name = unicode,
                     .notes = unicode,
                     .tags = {"a", unicode},
                     .ended = true,
                     .stop_requested = true,
                     .deleted_at = Instant{9}};
    must(storage::write_row(*world.database, run, 7));
    const auto found = must(world.runs.find(made.id)).value();
    CHECK(found.author == world.alice.id);
    CHECK(found.name == "abc");
    CHECK(found.state == runs::RunState::running);
    CHECK(found.display_name == unicode);
    CHECK(found.notes == unicode);
    CHECK(found.tags == run.tags);
    CHECK(found.stop_requested);
    CHECK(found.deleted_at == Instant{9});
    CHECK(found.updated_at == made.updated_at);
    run.id = {99};
    CHECK(code_of(storage::write_row(*world.database, run, 8)) == ErrorCode::not_found);
}

TEST_CASE("numbers that mean nothing are not stored") {
    World world;
    records::Project project{.id = {9}, .team = {1}, .name = "x", .author = {1}};
    project.visibility = static_cast<records::Visibility>(5);
    CHECK_FALSE(storage::write_row(*world.database, project, 1));
    records::Member member{{1}, {1}};
    member.role.base = static_cast<records::Role>(4);
    CHECK_FALSE(storage::write_row(*world.database, member, 1));
}

TEST_CASE("texts in a column give what makes sense of them") {
    using permissions::ActionSet;
    CHECK(storage::actions_to_text(ActionSet::of(Action::run_delete_own, Action::team_read)) ==
          R"(["team:read","run:delete_own"])");
    CHECK(storage::actions_from_text(R"(["run:delete_own", "no:such", 7])") ==
          ActionSet::of(Action::run_delete_own));
    CHECK(storage::actions_from_text("nonsense").empty());
    CHECK(storage::links_from_text("{").empty());
    CHECK(storage::links_from_text(R"([{"title": 7}, 8])") == std::vector<records::Link>{{"", ""}});
    CHECK(storage::showcase_from_text("7").empty());
    CHECK(storage::showcase_from_text(R"([7, "8", 9])") == std::vector<ProjectId>{{7}, {9}});
    CHECK(storage::refused_from_text("[]") == records::Refused{});
}

TEST_CASE("a refusal comes back whole") {
    for (int code = 1; code <= 9; ++code) {
        for (const permissions::Rule rule : permissions::all_rules) {
            const records::Refused refused{static_cast<records::Refusal>(code),
                                           rule,
                                           records::Role::admin,
                                           "name",
                                           unicode,
                                           {{7}, {8}}};
            CHECK(storage::refused_from_text(storage::refused_to_text(refused)) == refused);
        }
    }
}
