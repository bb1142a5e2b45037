// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/database.h"

#include "daemon/storage/rows.h"
#include "tests/daemon/storage/world.h"
#include "tests/support/small_disk.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

using namespace ensemble;
using namespace ensemble::tests;
using storage::Database;
using storage::Transaction;

namespace {

std::int64_t number(Database& database, const std::string& sql) {
    return must(storage::one(database.prepare(sql), storage::only_column<std::int64_t>)).value();
}

std::string text(Database& database, const std::string& sql) {
    return must(storage::one(database.prepare(sql), storage::only_column<std::string>)).value();
}

void insert(Database& database, const std::string& name) {
    must(database.prepare("INSERT INTO secrets (name, bytes) VALUES (?, x'00')", name).run());
}

std::int64_t secrets(Database& database) {
    return number(database, "SELECT count(*) FROM secrets");
}

}  // namespace

TEST_CASE("a database on disk is private, logged ahead, synced and strict about references") {
    const TemporaryDirectory directory;
    const auto path = directory / "control.sqlite";
    auto database = must(Database::open(path));
    CHECK(text(*database, "PRAGMA journal_mode") == "wal");
    CHECK(number(*database, "PRAGMA synchronous") == 2);
    CHECK(number(*database, "PRAGMA foreign_keys") == 1);
    CHECK(number(*database, "PRAGMA trusted_schema") == 0);
    for (const auto* suffix : {"", "-wal", "-shm"}) {
        struct stat status {};
        REQUIRE(::stat((path + suffix).c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0600);
    }
    // Defensive mode keeps the schema from being written by hand.
    CHECK_FALSE(database->execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema"));
}

TEST_CASE("every table is strict") {
    auto database = must(Database::open(":memory:"));
    CHECK(number(*database, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND "
                            "name NOT LIKE 'sqlite_%' AND NOT strict") == 0);
    CHECK(code_of(database->prepare("INSERT INTO checkpoints VALUES ('x', 1, x'', '')").run()) ==
          ErrorCode::internal);
}

TEST_CASE("a statement that is not SQL says so when it runs") {
    auto database = must(Database::open(":memory:"));
    CHECK(code_of(database->prepare("SELECT nothing FROM nowhere", 1, "x").run()) ==
          ErrorCode::internal);
    CHECK(code_of(database->prepare("SELECT ?", 1, 2).run()) == ErrorCode::internal);
}

TEST_CASE("every type of value goes in and comes out") {
    auto database = must(Database::open(":memory:"));
    const std::string zeros("a\0b", 3);
    auto statement = database->prepare("SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?", std::int64_t{-1},
                                       true, zeros, storage::Bytes{zeros}, Instant{7}, RunId{9},
                                       RunId{}, std::optional<Instant>{},
                                       std::optional<std::string>{"x"}, runs::RunState::killed);
    REQUIRE(must(statement.step()));
    std::int64_t integer = 0;
    bool flag = false;
    std::string as_text;
    std::string as_bytes;
    Instant instant;
    RunId id;
    RunId none{5};
    std::optional<Instant> missing = Instant{1};
    std::optional<std::string> there;
    runs::RunState state = runs::RunState::pending;
    statement.read(integer, flag, as_text, as_bytes, instant, id, none, missing, there, state);
    CHECK(integer == -1);
    CHECK(flag);
    CHECK(as_text == zeros);
    CHECK(as_bytes == zeros);
    CHECK(instant == Instant{7});
    CHECK(id == RunId{9});
    CHECK(none == RunId{});
    CHECK_FALSE(missing.has_value());
    CHECK(there == "x");
    CHECK(state == runs::RunState::killed);
    CHECK_FALSE(must(statement.step()));
}

TEST_CASE("a statement may be used again while it is still in use") {
    auto database = must(Database::open(":memory:"));
    insert(*database, "a");
    insert(*database, "b");
    auto outer = database->prepare("SELECT name FROM secrets ORDER BY name");
    REQUIRE(must(outer.step()));
    const auto inner =
        must(storage::all(database->prepare("SELECT name FROM secrets ORDER BY name"),
                          storage::only_column<std::string>));
    CHECK(inner == std::vector<std::string>{"a", "b"});
    REQUIRE(must(outer.step()));
    CHECK(storage::only_column<std::string>(outer) == "b");
}

TEST_CASE("a transaction lasts when committed and vanishes when dropped") {
    in_memory_and_on_disk([](World& world) {
        Database& database = *world.database;
        {
            auto transaction = must(Transaction::begin(database));
            insert(database, "dropped");
        }
        CHECK(secrets(database) == 0);
        auto transaction = must(Transaction::begin(database));
        insert(database, "kept");
        must(transaction.commit());
        CHECK(secrets(database) == 1);
    });
}

TEST_CASE("an inner transaction is undone alone and lasts only with the outer one") {
    in_memory_and_on_disk([](World& world) {
        Database& database = *world.database;
        {
            auto outer = must(Transaction::begin(database));
            insert(database, "a");
            {
                auto inner = must(Transaction::begin(database));
                insert(database, "b");
                auto innermost = must(Transaction::begin(database));
                insert(database, "c");
                must(innermost.commit());
            }
            CHECK(secrets(database) == 1);
            {
                auto inner = must(Transaction::begin(database));
                insert(database, "d");
                must(inner.commit());
            }
            CHECK(secrets(database) == 2);
            must(outer.commit());
        }
        CHECK(secrets(database) == 2);
        {
            auto outer = must(Transaction::begin(database));
            auto inner = must(Transaction::begin(database));
            insert(database, "e");
            must(inner.commit());
        }
        CHECK(secrets(database) == 2);
    });
}

TEST_CASE("a refused write inside a transaction leaves the rest of it alone") {
    World world;
    auto transaction = must(Transaction::begin(*world.database));
    must(world.users.add(user_named("bo")));
    CHECK(code_of(world.users.add(user_named("BO"))) == ErrorCode::conflict);
    must(world.users.add(user_named("cy")));
    must(transaction.commit());
    CHECK(must(world.users.list()).size() == 3);
}

TEST_CASE("what ended with the program is there when it starts again") {
    const TemporaryDirectory directory;
    RunId id;
    {
        World world(directory / "control.sqlite");
        id = world.add_run("a").id;
    }
    auto database = must(Database::open(directory / "control.sqlite"));
    storage::RunStore runs(*database);
    CHECK(must(runs.find(id))->name == "a");
}

TEST_CASE("a process killed in the middle of a transaction leaves what was committed before") {
    const TemporaryDirectory directory;
    const auto path = directory / "control.sqlite";
    const pid_t child = ::fork();
    if (child == 0) {
        auto database = Database::open(path);
        if (!database) ::_exit(2);
        auto put = [&](const char* name) {
            return static_cast<bool>(
                (*database)
                    ->prepare("INSERT INTO secrets VALUES (?, zeroblob(100000))", name)
                    .run());
        };
        if (!put("committed")) ::_exit(3);
        auto transaction = Transaction::begin(**database);
        if (!transaction || !put("half")) ::_exit(4);
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    auto database = must(Database::open(path));
    CHECK(text(*database, "SELECT group_concat(name) FROM secrets") == "committed");
    CHECK(must(database->check()).empty());
}

TEST_CASE("a use that is not synced on its own is written all the same") {
    const TemporaryDirectory directory;
    auto database = must(Database::open(directory / "control.sqlite"));
    must(database->unsynced(
        [&] { return database->prepare("INSERT INTO secrets VALUES ('a', x'00')").run(); }));
    CHECK(number(*database, "PRAGMA synchronous") == 2);
    CHECK(secrets(*database) == 1);
    CHECK_FALSE(database->unsynced(
        [&] { return database->prepare("INSERT INTO secrets VALUES ('a', x'00')").run(); }));
    CHECK(number(*database, "PRAGMA synchronous") == 2);
    auto transaction = must(Transaction::begin(*database));
    must(database->unsynced(
        [&] { return database->prepare("INSERT INTO secrets VALUES ('b', x'00')").run(); }));
    must(transaction.commit());
    CHECK(secrets(*database) == 2);
}

TEST_CASE("a full disk refuses writes, keeps what was there and recovers") {
    const SmallDisk disk("2m");
    if (!disk.mounted()) {
        WARN_MESSAGE(false, "not run: mounting a small disk needs root");
        return;
    }
    World world(disk / "control.sqlite");
    must(world.keys.add_session("kept", {world.alice.id, {1}, {100}}));
    const auto ballast = disk / "ballast";
    {
        std::ofstream file(ballast);
        const std::string piece(4096, 'x');
        while (file << piece << std::flush) {
        }
    }
    auto run = runs::Run{};
    run.project = world.project.id;
    run.author = world.alice.id;
    run.config = std::string(300'000, 'c');
    run.name = "first";
    Result<void> written;
    {
        auto transaction = must(Transaction::begin(*world.database));
        auto added = world.runs.add(run);
        written = added ? transaction.commit() : added.error();
        // Should SQLite have ended the transaction, nothing more gets in on its own.
        if (!added) CHECK_FALSE(transaction.commit());
    }
    CHECK(code_of(written) == ErrorCode::disk_full);
    CHECK(must(world.runs.list(world.project.id)).empty());
    CHECK(must(world.keys.find_session("kept")).has_value());
    REQUIRE(::unlink(ballast.c_str()) == 0);
    CHECK(must(world.runs.add(run)).id.value > 0);
    CHECK(must(world.database->check()).empty());
}

TEST_CASE("a file that is no database, or a damaged one, is said to be corrupt") {
    const TemporaryDirectory directory;
    const auto foreign = directory / "foreign";
    std::ofstream(foreign) << std::string(10'000, 'x');
    CHECK(code_of(Database::open(foreign)) == ErrorCode::corrupt);

    const auto path = directory / "control.sqlite";
    {
        World world(path);
        world.add_runs(200);
    }
    {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(0, std::ios::end);
        const auto bytes = static_cast<int>(file.tellg());
        for (int page = 8; page * 4096 < bytes; ++page) {
            file.seekp(page * 4096 + 1);
            file << std::string(64, '\xff');
        }
    }
    auto database = Database::open(path);
    if (database) {
        const auto findings = must((*database)->check());
        CHECK_FALSE(findings.empty());
        storage::RunStore runs(**database);
        CHECK(code_of(runs.list({1})) == ErrorCode::corrupt);
    } else {
        CHECK(database.error().code == ErrorCode::corrupt);
    }
}

TEST_CASE("a database of another program is not touched") {
    const TemporaryDirectory directory;
    const auto path = directory / "other.sqlite";
    {
        auto other = must(Database::open_bare(path));
        must(other->execute("CREATE TABLE notes (text)"));
    }
    const auto opened = Database::open(path);
    CHECK(code_of(opened) == ErrorCode::corrupt);
    CHECK(opened.error().detail == "The database file belongs to another program.");
    auto other = must(Database::open_bare(path));
    CHECK(number(*other, "SELECT count(*) FROM sqlite_schema") == 1);
}

TEST_CASE("a file that cannot be made is an error with its reason") {
    const auto opened = Database::open("/nonexistent/folder/control.sqlite");
    CHECK(code_of(opened) == ErrorCode::io_error);
    CHECK(opened.error().detail.find("No such file") != std::string::npos);
}
