// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "daemon/storage/artifact_store.h"
#include "daemon/storage/statement.h"

// What the sources of ArtifactStore share.
namespace ensemble::storage {

// For read_artifact.
inline constexpr char select_artifact[] =
    "SELECT a.id, a.collection, a.run, a.author, a.state, a.version, a.digest, a.client_id, "
    "a.sequence_client_id, a.distributed_id, a.wanted_aliases, a.tags, a.history_step, "
    "a.ttl_seconds, a.bytes, a.file_count, a.created_at_ms, a.updated_at_ms, a.description, "
    "a.metadata FROM artifacts a";
Artifact read_artifact(const Statement& row);

// N of "vN", the spelling of a version; nullopt for anything else. Such a name is no alias.
std::optional<std::int64_t> version_in(std::string_view alias);

// Points the alias at the version, away from where it was in the collection.
Result<void> move_alias(Database& database, CollectionId collection, std::string_view alias,
                        ArtifactId artifact);
// Points "latest" at the newest committed version, or nowhere when there is none.
Result<void> move_latest(Database& database, CollectionId collection);

}  // namespace ensemble::storage
