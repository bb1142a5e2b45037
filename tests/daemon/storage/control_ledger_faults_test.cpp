// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/storage/decisions.h"

#include "daemon/storage/rows.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

using namespace ensemble;
using namespace ensemble::tests;
using storage::Database;
using storage::Decided;

namespace {

const TeamId lab{std::int64_t{1} << 40};

// Every row of every table that a commit touches, as one text.
std::string contents(Database& database) {
    std::string text;
    for (const std::string table :
         {"history", "settings", "users", "teams", "members", "stars", "runs", "tombstones",
          "clients", "outcomes", "command_log", "command_log_teams", "refusal_log"}) {
        auto columns = must(storage::all(
            database.prepare("SELECT 'quote(' || name || ')' FROM pragma_table_info(?)", table),
            storage::only_column<std::string>));
        std::string row = "''";
        for (const auto& column : columns)
            row += " || " + column;
        for (const auto& line :
             must(storage::all(database.prepare("SELECT " + row + " FROM " + table),
                               storage::only_column<std::string>)))
            text += table + line + "\n";
    }
    return text;
}

struct Prepared : Decisions {
    explicit Prepared(const std::string& path = ":memory:") : Decisions(path) {
        run.id = add_run("a").id;
        run.project = project.id;
        run.author = alice.id;
        must(ledger.commit({accepted({star}), from(refused("x"), "page", 1, "first")}));
    }

    // Touches every table.
    std::vector<Decided> batch() {
        auto moved = run;
        moved.project = ProjectId{77};
        return {from(accepted({team_named(lab, "lab"), records::Member{lab, alice.id},
                               records::Project{
                                   .id = {77}, .team = lab, .name = "p", .author = alice.id},
                               moved},
                              {records::key(star)}),
                     "page", 2, "second"),
                from(refused("name"), "page", 3, "third")};
    }

    records::Star star{alice.id, project.id};
    records::Run run;
};

}  // namespace

TEST_CASE("a commit that fails at any table changes nothing, and the next one succeeds") {
    const struct {
        const char* table;
        const char* event;
    } places[] = {
        {"teams", "INSERT"},       {"members", "INSERT"},
        {"projects", "INSERT"},    {"stars", "DELETE"},
        {"runs", "UPDATE"},        {"tombstones", "INSERT"},
        {"command_log", "INSERT"}, {"command_log_teams", "INSERT"},
        {"refusal_log", "INSERT"}, {"outcomes", "INSERT"},
        {"clients", "UPDATE"},     {"history", "UPDATE"},
    };
    for (const auto& place : places) {
        CAPTURE(place.table);
        Prepared world;
        const auto batch = world.batch();
        const std::string before = contents(*world.database);
        must(world.database->execute(std::string("CREATE TRIGGER fault BEFORE ") + place.event +
                                     " ON " + place.table +
                                     " BEGIN SELECT RAISE(ABORT, 'fault'); END"));
        CHECK(code_of(world.ledger.commit(batch)) == ErrorCode::internal);
        CHECK(contents(*world.database) == before);
        must(world.database->execute("DROP TRIGGER fault"));
        must(world.ledger.commit(batch));
        CHECK(contents(*world.database) != before);
        CHECK(must(world.database->check()).empty());
    }
}

TEST_CASE("one bad entry undoes its whole batch") {
    Prepared world;
    const std::string before = contents(*world.database);
    const std::int64_t version = world.version;
    const auto refuses = [&](ErrorCode code, const std::function<Decided()>& make) {
        auto batch = world.batch();
        batch.push_back(make());
        CHECK(code_of(world.ledger.commit(batch)) == code);
        CHECK(contents(*world.database) == before);
        world.version = version;
    };
    const auto changing = [&](records::Row row) {
        return [&world, row] { return world.accepted({row}); };
    };
    refuses(ErrorCode::conflict, changing(records::Member{{999}, world.alice.id}));
    refuses(ErrorCode::conflict, changing(team_named({1234}, "ALICE")));
    refuses(ErrorCode::not_found, changing(records::Run{.id = {999}, .project = {1}}));
    refuses(ErrorCode::conflict, [&] { return world.accepted({}, {{records::Kind::team, 1, 0}}); });
    refuses(ErrorCode::conflict,
            [&] { return world.from(world.accepted({}), "page", 4, "second"); });
    refuses(ErrorCode::internal, [] { return Decided{}; });
    // A version that was had already.
    refuses(ErrorCode::internal, [&] {
        world.version = version;
        return world.accepted({});
    });
    must(world.ledger.commit(world.batch()));
}

TEST_CASE("a commit inside a transaction lasts only with it") {
    Prepared world;
    const std::string before = contents(*world.database);
    {
        auto transaction = must(storage::Transaction::begin(*world.database));
        must(world.ledger.commit(world.batch()));
        CHECK(contents(*world.database) != before);
    }
    CHECK(contents(*world.database) == before);
}

TEST_CASE("a process killed before the end of a commit leaves what was before") {
    TemporaryDirectory directory;
    const auto path = directory / "control.sqlite";
    std::string before;
    {
        Prepared world(path);
        before = contents(*world.database);
    }
    const pid_t child = ::fork();
    if (child == 0) {
        auto database = Database::open(path);
        if (!database) ::_exit(2);
        // All statements are done, and as much as does not fit the cache is in the file's log.
        (void)(*database)->execute("PRAGMA cache_size = 1");
        auto transaction = storage::Transaction::begin(**database);
        if (!transaction) ::_exit(3);
        storage::ControlLedger ledger(**database);
        Decided decided;
        decided.version = 1000;
        decided.actor = {1};
        decided.client = "page";
        decided.seq = 2;
        decided.id = "second";
        for (std::int64_t id = 100; id < 400; ++id) {
            auto team = team_named({id}, "team" + std::to_string(id));
            team.intro = std::string(1000, 'x');
            decided.changes.put.push_back(team);
        }
        decided.changes.erased.push_back({records::Kind::star, 1, 1});
        if (!ledger.commit({decided})) ::_exit(4);
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    auto database = must(Database::open(path));
    CHECK(contents(*database) == before);
    CHECK(must(database->check()).empty());
}
