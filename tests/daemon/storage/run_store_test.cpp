// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/storage/world.h"

#include "daemon/storage/rows.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

// Every field set to something that is not its default.
runs::Run full_run(const World& world, RunId parent) {
    runs::Run run;
    run.project = world.project.id;
    run.author = world.alice.id;
    run.name = "1x2y3z4a";
    run.display_name = "happy-cloud-1";
    run.state = runs::RunState::killed;
    run.group = "sweep a";
    run.job_type = "train";
    run.notes = "a\nb";
    run.description = "d";
    run.tags = {"baseline", "with \"quotes\"", "ü"};
    run.config = R"({"lr": {"value": 0.1}})";
    run.host = "node-7";
    run.program = "train.py";
    run.repository = "https://example.org/r.git";
    run.commit = "0123abcd";
    run.sweep = "s1";
    run.exit_code = -9;
    run.stop_requested = true;
    run.created_at = {11};
    run.updated_at = {12};
    run.ended_at = Instant{13};
    run.forked_from = parent;
    run.forked_at_step = 0;
    return run;
}

void check_equal(const runs::Run& a, const runs::Run& b) {
    CHECK(a.id == b.id);
    CHECK(a.project == b.project);
    CHECK(a.author == b.author);
    CHECK(a.name == b.name);
    CHECK(a.display_name == b.display_name);
    CHECK(a.state == b.state);
    CHECK(a.group == b.group);
    CHECK(a.job_type == b.job_type);
    CHECK(a.notes == b.notes);
    CHECK(a.description == b.description);
    CHECK(a.tags == b.tags);
    CHECK(a.config == b.config);
    CHECK(a.host == b.host);
    CHECK(a.program == b.program);
    CHECK(a.repository == b.repository);
    CHECK(a.commit == b.commit);
    CHECK(a.sweep == b.sweep);
    CHECK(a.exit_code == b.exit_code);
    CHECK(a.stop_requested == b.stop_requested);
    CHECK(a.created_at == b.created_at);
    CHECK(a.updated_at == b.updated_at);
    CHECK(a.ended_at == b.ended_at);
    CHECK(a.deleted_at == b.deleted_at);
    CHECK(a.forked_from == b.forked_from);
    CHECK(a.forked_at_step == b.forked_at_step);
}

// How SQLite goes about a query, in its own words.
std::string plan(World& world, const std::string& sql) {
    std::string text;
    const auto lines = must(storage::all(world.database->prepare("EXPLAIN QUERY PLAN " + sql),
                                         [](const storage::Statement& row) {
                                             int ignored = 0;
                                             std::string line;
                                             row.read(ignored, ignored, ignored, line);
                                             return line;
                                         }));
    for (const auto& line : lines)
        text += line + "\n";
    return text;
}

}  // namespace

TEST_CASE("a run is read back as added and as updated") {
    in_memory_and_on_disk([](World& world) {
        const auto parent = world.add_run("parent");
        const auto run = must(world.runs.add(full_run(world, parent.id)));
        check_equal(*must(world.runs.find(run.id)), run);
        check_equal(*must(world.runs.find(world.project.id, "1x2y3z4a")), run);

        runs::Run changed = parent;
        const auto id = changed.id;
        changed = full_run(world, run.id);
        changed.id = id;
        changed.name = "renamed";
        changed.created_at = parent.created_at;
        must(world.runs.update(changed));
        check_equal(*must(world.runs.find(id)), changed);

        changed.exit_code.reset();
        changed.ended_at.reset();
        changed.forked_from = {};
        changed.forked_at_step = -1;
        changed.tags.clear();
        must(world.runs.update(changed));
        check_equal(*must(world.runs.find(id)), changed);
        changed.id = {42};
        CHECK(code_of(world.runs.update(changed)) == ErrorCode::not_found);
    });
}

TEST_CASE("a name is taken as long as its run is not deleted") {
    in_memory_and_on_disk([](World& world) {
        const auto first = world.add_run("abc");
        runs::Run twin;
        twin.project = world.project.id;
        twin.author = world.alice.id;
        twin.name = "abc";
        CHECK(code_of(world.runs.add(twin)) == ErrorCode::conflict);
        CHECK(world.add_run("ABC").id != first.id);
        CHECK(must(world.runs.remove(first.id, {50})));
        CHECK_FALSE(must(world.runs.remove(first.id, {51})));
        CHECK_FALSE(must(world.runs.find(world.project.id, "abc")).has_value());
        CHECK(must(world.runs.find(first.id))->deleted_at == Instant{50});

        const auto second = must(world.runs.add(twin));
        CHECK(second.id.value > first.id.value);
        auto restored = *must(world.runs.find(first.id));
        restored.deleted_at.reset();
        CHECK(code_of(world.runs.update(restored)) == ErrorCode::conflict);
        restored.name = "abc-2";
        must(world.runs.update(restored));
        CHECK(must(world.runs.find(world.project.id, "abc-2"))->id == first.id);
    });
}

TEST_CASE("live runs are listed oldest first and counted") {
    in_memory_and_on_disk([](World& world) {
        const auto a = world.add_run("a");
        const auto b = world.add_run("b");
        const auto c = world.add_run("c");
        CHECK(must(world.runs.remove(b.id, {1})));
        const auto listed = must(world.runs.list(world.project.id));
        REQUIRE(listed.size() == 2);
        CHECK(listed[0].id == a.id);
        CHECK(listed[1].id == c.id);
        CHECK(must(world.runs.count(world.project.id)) == 2);
        CHECK(must(world.runs.count({42})) == 0);
    });
}

TEST_CASE("running and preempting runs are found in every project") {
    in_memory_and_on_disk([](World& world) {
        std::vector<RunId> expected;
        for (int state = 1; state <= 8; ++state) {
            auto run = world.add_run("r" + std::to_string(state));
            run.state = static_cast<runs::RunState>(state);
            must(world.runs.update(run));
            if (run.state == runs::RunState::running || run.state == runs::RunState::preempting)
                expected.push_back(run.id);
        }
        CHECK(must(world.runs.remove(world.add_run("deleted").id, {1})));
        std::vector<RunId> found;
        for (const auto& run : must(world.runs.list_running()))
            found.push_back(run.id);
        CHECK(found == expected);
    });
}

TEST_CASE("the lists of runs are answered by an index, without sorting") {
    World world;
    const auto running = plan(world, "SELECT config FROM runs WHERE state IN (2, 7) AND "
                                     "deleted_at_ms IS NULL ORDER BY id");
    CHECK(running.find("runs_running") != std::string::npos);
    CHECK(running.find("TEMP B-TREE") == std::string::npos);
    const auto listed = plan(world, "SELECT config FROM runs WHERE project = ? AND "
                                    "deleted_at_ms IS NULL ORDER BY id");
    CHECK(listed.find("runs_by_project") != std::string::npos);
    CHECK(listed.find("TEMP B-TREE") == std::string::npos);
    const auto named = plan(world, "SELECT config FROM runs WHERE project = ? AND name = ? AND "
                                   "deleted_at_ms IS NULL");
    CHECK(named.find("runs_by_name") != std::string::npos);
}

TEST_CASE("notes of a run come in the order of writing") {
    in_memory_and_on_disk([](World& world) {
        const auto run = world.add_run("a");
        must(world.runs.add_note({run.id, {5}, "resumed", "{}"}));
        must(world.runs.add_note({run.id, {4}, "alert", R"({"title": "x"})"}));
        const auto notes = must(world.runs.notes(run.id));
        REQUIRE(notes.size() == 2);
        CHECK(notes[0].kind == "resumed");
        CHECK(notes[0].at == Instant{5});
        CHECK(notes[1].kind == "alert");
        CHECK(notes[1].text == R"({"title": "x"})");
        CHECK(notes[1].run == run.id);
        CHECK(must(world.runs.notes({42})).empty());
    });
}

TEST_CASE("tags that are not UTF-8 do no harm") {
    World world;
    auto run = world.add_run("a");
    run.tags = {"\xff\xfe", "fine"};
    must(world.runs.update(run));
    const auto found = must(world.runs.find(run.id));
    REQUIRE(found->tags.size() == 2);
    CHECK(found->tags[1] == "fine");
}

TEST_CASE("a name is spent once a run that had it was deleted, purged or moved") {
    World world;
    runs::Run run;
    run.project = world.project.id;
    run.author = world.alice.id;
    run.name = run.display_name = "r1";
    const RunId id = must(world.runs.add(run)).id;
    CHECK_FALSE(must(world.runs.name_is_spent(world.project.id, "r1")));
    CHECK_FALSE(must(world.runs.find_in_trash(world.project.id, "r1")));
    REQUIRE(must(world.runs.remove(id, {5})));
    CHECK(must(world.runs.name_is_spent(world.project.id, "r1")));
    CHECK(must(world.runs.find_in_trash(world.project.id, "r1"))->id == id);
    must(world.database->execute("UPDATE runs SET purged_at_ms = 9"));
    CHECK(must(world.runs.name_is_spent(world.project.id, "r1")));
    CHECK_FALSE(must(world.runs.find_in_trash(world.project.id, "r1")));
    CHECK_FALSE(must(world.runs.name_is_spent(world.project.id, "r2")));

    run.name = "r2";
    const RunId moved = must(world.runs.add(run)).id;
    CHECK_FALSE(must(world.runs.find_moved(world.project.id, "r2")));
    const auto other =
        must(world.projects.ensure(world.alice.personal_team, "other", world.alice.id, {1}));
    const auto move = [&](ProjectId to) {
        must(world.database->prepare("UPDATE runs SET project = ? WHERE id = ?", to, moved).run());
    };
    move(other.id);
    CHECK(must(world.runs.find_moved(world.project.id, "r2"))->project == other.id);
    CHECK(must(world.runs.name_is_spent(world.project.id, "r2")));
    CHECK_FALSE(must(world.runs.name_is_spent(other.id, "r2")));
    move(world.project.id);
    CHECK(must(world.runs.find_moved(other.id, "r2"))->project == world.project.id);
    move(other.id);
    CHECK(must(world.runs.find_moved(world.project.id, "r2"))->id == moved);
}
