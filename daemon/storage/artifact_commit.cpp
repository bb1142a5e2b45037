// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/artifact_rows.h"
#include "daemon/storage/artifact_store.h"
#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

Result<void> insert_files(Database& database, ArtifactId id,
                          const std::vector<ArtifactFile>& files) {
    for (const auto& file : files) {
        auto done =
            database
                .prepare("INSERT INTO artifact_files (artifact, path, md5, bytes, birth, "
                         "ref, blob) VALUES (?, ?, ?, ?, ?, ?, ?)",
                         id, file.path, file.md5, file.bytes, file.birth, file.ref, file.blob)
                .run();
        if (!done && done.error().code == ErrorCode::conflict)
            return fail(ErrorCode::conflict, "The manifest names \"" + file.path + "\" twice.");
        if (!done) return done;
    }
    return {};
}

Result<void> number(Database& database, const Artifact& artifact,
                    const std::vector<ArtifactFile>& files, Instant now) {
    std::uint64_t bytes = 0;
    for (const auto& file : files)
        bytes += file.bytes;
    return database
        .prepare("UPDATE artifacts SET state = 2, version = (SELECT coalesce(max(version) + 1, 0) "
                 "FROM artifacts WHERE collection = ? AND version IS NOT NULL), bytes = ?, "
                 "file_count = ?, updated_at_ms = ? WHERE id = ?",
                 artifact.collection, bytes, files.size(), now, artifact.id)
        .run();
}

}  // namespace

Result<Artifact> ArtifactStore::commit(ArtifactId id, const std::vector<ArtifactFile>& files,
                                       Instant now) {
    auto transaction = Transaction::begin(database_);
    if (!transaction) return transaction.error();
    auto artifact = find(id);
    if (!artifact) return artifact.error();
    if (!*artifact) return fail(ErrorCode::not_found, "There is no such version.");
    if ((*artifact)->state == ArtifactState::committed) return **artifact;
    if ((*artifact)->state == ArtifactState::deleted)
        return fail(ErrorCode::gone, "This version was deleted.");
    if (auto done = insert_files(database_, id, files); !done) return done.error();
    if (auto done = number(database_, **artifact, files, now); !done) return done.error();
    const CollectionId collection = (*artifact)->collection;
    for (const auto& alias : (*artifact)->wanted_aliases) {
        if (version_in(alias)) continue;
        if (auto done = move_alias(database_, collection, alias, id); !done) return done.error();
    }
    if (auto done = move_latest(database_, collection); !done) return done.error();
    artifact = find(id);
    if (!artifact) return artifact.error();
    if (auto done = transaction->commit(); !done) return done.error();
    return **artifact;
}

Result<std::vector<ArtifactStore::Alias>> ArtifactStore::aliases(ArtifactId id) {
    return all(database_.prepare(
                   "SELECT id, name FROM artifact_aliases WHERE artifact = ? ORDER BY id", id),
               [](const Statement& row) {
                   Alias alias;
                   row.read(alias.id, alias.name);
                   return alias;
               });
}

Result<void> ArtifactStore::set_alias(ArtifactId id, std::string_view alias) {
    if (version_in(alias))
        return fail(ErrorCode::bad_request,
                    "\"" + std::string(alias) + "\" is how versions are written, not an alias.");
    auto artifact = find(id);
    if (!artifact) return artifact.error();
    if (!*artifact || (*artifact)->state != ArtifactState::committed)
        return fail(ErrorCode::not_found, "There is no such version.");
    return move_alias(database_, (*artifact)->collection, alias, id);
}

Result<void> ArtifactStore::remove_alias(ArtifactId id, std::string_view alias) {
    return database_
        .prepare("DELETE FROM artifact_aliases WHERE artifact = ? AND name = ?", id, alias)
        .run();
}

}  // namespace ensemble::storage
