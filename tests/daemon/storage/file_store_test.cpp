// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/storage/world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

storage::RunFile file_named(RunId run, const std::string& name) {
    storage::RunFile file;
    file.run = run;
    file.name = name;
    file.digest = std::string(64, 'a');
    file.md5 = "1B2M2Y8AsgTpgAmY7PhCfg==";
    file.bytes = 5ull << 40;
    file.media_type = "text/plain";
    file.updated_at = {8};
    return file;
}

std::string names(const std::vector<storage::RunFile>& files) {
    std::string text;
    for (const auto& file : files)
        text += file.name + " ";
    return text;
}

}  // namespace

TEST_CASE("a file is read back as put, and put again keeps its id") {
    in_memory_and_on_disk([](World& world) {
        const auto run = world.add_run("a");
        const auto put = must(world.files.put(file_named(run.id, "media/x.png")));
        const auto found = must(world.files.find(put.id));
        REQUIRE(found.has_value());
        CHECK(found->run == run.id);
        CHECK(found->name == "media/x.png");
        CHECK(found->digest == std::string(64, 'a'));
        CHECK(found->md5 == "1B2M2Y8AsgTpgAmY7PhCfg==");
        CHECK(found->bytes == 5ull << 40);
        CHECK(found->media_type == "text/plain");
        CHECK(found->updated_at == Instant{8});
        auto again = file_named(run.id, "media/x.png");
        again.digest = std::string(64, 'b');
        CHECK(must(world.files.put(again)).id == put.id);
        CHECK(must(world.files.find(run.id, "media/x.png"))->digest == std::string(64, 'b'));
        CHECK(must(world.files.count(run.id)) == 1);
        CHECK_FALSE(must(world.files.find(run.id, "media/X.png")).has_value());
    });
}

TEST_CASE("files are listed by name, in pages and by pattern") {
    in_memory_and_on_disk([](World& world) {
        const auto run = world.add_run("a");
        const auto other = world.add_run("b");
        for (const auto* name : {"b.txt", "a.txt", "media/1.png", "media/2.png", "100%"})
            must(world.files.put(file_named(run.id, name)));
        must(world.files.put(file_named(other.id, "other")));
        CHECK(names(must(world.files.list(run.id, "", "", -1))) ==
              "100% a.txt b.txt media/1.png media/2.png ");
        CHECK(names(must(world.files.list(run.id, "", "a.txt", 2))) == "b.txt media/1.png ");
        CHECK(names(must(world.files.list(run.id, "media/%", "", -1))) ==
              "media/1.png media/2.png ");
        CHECK(names(must(world.files.list(run.id, "media/%", "media/1.png", 5))) == "media/2.png ");
        CHECK(names(must(world.files.list(run.id, "_.txt", "", -1))) == "a.txt b.txt ");
        CHECK(names(must(world.files.list(run.id, "%\\%", "", -1))) == "100% ");
        CHECK(must(world.files.list(run.id, "", "", 0)).empty());
        CHECK(must(world.files.count(run.id)) == 5);
    });
}

TEST_CASE("a removed file is gone, and its id does not come back") {
    in_memory_and_on_disk([](World& world) {
        const auto run = world.add_run("a");
        const auto file = must(world.files.put(file_named(run.id, "x")));
        CHECK(must(world.files.remove(file.id)));
        CHECK_FALSE(must(world.files.remove(file.id)));
        CHECK_FALSE(must(world.files.find(file.id)).has_value());
        CHECK(must(world.files.put(file_named(run.id, "x"))).id.value > file.id.value);
    });
}
