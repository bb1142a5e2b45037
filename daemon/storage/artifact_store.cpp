// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/artifact_store.h"

#include "daemon/storage/artifact_rows.h"
#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"
#include "daemon/storage/string_list.h"

namespace ensemble::storage {

namespace {

const std::string select = select_artifact;
const std::string by_id = select + " WHERE a.id = ?";
const std::string by_client_id =
    select + " JOIN artifact_client_ids c ON c.artifact = a.id WHERE c.client_id = ?";
// Committed ones by their number; pending ones have none and come last.
const std::string by_sequence_client_id =
    select +
    " JOIN collection_client_ids c ON c.collection = a.collection WHERE c.client_id = ? AND "
    "a.state <> 3 ORDER BY a.version DESC, a.id DESC LIMIT 1";
const std::string pending_by_distributed_id =
    select + " WHERE a.collection = ? AND a.distributed_id = ? AND "
             "a.distributed_id <> '' AND a.state = 1 ORDER BY a.id LIMIT 1";
const std::string committed_by_digest = select +
                                        " WHERE a.collection = ? AND a.digest = ? AND a.state = 2 "
                                        "ORDER BY a.version DESC LIMIT 1";
const std::string by_version = select + " WHERE a.collection = ? AND a.version = ? AND "
                                        "a.version IS NOT NULL AND a.state = 2";
const std::string by_alias = select + " JOIN artifact_aliases l ON l.artifact = a.id "
                                      "WHERE l.collection = ? AND l.name = ? AND a.state = 2";
const std::string committed_of = select + " WHERE a.collection = ? AND a.version IS NOT "
                                          "NULL AND a.state = 2 ORDER BY a.version DESC";

// Notes which version and which collection the script's own ids mean.
Result<void> note_client_ids(Database& database, const Artifact& artifact) {
    if (!artifact.client_id.empty()) {
        auto done = database
                        .prepare("INSERT INTO artifact_client_ids (client_id, artifact) "
                                 "VALUES (?, ?) ON CONFLICT (client_id) DO UPDATE "
                                 "SET artifact = excluded.artifact",
                                 artifact.client_id, artifact.id)
                        .run();
        if (!done) return done;
    }
    if (artifact.sequence_client_id.empty()) return {};
    return database
        .prepare("INSERT INTO collection_client_ids (client_id, collection) VALUES (?, ?) "
                 "ON CONFLICT (client_id) DO UPDATE SET collection = excluded.collection",
                 artifact.sequence_client_id, artifact.collection)
        .run();
}

std::optional<std::int64_t> stored_version(const Artifact& artifact) {
    return artifact.version < 0 ? std::nullopt : std::optional(artifact.version);
}

// A deleted version has no aliases, and "latest" goes back to the newest that is left.
Result<void> drop_aliases(Database& database, const Artifact& artifact) {
    auto done =
        database.prepare("DELETE FROM artifact_aliases WHERE artifact = ?", artifact.id).run();
    if (!done || database.changed() == 0) return done;
    return move_latest(database, artifact.collection);
}

}  // namespace

Result<Artifact> ArtifactStore::add(const Artifact& artifact) {
    auto transaction = Transaction::begin(database_);
    if (!transaction) return transaction.error();
    auto done =
        database_
            .prepare("INSERT INTO artifacts (collection, run, author, state, version, digest, "
                     "client_id, sequence_client_id, distributed_id, wanted_aliases, tags, "
                     "history_step, ttl_seconds, bytes, file_count, created_at_ms, updated_at_ms, "
                     "description, metadata) VALUES "
                     "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     artifact.collection, artifact.run, artifact.author, artifact.state,
                     stored_version(artifact), artifact.digest, artifact.client_id,
                     artifact.sequence_client_id, artifact.distributed_id,
                     list_to_text(artifact.wanted_aliases), list_to_text(artifact.tags),
                     artifact.history_step, artifact.ttl_seconds, artifact.bytes,
                     artifact.file_count, artifact.created_at, artifact.updated_at,
                     artifact.description, artifact.metadata)
            .run();
    if (!done) return done.error();
    Artifact added = artifact;
    added.id = {database_.last_id()};
    if (done = note_client_ids(database_, added); !done) return done.error();
    if (done = transaction->commit(); !done) return done.error();
    return added;
}

Result<void> ArtifactStore::update(const Artifact& artifact) {
    auto transaction = Transaction::begin(database_);
    if (!transaction) return transaction.error();
    auto done =
        database_
            .prepare("UPDATE artifacts SET run = ?, state = ?, version = ?, digest = ?, "
                     "client_id = ?, sequence_client_id = ?, distributed_id = ?, "
                     "wanted_aliases = ?, tags = ?, history_step = ?, ttl_seconds = ?, bytes = ?, "
                     "file_count = ?, updated_at_ms = ?, description = ?, metadata = ? "
                     "WHERE id = ?",
                     artifact.run, artifact.state, stored_version(artifact), artifact.digest,
                     artifact.client_id, artifact.sequence_client_id, artifact.distributed_id,
                     list_to_text(artifact.wanted_aliases), list_to_text(artifact.tags),
                     artifact.history_step, artifact.ttl_seconds, artifact.bytes,
                     artifact.file_count, artifact.updated_at, artifact.description,
                     artifact.metadata, artifact.id)
            .run();
    if (!done) return done;
    if (database_.changed() == 0) return fail(ErrorCode::not_found, "There is no such version.");
    if (done = note_client_ids(database_, artifact); !done) return done;
    if (artifact.state == ArtifactState::deleted) {
        if (done = drop_aliases(database_, artifact); !done) return done;
    }
    return transaction->commit();
}

Result<std::optional<Artifact>> ArtifactStore::find(ArtifactId id) {
    return one(database_.prepare(by_id, id), read_artifact);
}

Result<std::optional<Artifact>> ArtifactStore::find_by_client_id(std::string_view client_id) {
    return one(database_.prepare(by_client_id, client_id), read_artifact);
}

Result<std::optional<Artifact>> ArtifactStore::find_by_sequence_client_id(std::string_view id) {
    return one(database_.prepare(by_sequence_client_id, id), read_artifact);
}

Result<std::optional<Artifact>> ArtifactStore::find_pending(CollectionId collection,
                                                            std::string_view distributed_id) {
    return one(database_.prepare(pending_by_distributed_id, collection, distributed_id),
               read_artifact);
}

Result<std::optional<Artifact>> ArtifactStore::find_committed(CollectionId collection,
                                                              std::string_view digest) {
    return one(database_.prepare(committed_by_digest, collection, digest), read_artifact);
}

Result<std::optional<Artifact>> ArtifactStore::find(CollectionId collection,
                                                    std::string_view alias) {
    if (const auto version = version_in(alias))
        return one(database_.prepare(by_version, collection, *version), read_artifact);
    return one(database_.prepare(by_alias, collection, alias), read_artifact);
}

Result<std::vector<Artifact>> ArtifactStore::versions(CollectionId collection) {
    return all(database_.prepare(committed_of, collection), read_artifact);
}

}  // namespace ensemble::storage
