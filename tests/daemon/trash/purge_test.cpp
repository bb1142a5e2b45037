// SPDX-License-Identifier: Apache-2.0
#include "daemon/trash/purge.h"

#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "daemon/storage/artifact_store.h"
#include "daemon/storage/audit_log.h"
#include "tests/support/stores.h"

using namespace ensemble;

namespace {

constexpr std::int64_t day_ms = 24ll * 60 * 60 * 1000;

// Content ages by the clock of the machine, so this world lives in its present.
Instant present() {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

struct World : tests::Stores {
    const Instant start = present();
    teams::User ana = make_user("ana", start);
    projects::Project project = *projects.ensure(ana.personal_team, "vision", ana.id, start);
    storage::TrashStore trash{*database};
    std::vector<RunId> told;
    std::optional<trash::Purge> purge;

    World() { reload(); }
    // The project came by a script; the authority hears of it as it does after a start.
    void reload() {
        authority = std::move(*sync::Authority::open(ledger));
        purge.emplace(trash::Purge::Rooms{trash, runs, files, ledger, *authority, *recorder, *blobs,
                                          [this](const runs::Run& run) { told.push_back(run.id); }},
                      30 * day_ms);
    }
    RunId add_run(const std::string& name) {
        runs::Run run;
        run.project = project.id;
        run.author = ana.id;
        run.name = name;
        run.config = R"({"lr":1})";
        run.created_at = run.updated_at = start;
        return runs.add(run)->id;
    }
    void record(RunId run) {
        recording::Batch batch;
        batch.history.emplace();
        batch.history->lines.push_back(R"({"_step":0,"loss":1})");
        batch.memory = std::make_shared<int>();
        recording::parse_lines(batch);
        REQUIRE(recorder->append(run, batch));
        REQUIRE(recorder->commit());
        REQUIRE(recorder->seal_all());
    }
    std::string add_file(RunId run, const std::string& name, const std::string& bytes) {
        auto writer = std::move(*blobs->start());
        REQUIRE(writer->write(bytes));
        const auto blob = *writer->finish();
        REQUIRE(files.put({.run = run,
                           .name = name,
                           .digest = blob.digest,
                           .md5 = blob.md5,
                           .bytes = blob.bytes,
                           .updated_at = start}));
        return blob.digest;
    }
    bool does(sync::Command command, Instant at) {
        const auto outcome = authority->submit({.asker = {.user = ana.id}}, std::move(command),
                                               "id-" + std::to_string(++commands_), at);
        REQUIRE(outcome);
        return !outcome->refused;
    }
    Instant day(std::int64_t days) const { return {start.ms + days * day_ms}; }
    void empty(Instant now) {
        for (;;) {
            const auto more = purge->step(now);
            REQUIRE(more);
            if (!*more) return;
        }
    }
    bool holds(const std::string& digest) { return static_cast<bool>(blobs->open(digest)); }
    std::int64_t lines(RunId run) { return recorder->counts(run)->history_lines; }

private:
    int commands_ = 0;
};

}  // namespace

TEST_CASE("a deleted run can be restored until its days in the trash are over") {
    World world;
    const RunId run = world.add_run("r1");
    world.record(run);
    const auto digest = world.add_file(run, "model.pt", "weights");
    REQUIRE(world.does(runs::DeleteRun{run}, world.start));

    world.empty(world.day(29));
    CHECK(world.trash.runs(world.project.id, 10)->size() == 1);
    CHECK(world.does(runs::RestoreRun{run}, world.day(29)));
    CHECK(world.lines(run) == 1);
    CHECK(world.trash.runs(world.project.id, 10)->empty());
    CHECK(world.told.empty());

    REQUIRE(world.does(runs::DeleteRun{run}, world.day(29)));
    world.empty(world.day(58));
    CHECK(world.trash.runs(world.project.id, 10)->size() == 1);
    CHECK(world.holds(digest));
}

TEST_CASE("when they are over everything of the run goes, and nothing brings it back") {
    World world;
    const RunId run = world.add_run("r1");
    const RunId other = world.add_run("r2");
    world.record(run);
    world.record(other);
    const auto alone = world.add_file(run, "model.pt", "weights");
    const auto shared = world.add_file(run, "data.csv", "1,2,3");
    world.add_file(other, "data.csv", "1,2,3");
    REQUIRE(world.does(runs::DeleteRun{run}, world.start));

    world.empty(world.day(31));
    CHECK(world.told == std::vector<RunId>{run});
    CHECK_FALSE(world.runs.find(run)->has_value());
    CHECK(world.lines(run) == 0);
    CHECK(*world.files.count(run) == 0);
    CHECK_FALSE(world.does(runs::RestoreRun{run}, world.day(31)));
    CHECK(world.lines(other) == 1);

    world.empty(world.day(33));
    CHECK_FALSE(world.holds(alone));
    CHECK(world.holds(shared));
    CHECK(world.database->check()->empty());
    CHECK(world.add_run("r1").value != run.value);

    const auto entries = storage::AuditLog(*world.database).list({.name = "run_purged"});
    REQUIRE(entries->size() == 1);
    CHECK(entries->front().detail == "r1");
    CHECK_FALSE(storage::AuditLog(*world.database).verify()->commands.broken.has_value());
}

TEST_CASE("pages that follow the project are told that the run is gone") {
    World world;
    const RunId run = world.add_run("r1");
    REQUIRE(world.does(runs::DeleteRun{run}, world.start));
    const records::Scope scope{records::ScopeKind::runs, world.project.id.value};
    const std::int64_t before = world.authority->version();
    world.empty(world.day(31));
    const auto patch = world.authority->patch(scope, before);
    REQUIRE(patch);
    CHECK(patch->put.empty());
    CHECK(patch->erased == std::vector<records::Key>{{records::Kind::run, run.value, 0}});
    CHECK(world.authority->version(scope) > before);
}

TEST_CASE("a deleted project takes its runs and the content of its artifacts along") {
    World world;
    const RunId run = world.add_run("r1");
    world.record(run);
    const auto digest = world.add_file(run, "model.pt", "weights");
    REQUIRE(world.does(projects::StarProject{world.project.id, true}, world.start));
    REQUIRE(world.does(projects::DeleteProject{world.project.id}, world.start));

    world.empty(world.day(29));
    CHECK(world.does(projects::RestoreProject{world.project.id}, world.day(29)));
    REQUIRE(world.does(projects::DeleteProject{world.project.id}, world.start));
    world.empty(world.day(31));
    CHECK(world.authority->state().project(world.project.id) == nullptr);
    CHECK_FALSE(world.does(projects::RestoreProject{world.project.id}, world.day(31)));
    CHECK(world.lines(run) == 0);
    world.empty(world.day(33));
    CHECK_FALSE(world.holds(digest));
    CHECK(world.database->check()->empty());

    world.reload();
    CHECK(world.authority->state().project(world.project.id) == nullptr);
}

TEST_CASE("content that was uploaded again since stays") {
    World world;
    const RunId run = world.add_run("r1");
    const auto first = world.add_file(run, "summary.json", "{}");
    world.add_file(run, "summary.json", R"({"loss":1})");
    world.add_file(run, "summary.json", "{}");
    world.add_file(run, "summary.json", R"({"loss":1})");
    CHECK(world.trash.loose(world.day(1), 10)->size() == 2);
    world.add_file(run, "again.json", "{}");
    world.empty(world.day(2));
    CHECK(world.holds(first));
    CHECK(world.trash.loose(world.day(1), 10)->empty());
}

TEST_CASE("what a crash left between the database and the recording goes with the next start") {
    World world;
    const RunId run = world.add_run("r1");
    world.record(run);
    REQUIRE(world.does(runs::DeleteRun{run}, world.start));
    sync::Decided purged{.at = world.day(31)};
    purged.event = "run_purged";
    purged.before.push_back(**world.ledger.run(run));
    purged.changes.erased.push_back({records::Kind::run, run.value, 0});
    REQUIRE(world.authority->record(std::move(purged)));
    REQUIRE(world.lines(run) == 1);
    world.reload();
    world.empty(world.day(31));
    CHECK(world.lines(run) == 0);
}
