// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/storage/artifacts.h"

using namespace ensemble;
using namespace ensemble::tests;

TEST_CASE("files of a version come by path, in pages") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        auto reference = file_at("c/link");
        reference.ref = "s3://bucket/key";
        reference.blob = "";
        reference.birth = {99};
        const auto id = must(shelf.store.add(shelf.draft("d"))).id;
        must(shelf.store.commit(id, {reference, file_at("b"), file_at("a")}, {50}));
        const auto files = must(shelf.store.files(id, "", -1));
        REQUIRE(files.size() == 3);
        CHECK(files[0].path == "a");
        CHECK(files[0].md5 == "1B2M2Y8AsgTpgAmY7PhCfg==");
        CHECK(files[0].bytes == 15);
        CHECK(files[0].birth == ArtifactId{});
        CHECK(files[0].blob == std::string(64, 'a'));
        CHECK(files[2].path == "c/link");
        CHECK(files[2].ref == "s3://bucket/key");
        CHECK(files[2].blob.empty());
        CHECK(files[2].birth == ArtifactId{99});
        const auto page = must(shelf.store.files(id, "a", 1));
        REQUIRE(page.size() == 1);
        CHECK(page[0].path == "b");
        CHECK(must(shelf.store.files(id, "c/link", 5)).empty());
    });
}

TEST_CASE("manifests are kept in the order they were announced") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        const auto base = shelf.committed("d0", {});
        const auto id = must(shelf.store.add(shelf.draft("d"))).id;
        auto manifest = must(shelf.store.add_manifest(
            {{}, id, base.id, "wandb_manifest.incremental.json", "INCREMENTAL", "", ""}));
        must(shelf.store.add_manifest({{}, id, {}, "wandb_manifest.json", "FULL", "", ""}));
        manifest.digest = std::string(64, 'b');
        manifest.md5 = "m";
        must(shelf.store.update_manifest(manifest));
        const auto found = must(shelf.store.find_manifest(manifest.id));
        REQUIRE(found.has_value());
        CHECK(found->artifact == id);
        CHECK(found->base == base.id);
        CHECK(found->name == "wandb_manifest.incremental.json");
        CHECK(found->kind == "INCREMENTAL");
        CHECK(found->digest == std::string(64, 'b'));
        CHECK(found->md5 == "m");
        const auto listed = must(shelf.store.manifests(id));
        REQUIRE(listed.size() == 2);
        CHECK(listed[0].id == manifest.id);
        CHECK(listed[1].kind == "FULL");
        CHECK(listed[1].base == ArtifactId{});
        manifest.id = {42};
        CHECK(code_of(shelf.store.update_manifest(manifest)) == ErrorCode::not_found);
    });
}

TEST_CASE("an upload is known to every project of the team and to no other team") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        const auto bo = must(world.users.add(user_named("bo")));
        const auto sister =
            must(world.projects.ensure(world.alice.personal_team, "text", world.alice.id, {1}));
        const auto foreign = must(world.projects.ensure(bo.personal_team, "vision", bo.id, {1}));
        auto first = must(shelf.store.add(shelf.draft("d0")));
        const auto second = must(shelf.store.add(shelf.draft("d1")));
        must(shelf.store.add_upload(second.id, "m", "blob2", 5));
        must(shelf.store.add_upload(first.id, "m", "blob0", 5));
        must(shelf.store.add_upload(first.id, "m", "blob1", 6));
        for (const auto project : {world.project.id, sister.id}) {
            const auto found = must(shelf.store.find_upload(project, "m"));
            REQUIRE(found.has_value());
            CHECK(found->artifact == first.id);
            CHECK(found->blob == "blob1");
            CHECK(found->bytes == 6);
        }
        CHECK_FALSE(must(shelf.store.find_upload(foreign.id, "m")).has_value());
        CHECK_FALSE(must(shelf.store.find_upload(world.project.id, "n")).has_value());
        first.state = storage::ArtifactState::deleted;
        must(shelf.store.update(first));
        CHECK(must(shelf.store.find_upload(world.project.id, "m"))->artifact == second.id);
    });
}

TEST_CASE("runs know what they used and what they logged") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        const auto run = world.add_run("r");
        const auto other = world.add_run("s");
        const auto v0 = shelf.committed("d0", {});
        const auto v1 = shelf.committed("d1", {});
        auto draft = shelf.draft("d2");
        draft.run = run.id;
        const auto logged = must(shelf.store.add(draft));
        CHECK(must(shelf.store.outputs(run.id)).empty());
        must(shelf.store.commit(logged.id, {}, {50}));
        CHECK(must(shelf.store.outputs(run.id)) == std::vector<ArtifactId>{logged.id});
        must(shelf.store.use(run.id, v1.id));
        must(shelf.store.use(run.id, v0.id));
        must(shelf.store.use(run.id, v1.id));
        must(shelf.store.use(other.id, v1.id));
        CHECK(must(shelf.store.inputs(run.id)) == std::vector<ArtifactId>{v1.id, v0.id});
        CHECK(must(shelf.store.used_by(v1.id)) == std::vector<RunId>{run.id, other.id});
        CHECK(must(shelf.store.inputs({42})).empty());
        CHECK(code_of(shelf.store.use(run.id, {42})) == ErrorCode::conflict);
    });
}

TEST_CASE("content is referred to by files, artifacts, uploads, manifests and pictures") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        const auto run = world.add_run("r");
        storage::RunFile file;
        file.run = run.id;
        file.name = "x";
        file.digest = std::string(64, 'f');
        file = must(world.files.put(file));
        const auto v0 = shelf.committed("d0", {});
        must(shelf.store.add_upload(v0.id, "m", std::string(64, 'b'), 1));
        must(shelf.store.add_manifest({{}, v0.id, {}, "n", "FULL", std::string(64, 'c'), ""}));
        must(shelf.store.add_manifest({{}, v0.id, {}, "n", "FULL", "", ""}));
        must(world.database->prepare("UPDATE users SET avatar = ?", std::string(64, 'd')).run());
        must(world.database->prepare("UPDATE teams SET avatar = ?", std::string(64, 'e')).run());
        const auto digests = must(world.files.digests());
        REQUIRE(digests.size() == 6);
        for (std::size_t i = 0; i < 6; ++i) {
            CHECK(digests[i] == std::string(64, "abcdef"[i]));
            CHECK(must(world.files.refers_to(digests[i])));
        }
        CHECK_FALSE(must(world.files.refers_to("")));
        CHECK(must(world.files.remove(file.id)));
        CHECK_FALSE(must(world.files.refers_to(std::string(64, 'f'))));
    });
}
