// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/row_group_store.h"
#include "tests/daemon/storage/world.h"

using namespace ensemble;
using namespace ensemble::tests;

TEST_CASE("a database that was only used through its stores has no findings") {
    in_memory_and_on_disk([](World& world) {
        const auto run = world.add_run("a");
        storage::RowGroupStore groups(*world.database);
        must(groups.seal({run.id, 1, "", "{}"}, {{0, run.id, 1, 1, 0, 10, 1, 0, 0}}, {}));
        CHECK(must(world.database->check()).empty());
    });
}

TEST_CASE("a check says in a sentence what is broken") {
    const struct {
        const char* damage;
        const char* sentence;
    } rows[] = {
        {"PRAGMA foreign_keys = OFF; UPDATE runs SET project = 42",
         "Row 1 of runs refers to something missing in projects."},
        {"UPDATE teams SET name = 'other'", "User 1 has no team of the same name."},
        {"DELETE FROM accounts", "User 1 has no account."},
        {"INSERT INTO custom_roles VALUES (7, 'r', '', 2, 'x', 1)",
         "The actions of custom role 7 are not a list."},
        {"UPDATE teams SET showcase = 'x'", "The links or the showcase of team 1 are not a list."},
        {"DELETE FROM history", "The history is missing."},
        {"UPDATE runs SET tags = 'x'", "The tags of run 1 are not a list."},
        {"INSERT INTO run_files (run, name, digest, md5, bytes, media_type, updated_at_ms) "
         "VALUES (1, 'a', 'short', '', 0, '', 0)",
         "File 1 of run 1 has no digest of content."},
        {"INSERT INTO checkpoints VALUES (42, 0, x'', '{}')",
         "Run 42 has recorded lines, but is not known."},
        {"INSERT INTO row_groups VALUES (7, 1, 1, 1, 0, 10, 1, 0, 0)",
         "Run 1 has row groups, but no checkpoint."},
        {"INSERT INTO checkpoints VALUES (1, 0, x'', '{}'); INSERT INTO row_groups VALUES "
         "(7, 1, 1, 1, 0, 10, 1, 0, 0), (8, 1, 1, 1, 9, 10, 1, 0, 0)",
         "Row group 8 begins inside the one before it."},
        {"UPDATE artifacts SET version = NULL WHERE id = 1",
         "Version 1 is committed, but has no number."},
        {"UPDATE artifacts SET version = 5 WHERE id = 2",
         "Version 2 has a number, but is not committed."},
        {"INSERT INTO artifact_aliases VALUES (1, 2, 'a', 1)",
         "Alias 1 is in another collection than its version."},
        {"INSERT INTO artifact_aliases VALUES (1, 1, 'a', 2)",
         "Alias 1 names a version that is not committed."},
    };
    for (const auto& row : rows) {
        CAPTURE(row.damage);
        World world;
        world.add_run("a");
        must(world.database->execute(
            "INSERT INTO collections VALUES (1, 1, 'c', 't', '', 0), (2, 1, 'd', 't', '', 0);"
            "INSERT INTO artifacts VALUES "
            "(1, 1, 1, 1, 2, 0, '', '', '', '', '[]', '[]', NULL, -1, 0, 0, 0, 0, '', '{}'), "
            "(2, 1, 1, 1, 1, NULL, '', '', '', '', '[]', '[]', NULL, -1, 0, 0, 0, 0, '', '{}')"));
        CHECK(must(world.database->check()).empty());
        must(world.database->execute(row.damage));
        CHECK(must(world.database->check()) == std::vector<std::string>{row.sentence});
    }
}
