// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/storage/artifacts.h"

using namespace ensemble;
using namespace ensemble::tests;
using storage::Artifact;
using storage::ArtifactState;

TEST_CASE("a collection is made once, with one type") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        auto& store = shelf.store;
        const auto again = must(store.ensure_collection(world.project.id, "set", "dataset", {999}));
        CHECK(again.id == shelf.set.id);
        CHECK(again.created_at == Instant{10});
        const auto refused = store.ensure_collection(world.project.id, "set", "model", {999});
        CHECK(code_of(refused) == ErrorCode::conflict);
        CHECK(refused.error().detail == "The collection \"set\" has the type \"dataset\".");
        must(store.ensure_collection(world.project.id, "Set", "model", {11}));
        const auto listed = must(store.collections(world.project.id));
        REQUIRE(listed.size() == 2);
        CHECK(listed[0].name == "Set");
        CHECK(listed[1].name == "set");
        CHECK(must(store.find_collection(shelf.set.id))->type == "dataset");
        CHECK(must(store.find_collection(world.project.id, "Set"))->type == "model");
        CHECK_FALSE(must(store.find_collection(world.project.id, "SET")).has_value());
    });
}

TEST_CASE("a version is read back as added and as updated") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        Artifact artifact = shelf.draft("d1");
        artifact.run = world.add_run("r").id;
        artifact.description = "d";
        artifact.metadata = R"({"a": 1})";
        artifact.client_id = "client";
        artifact.sequence_client_id = "sequence";
        artifact.distributed_id = "many";
        artifact.wanted_aliases = {"best", "latest"};
        artifact.tags = {"t"};
        artifact.history_step = 0;
        artifact.ttl_seconds = -2;
        artifact.bytes = 5ull << 40;
        artifact.file_count = 3;
        artifact = must(shelf.store.add(artifact));
        check_equal(*must(shelf.store.find(artifact.id)), artifact);

        artifact.description = "other";
        artifact.metadata = "{}";
        artifact.history_step.reset();
        artifact.tags.clear();
        artifact.run = {};
        artifact.ttl_seconds = 60;
        artifact.updated_at = {99};
        must(shelf.store.update(artifact));
        check_equal(*must(shelf.store.find(artifact.id)), artifact);
        artifact.id = {42};
        CHECK(code_of(shelf.store.update(artifact)) == ErrorCode::not_found);
        CHECK_FALSE(must(shelf.store.find(ArtifactId{42})).has_value());
    });
}

TEST_CASE("commits number the versions and move the aliases") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        const auto v0 = shelf.committed("d0", {"best", "v7"});
        CHECK(v0.version == 0);
        CHECK(v0.state == ArtifactState::committed);
        CHECK(v0.bytes == 30);
        CHECK(v0.file_count == 2);
        CHECK(v0.updated_at == Instant{50});
        CHECK(shelf.aliases(v0.id) == "best latest ");
        const auto v1 = shelf.committed("d1", {"best"});
        CHECK(v1.version == 1);
        CHECK(shelf.aliases(v0.id).empty());
        CHECK(shelf.aliases(v1.id) == "best latest ");
        CHECK(shelf.named("latest") == v1.id);
        CHECK(shelf.named("best") == v1.id);
        CHECK(shelf.named("v0") == v0.id);
        CHECK(shelf.named("v1") == v1.id);
        for (const auto* unknown : {"v2", "v7", "v", "v00", "v01", "v-1", "V0", "LATEST", ""})
            CHECK(shelf.named(unknown) == ArtifactId{});
        const auto versions = must(shelf.store.versions(shelf.set.id));
        REQUIRE(versions.size() == 2);
        CHECK(versions[0].id == v1.id);
        CHECK(versions[1].id == v0.id);
    });
}

TEST_CASE("committing again changes nothing and gives the same answer") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        const auto v0 = shelf.committed("d0", {"best"});
        const auto v1 = shelf.committed("d1", {"best"});
        check_equal(must(shelf.store.commit(v0.id, {}, {99})), v0);
        CHECK(shelf.named("best") == v1.id);
        CHECK(must(shelf.store.files(v0.id, "", -1)).size() == 2);
        CHECK(code_of(shelf.store.commit({42}, {}, {99})) == ErrorCode::not_found);
    });
}

TEST_CASE("a commit that names a path twice leaves the version pending") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        const auto pending = must(shelf.store.add(shelf.draft("d")));
        const auto refused = shelf.store.commit(pending.id, {file_at("a"), file_at("a")}, {50});
        CHECK(code_of(refused) == ErrorCode::conflict);
        CHECK(refused.error().detail == "The manifest names \"a\" twice.");
        check_equal(*must(shelf.store.find(pending.id)), pending);
        CHECK(must(shelf.store.files(pending.id, "", -1)).empty());
        CHECK(shelf.named("latest") == ArtifactId{});
        CHECK(must(shelf.store.commit(pending.id, {file_at("a")}, {51})).version == 0);
    });
}

TEST_CASE("pending versions are found by their shared id and not among the committed") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        auto draft = shelf.draft("d");
        CHECK_FALSE(must(shelf.store.find_pending(shelf.set.id, "")).has_value());
        must(shelf.store.add(draft));
        draft.distributed_id = "many";
        const auto shared = must(shelf.store.add(draft));
        CHECK(must(shelf.store.find_pending(shelf.set.id, "many"))->id == shared.id);
        CHECK_FALSE(must(shelf.store.find_pending(shelf.set.id, "")).has_value());
        CHECK_FALSE(must(shelf.store.find_pending({42}, "many")).has_value());
        CHECK_FALSE(must(shelf.store.find_committed(shelf.set.id, "d")).has_value());
        must(shelf.store.commit(shared.id, {}, {50}));
        CHECK_FALSE(must(shelf.store.find_pending(shelf.set.id, "many")).has_value());
        CHECK(must(shelf.store.find_committed(shelf.set.id, "d"))->id == shared.id);
    });
}

TEST_CASE("scripts' own ids lead to the version and to the latest of its collection") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        auto draft = shelf.draft("d");
        draft.client_id = "c0";
        draft.sequence_client_id = "s";
        auto v0 = must(shelf.store.add(draft));
        CHECK(must(shelf.store.find_by_client_id("c0"))->id == v0.id);
        CHECK(must(shelf.store.find_by_sequence_client_id("s"))->id == v0.id);
        v0 = must(shelf.store.commit(v0.id, {}, {50}));
        draft.client_id = "c1";
        const auto pending = must(shelf.store.add(draft));
        CHECK(must(shelf.store.find_by_sequence_client_id("s"))->id == v0.id);
        const auto v1 = must(shelf.store.commit(pending.id, {}, {51}));
        CHECK(must(shelf.store.find_by_sequence_client_id("s"))->id == v1.id);
        // The same content again: the script's new id means the old version, as does its old one.
        v0.client_id = "c2";
        must(shelf.store.update(v0));
        CHECK(must(shelf.store.find_by_client_id("c2"))->id == v0.id);
        CHECK(must(shelf.store.find_by_client_id("c0"))->id == v0.id);
        CHECK_FALSE(must(shelf.store.find_by_client_id("")).has_value());
        CHECK_FALSE(must(shelf.store.find_by_sequence_client_id("")).has_value());
    });
}

TEST_CASE("a deleted version is out of every view and its number is not given again") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        const auto v0 = shelf.committed("d0", {});
        auto v1 = shelf.committed("d1", {"best"});
        v1.state = ArtifactState::deleted;
        must(shelf.store.update(v1));
        CHECK(shelf.named("v1") == ArtifactId{});
        CHECK(shelf.named("best") == ArtifactId{});
        CHECK(shelf.named("latest") == v0.id);
        CHECK(must(shelf.store.versions(shelf.set.id)).size() == 1);
        CHECK_FALSE(must(shelf.store.find_committed(shelf.set.id, "d1")).has_value());
        CHECK(code_of(shelf.store.commit(v1.id, {}, {60})) == ErrorCode::gone);
        CHECK(code_of(shelf.store.set_alias(v1.id, "best")) == ErrorCode::not_found);
        CHECK(shelf.committed("d2", {}).version == 2);
        CHECK(must(world.database->check()).empty());
    });
}

TEST_CASE("aliases are set, moved and removed") {
    in_memory_and_on_disk([](World& world) {
        Artifacts shelf(world);
        const auto v0 = shelf.committed("d0", {});
        const auto v1 = shelf.committed("d1", {});
        must(shelf.store.set_alias(v0.id, "prod"));
        CHECK(shelf.named("prod") == v0.id);
        must(shelf.store.set_alias(v1.id, "prod"));
        must(shelf.store.set_alias(v1.id, "prod"));
        CHECK(shelf.aliases(v0.id).empty());
        CHECK(shelf.aliases(v1.id) == "latest prod ");
        must(shelf.store.remove_alias(v0.id, "prod"));
        CHECK(shelf.named("prod") == v1.id);
        must(shelf.store.remove_alias(v1.id, "prod"));
        CHECK(shelf.named("prod") == ArtifactId{});
        CHECK(code_of(shelf.store.set_alias(v0.id, "v3")) == ErrorCode::bad_request);
        must(shelf.store.set_alias(v0.id, "v3-final"));
        const auto pending = must(shelf.store.add(shelf.draft("d2")));
        CHECK(code_of(shelf.store.set_alias(pending.id, "prod")) == ErrorCode::not_found);
    });
}
