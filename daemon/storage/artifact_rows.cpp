// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/artifact_rows.h"

#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"
#include "daemon/storage/string_list.h"

#include <charconv>

namespace ensemble::storage {

Artifact read_artifact(const Statement& row) {
    Artifact artifact;
    std::optional<std::int64_t> version;
    std::string wanted_aliases;
    std::string tags;
    row.read(artifact.id, artifact.collection, artifact.run, artifact.author, artifact.state,
             version, artifact.digest, artifact.client_id, artifact.sequence_client_id,
             artifact.distributed_id, wanted_aliases, tags, artifact.history_step,
             artifact.ttl_seconds, artifact.bytes, artifact.file_count, artifact.created_at,
             artifact.updated_at, artifact.description, artifact.metadata);
    artifact.version = version.value_or(-1);
    artifact.wanted_aliases = list_from_text(wanted_aliases);
    artifact.tags = list_from_text(tags);
    return artifact;
}

std::optional<std::int64_t> version_in(std::string_view alias) {
    if (alias.size() < 2 || alias.front() != 'v') return std::nullopt;
    const std::string_view digits = alias.substr(1);
    if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
    std::int64_t number = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (parsed.ec != std::errc{}) return std::nullopt;
    return number;
}

Result<void> move_alias(Database& database, CollectionId collection, std::string_view alias,
                        ArtifactId artifact) {
    return database
        .prepare("INSERT INTO artifact_aliases (collection, name, artifact) VALUES (?, ?, ?) "
                 "ON CONFLICT (collection, name) DO UPDATE SET artifact = excluded.artifact",
                 collection, alias, artifact)
        .run();
}

Result<void> move_latest(Database& database, CollectionId collection) {
    auto newest = one(database.prepare("SELECT id FROM artifacts WHERE collection = ? AND "
                                       "version IS NOT NULL AND state = 2 "
                                       "ORDER BY version DESC LIMIT 1",
                                       collection),
                      only_column<ArtifactId>);
    if (!newest) return newest.error();
    if (*newest) return move_alias(database, collection, "latest", **newest);
    return database
        .prepare("DELETE FROM artifact_aliases WHERE collection = ? AND name = 'latest'",
                 collection)
        .run();
}

}  // namespace ensemble::storage
