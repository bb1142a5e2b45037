// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/artifact_store.h"
#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

const std::string select_collection =
    "SELECT id, project, name, type, description, created_at_ms FROM collections";
const std::string collection_by_id = select_collection + " WHERE id = ?";
const std::string collection_by_name = select_collection + " WHERE project = ? AND name = ?";
const std::string collections_of = select_collection + " WHERE project = ? ORDER BY name";

Collection read_collection(const Statement& row) {
    Collection collection;
    row.read(collection.id, collection.project, collection.name, collection.type,
             collection.description, collection.created_at);
    return collection;
}

}  // namespace

Result<Collection> ArtifactStore::ensure_collection(ProjectId project, std::string_view name,
                                                    std::string_view type, Instant now) {
    auto known = find_collection(project, name);
    if (!known) return known.error();
    if (*known) {
        if ((*known)->type == type) return **known;
        return fail(ErrorCode::conflict, "The collection \"" + std::string(name) +
                                             "\" has the type \"" + (*known)->type + "\".");
    }
    auto done = database_
                    .prepare("INSERT INTO collections (project, name, type, description, "
                             "created_at_ms) VALUES (?, ?, ?, '', ?)",
                             project, name, type, now)
                    .run();
    if (!done) return done.error();
    return Collection{{database_.last_id()}, project, std::string(name),
                      std::string(type),     "",      now};
}

Result<std::optional<Collection>> ArtifactStore::find_collection(ProjectId project,
                                                                 std::string_view name) {
    return one(database_.prepare(collection_by_name, project, name), read_collection);
}

Result<std::optional<Collection>> ArtifactStore::find_collection(CollectionId id) {
    return one(database_.prepare(collection_by_id, id), read_collection);
}

Result<std::vector<Collection>> ArtifactStore::collections(ProjectId project) {
    return all(database_.prepare(collections_of, project), read_collection);
}

}  // namespace ensemble::storage
