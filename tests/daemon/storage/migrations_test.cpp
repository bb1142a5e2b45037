// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/migrations.h"

#include "daemon/storage/control_ledger.h"
#include "daemon/storage/rows.h"
#include "shared/base/crc32c.h"
#include "tests/daemon/storage/world.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace ensemble;
using namespace ensemble::tests;
using storage::Database;
using storage::Migration;

namespace {

std::string golden(const std::string& name) {
    std::ifstream file(std::string(ENSEMBLE_GOLDEN) + "/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Compares with the golden file; with ENSEMBLE_WRITE_GOLDEN set, writes it instead.
void check_golden(const std::string& name, const std::string& text) {
    if (std::getenv("ENSEMBLE_WRITE_GOLDEN") != nullptr)
        std::ofstream(std::string(ENSEMBLE_GOLDEN) + "/" + name) << text;
    CHECK(text == golden(name));
}

std::vector<Migration> first() {
    return {storage::migrations().front()};
}

std::int64_t version(Database& database) {
    return must(storage::one(database.prepare("SELECT value FROM meta WHERE name = 'version'"),
                             storage::only_column<std::int64_t>))
        .value();
}

}  // namespace

TEST_CASE("the schema after all migrations is the golden one") {
    auto database = must(Database::open(":memory:"));
    const auto parts = must(storage::all(
        database->prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE "
                          "'sqlite_%' ORDER BY tbl_name, type DESC, name"),
        storage::only_column<std::string>));
    std::string dump;
    for (const auto& part : parts)
        dump += part + ";\n\n";
    check_golden("schema.sql", dump);
}

TEST_CASE("a released migration never changes") {
    std::string list;
    for (const auto& migration : storage::migrations()) {
        char line[128];
        std::snprintf(line, sizeof line, "%08x %s\n", crc32c(migration.sql),
                      std::string(migration.file).c_str());
        list += line;
    }
    check_golden("migrations.txt", list);
}

TEST_CASE("migrations are numbered from one without gaps") {
    std::size_t expected = 0;
    for (const auto& migration : storage::migrations()) {
        char prefix[8];
        std::snprintf(prefix, sizeof prefix, "%04zu_", ++expected);
        CHECK(migration.file.substr(0, 5) == prefix);
    }
    CHECK(version(*must(Database::open(":memory:"))) == static_cast<std::int64_t>(expected));
}

TEST_CASE("only what is missing is applied") {
    auto database = must(Database::open_bare(":memory:"));
    auto steps = first();
    must(storage::migrate(*database, steps));
    must(storage::migrate(*database, steps));
    CHECK(version(*database) == 1);
    steps.push_back({"0002_more.sql", "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;"
                                      "INSERT INTO more VALUES (1)"});
    must(storage::migrate(*database, steps));
    must(storage::migrate(*database, steps));
    CHECK(version(*database) == 2);
    CHECK(must(storage::one(database->prepare("SELECT count(*) FROM more"),
                            storage::only_column<int>)) == 1);
}

TEST_CASE("a migration that fails changes nothing, and those before it stay") {
    auto database = must(Database::open_bare(":memory:"));
    auto steps = first();
    steps.push_back({"0002_more.sql", "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;"});
    steps.push_back({"0003_bad.sql", "CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT;"
                                     "INSERT INTO nowhere VALUES (1)"});
    CHECK_FALSE(storage::migrate(*database, steps));
    CHECK(version(*database) == 2);
    CHECK(must(storage::one(database->prepare("SELECT count(*) FROM sqlite_schema "
                                              "WHERE name = 'half'"),
                            storage::only_column<int>)) == 0);
}

TEST_CASE("what a table refers to is checked when a migration ends") {
    auto database = must(Database::open_bare(":memory:"));
    auto steps = first();
    must(storage::migrate(*database, steps));
    steps.push_back({"0002_bad.sql", "INSERT INTO projects VALUES (1, 42, 'p', '', 42, 1, 1)"});
    CHECK(code_of(storage::migrate(*database, steps)) == ErrorCode::corrupt);
    CHECK(version(*database) == 1);
    // And when it has ended, again with every change.
    CHECK_FALSE(database->execute("INSERT INTO projects VALUES (1, 42, 'p', '', 42, 1, 1)"));
}

TEST_CASE("a database of the first version keeps all it had and gets members, accounts, versions") {
    const TemporaryDirectory directory;
    const auto path = directory / "control.sqlite";
    {
        auto old = must(Database::open_bare(path));
        must(storage::migrate(*old, first()));
        must(old->execute(
            "INSERT INTO users VALUES (1, 'alice', 'Alice', 'a@example.org', 1, 'ko', 'dark', "
            "'hash', 1000, NULL), (5, 'bo', 'Bo', 'b@example.org', 0, '', '', NULL, 1001, 1002);"
            "INSERT INTO teams VALUES (1, 'alice', 1, 1000), (3, 'bo', 5, 1001);"
            "INSERT INTO api_keys VALUES (7, 5, 'laptop', 'abcd', x'00ff', 1, 2, NULL), "
            "(9, 5, 'gone', 'efgh', x'01', 1, NULL, 3);"
            "INSERT INTO sessions VALUES (x'aa', 5, 1, 9999);"
            "INSERT INTO projects VALUES (2, 3, 'vision', 'Pictures', 1, 1003, 1004);"
            "INSERT INTO runs VALUES (4, 2, 5, 'abc', 'Run', 3, 'g', 'j', '[\"t\"]', 'h', 'p', "
            "'r', 'c', 's', 1, 1, 10, 11, 12, NULL, NULL, NULL, 'd', 'n', '{}'), "
            "(6, 2, 5, 'abc', 'Old', 2, '', '', '[]', '', '', '', '', '', NULL, 0, 10, 11, NULL, "
            "13, 4, 100, '', '', '{}');"
            "INSERT INTO run_files VALUES (1, 4, 'a.txt', hex(zeroblob(32)), 'm', 1, 't', 1);"
            "INSERT INTO collections VALUES (1, 2, 'c', 't', '', 1);"
            "UPDATE sqlite_sequence SET seq = 20 WHERE name IN ('runs', 'api_keys')"));
    }
    auto database = must(Database::open(path));
    storage::UserStore users(*database);
    const auto bo = must(users.find_by_name("BO")).value();
    CHECK(bo.id == UserId{5});
    CHECK(bo.full_name == "Bo");
    CHECK(bo.email == "b@example.org");
    CHECK(bo.personal_team == TeamId{3});
    CHECK(bo.deactivated_at == Instant{1002});
    const auto alice = must(users.find({1})).value();
    CHECK(alice.admin);
    CHECK(alice.language == "ko");
    CHECK(alice.theme == "dark");
    CHECK(must(users.password_hash({1})) == "hash");
    CHECK(must(users.teams_of({5})).at(0).id == TeamId{3});

    storage::KeyStore keys(*database);
    const auto key = must(keys.find_by_hash(std::string("\x00\xff", 2))).value();
    CHECK(key.id == ApiKeyId{7});
    CHECK(key.last_used_at == Instant{2});
    CHECK_FALSE(key.read_only);
    CHECK_FALSE(key.team);
    CHECK_FALSE(key.expires_at.has_value());
    CHECK(must(keys.find_by_hash("\x01"))->revoked_at == Instant{3});
    CHECK(must(keys.add(key, "new")).id == ApiKeyId{21});

    storage::ProjectStore projects(*database);
    const auto project = must(projects.find({2})).value();
    CHECK(project.description == "Pictures");
    CHECK(project.updated_at == Instant{1004});
    storage::RunStore runs(*database);
    auto run = must(runs.find(ProjectId{2}, "abc")).value();
    CHECK(run.id == RunId{4});
    CHECK(run.notes == "n");
    CHECK(run.exit_code == 1);
    CHECK(must(runs.find({6}))->forked_from == RunId{4});
    CHECK(must(runs.find({6}))->forked_at_step == 100);
    run.name = "next";
    run.sent_by = {5};
    CHECK(must(runs.add(run)).id == RunId{21});
    CHECK(must(runs.find({21}))->sent_by == UserId{5});

    storage::ControlLedger ledger(*database);
    const auto loaded = must(ledger.load());
    CHECK(loaded.version == 1);
    CHECK(loaded.erased.empty());
    records::State state;
    for (const auto& row : loaded.rows) {
        CHECK(row.version == 1);
        state.put(row.row);
    }
    // Two users, accounts, teams and memberships, and the project.
    CHECK(loaded.rows.size() == 9);
    CHECK(state.member({3}, {5})->role.base == records::Role::admin);
    CHECK(state.member({3}, {5})->joined_at == Instant{1001});
    CHECK(state.account({5})->default_team == TeamId{3});
    CHECK(state.project({2})->visibility == records::Visibility::team);
    CHECK(must(ledger.changed_runs({2}, 0)).put.empty());
    CHECK(must(storage::one(database->prepare("SELECT count(*) FROM sessions"),
                            storage::only_column<int>)) == 1);
    CHECK(must(database->check()).empty());
}

TEST_CASE("a file of a newer version is refused in one sentence, unless it says it may be used") {
    const TemporaryDirectory directory;
    const auto path = directory / "control.sqlite";
    {
        auto database = must(Database::open(path));
        must(database->execute("UPDATE meta SET value = 999 WHERE name = 'version'"));
    }
    must(Database::open(path));
    {
        auto database = must(Database::open(path));
        must(database->execute("UPDATE meta SET value = 999 WHERE name = 'oldest_code'"));
    }
    const auto opened = Database::open(path);
    CHECK(code_of(opened) == ErrorCode::newer_version);
    CHECK(opened.error().detail == "The database was written by a newer version of Ensemble; start "
                                   "that version, or restore a backup made by this one.");
}

TEST_CASE("a database that lost its version is corrupt") {
    auto database = must(Database::open_bare(":memory:"));
    must(storage::migrate(*database, first()));
    must(database->execute("DELETE FROM meta WHERE name = 'version'"));
    CHECK(code_of(storage::migrate(*database, first())) == ErrorCode::corrupt);
}
