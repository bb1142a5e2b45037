// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"

namespace ensemble::storage {

class Database;

enum class ArtifactState : std::uint8_t { pending = 1, committed = 2, deleted = 3 };

// A sequence of versions. (Portfolios, which link versions of others, come later.)
struct Collection {
    CollectionId id;
    ProjectId project;
    std::string name;
    std::string type;  // "dataset", "model", …
    std::string description;
    Instant created_at;
};

struct Artifact {
    ArtifactId id;
    CollectionId collection;
    RunId run;  // that logged it; zero when none did
    UserId author;
    ArtifactState state = ArtifactState::pending;
    std::int64_t version = -1;  // index, assigned at commit
    std::string digest;         // lower-case hex, by the script
    std::string description;
    std::string metadata = "{}";  // JSON object
    std::string client_id;
    std::string sequence_client_id;
    std::string distributed_id;
    std::vector<std::string> wanted_aliases;  // set at commit
    std::vector<std::string> tags;
    std::optional<std::int64_t> history_step;
    std::int64_t ttl_seconds = -1;  // -1 inherits
    std::uint64_t bytes = 0;
    std::int64_t file_count = 0;
    Instant created_at;
    Instant updated_at;
};

struct ManifestFile {
    ManifestId id;
    ArtifactId artifact;
    ArtifactId base;
    std::string name;    // wandb_manifest.json …
    std::string kind;    // FULL, PATCH, INCREMENTAL
    std::string digest;  // of the bytes in blobs; "" until uploaded
    std::string md5;     // base64, as announced
};

// One entry of a committed version's manifest.
struct ArtifactFile {
    std::string path;
    std::string md5;  // base64
    std::uint64_t bytes = 0;
    ArtifactId birth;  // in which the content first came
    std::string ref;   // address of a reference; "" for stored bytes
    std::string blob;  // digest in blobs; "" for references
};

class ArtifactStore {
public:
    explicit ArtifactStore(Database& database) : database_(database) {}

    // conflict when the collection exists with another type.
    Result<Collection> ensure_collection(ProjectId project, std::string_view name,
                                         std::string_view type, Instant now);
    Result<std::optional<Collection>> find_collection(ProjectId project, std::string_view name);
    Result<std::optional<Collection>> find_collection(CollectionId id);
    Result<std::vector<Collection>> collections(ProjectId project);

    Result<Artifact> add(const Artifact& artifact);
    Result<std::optional<Artifact>> find(ArtifactId id);
    // By any client id that it was ever added or updated with.
    Result<std::optional<Artifact>> find_by_client_id(std::string_view client_id);
    // The latest committed version of the collection that the id means, or else the latest
    // pending one.
    Result<std::optional<Artifact>> find_by_sequence_client_id(std::string_view id);
    Result<std::optional<Artifact>> find_pending(CollectionId collection,
                                                 std::string_view distributed_id);
    Result<std::optional<Artifact>> find_committed(CollectionId collection,
                                                   std::string_view digest);
    // By alias or "vN"; committed ones only.
    Result<std::optional<Artifact>> find(CollectionId collection, std::string_view alias);
    Result<std::vector<Artifact>> versions(CollectionId collection);  // committed, newest first
    // Every field but id, collection, author, created_at. A version that becomes deleted loses its
    // aliases; "latest" then means the newest one that is left.
    Result<void> update(const Artifact& artifact);
    // In one transaction: next version index, files, aliases moved ("latest" and the wanted ones).
    // Committing again changes nothing and gives the same answer. not_found, gone (deleted),
    // conflict (a path twice).
    Result<Artifact> commit(ArtifactId id, const std::vector<ArtifactFile>& files, Instant now);

    struct Alias {
        std::int64_t id = 0;
        std::string name;
    };
    Result<std::vector<Alias>> aliases(ArtifactId id);
    // Moves it within the collection. not_found unless committed; bad_request for "vN".
    Result<void> set_alias(ArtifactId id, std::string_view alias);
    Result<void> remove_alias(ArtifactId id, std::string_view alias);

    Result<ManifestFile> add_manifest(const ManifestFile& manifest);
    Result<std::optional<ManifestFile>> find_manifest(ManifestId id);
    Result<void> update_manifest(const ManifestFile& manifest);
    Result<std::vector<ManifestFile>> manifests(ArtifactId id);

    // By path. Paths after `after`; limit < 0: all.
    Result<std::vector<ArtifactFile>> files(ArtifactId id, std::string_view after,
                                            std::int64_t limit);
    // Bytes uploaded for a version, by base64 MD5, known as soon as their upload ended.
    Result<void> add_upload(ArtifactId id, std::string_view md5, std::string_view blob,
                            std::uint64_t bytes);
    // Content with that MD5 already stored for any version in the same team's projects.
    struct Upload {
        ArtifactId artifact;
        std::string blob;
        std::uint64_t bytes = 0;
    };
    Result<std::optional<Upload>> find_upload(ProjectId project, std::string_view md5);

    Result<void> use(RunId run, ArtifactId artifact);  // an input of the run; again: no change
    Result<std::vector<ArtifactId>> inputs(RunId run);
    Result<std::vector<ArtifactId>> outputs(RunId run);  // committed ones
    Result<std::vector<RunId>> used_by(ArtifactId artifact);

private:
    Database& database_;
};

}  // namespace ensemble::storage
