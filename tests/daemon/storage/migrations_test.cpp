// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/migrations.h"

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
