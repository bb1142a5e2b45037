// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "daemon/storage/artifact_store.h"
#include "tests/daemon/storage/world.h"

namespace ensemble::tests {

inline storage::ArtifactFile file_at(const std::string& path) {
    storage::ArtifactFile file;
    file.path = path;
    file.md5 = "1B2M2Y8AsgTpgAmY7PhCfg==";
    file.bytes = 15;
    file.blob = std::string(64, 'a');
    return file;
}

inline void check_equal(const storage::Artifact& a, const storage::Artifact& b) {
    CHECK(a.id == b.id);
    CHECK(a.collection == b.collection);
    CHECK(a.run == b.run);
    CHECK(a.author == b.author);
    CHECK(a.state == b.state);
    CHECK(a.version == b.version);
    CHECK(a.digest == b.digest);
    CHECK(a.description == b.description);
    CHECK(a.metadata == b.metadata);
    CHECK(a.client_id == b.client_id);
    CHECK(a.sequence_client_id == b.sequence_client_id);
    CHECK(a.distributed_id == b.distributed_id);
    CHECK(a.wanted_aliases == b.wanted_aliases);
    CHECK(a.tags == b.tags);
    CHECK(a.history_step == b.history_step);
    CHECK(a.ttl_seconds == b.ttl_seconds);
    CHECK(a.bytes == b.bytes);
    CHECK(a.file_count == b.file_count);
    CHECK(a.created_at == b.created_at);
    CHECK(a.updated_at == b.updated_at);
}

// The artifacts of a World, with a collection "set" of type "dataset".
struct Artifacts {
    explicit Artifacts(World& in)
        : world(in), store(*in.database),
          set(must(store.ensure_collection(in.project.id, "set", "dataset", {10}))) {}

    storage::Artifact draft(const std::string& digest) const {
        storage::Artifact artifact;
        artifact.collection = set.id;
        artifact.author = world.alice.id;
        artifact.digest = digest;
        artifact.created_at = artifact.updated_at = {20};
        return artifact;
    }

    // With two files of 15 bytes, at 50.
    storage::Artifact committed(const std::string& digest,
                                const std::vector<std::string>& wanted_aliases) {
        auto artifact = draft(digest);
        artifact.wanted_aliases = wanted_aliases;
        const auto id = must(store.add(artifact)).id;
        return must(store.commit(id, {file_at("a"), file_at("b")}, {50}));
    }

    std::string aliases(ArtifactId id) {
        std::string text;
        for (const auto& alias : must(store.aliases(id)))
            text += alias.name + " ";
        return text;
    }

    ArtifactId named(const std::string& alias) {
        const auto found = must(store.find(set.id, alias));
        return found ? found->id : ArtifactId{};
    }

    World& world;
    storage::ArtifactStore store;
    storage::Collection set;
};

}  // namespace ensemble::tests
