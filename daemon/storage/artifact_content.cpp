// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/artifact_store.h"
#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

const std::string select_manifest =
    "SELECT id, artifact, base, name, kind, digest, md5 FROM artifact_manifests";
const std::string manifest_by_id = select_manifest + " WHERE id = ?";
const std::string manifests_of = select_manifest + " WHERE artifact = ? ORDER BY id";

ManifestFile read_manifest(const Statement& row) {
    ManifestFile manifest;
    row.read(manifest.id, manifest.artifact, manifest.base, manifest.name, manifest.kind,
             manifest.digest, manifest.md5);
    return manifest;
}

ArtifactFile read_file(const Statement& row) {
    ArtifactFile file;
    row.read(file.path, file.md5, file.bytes, file.birth, file.ref, file.blob);
    return file;
}

}  // namespace

Result<ManifestFile> ArtifactStore::add_manifest(const ManifestFile& manifest) {
    auto done = database_
                    .prepare("INSERT INTO artifact_manifests (artifact, base, name, kind, digest, "
                             "md5) VALUES (?, ?, ?, ?, ?, ?)",
                             manifest.artifact, manifest.base, manifest.name, manifest.kind,
                             manifest.digest, manifest.md5)
                    .run();
    if (!done) return done.error();
    ManifestFile added = manifest;
    added.id = {database_.last_id()};
    return added;
}

Result<std::optional<ManifestFile>> ArtifactStore::find_manifest(ManifestId id) {
    return one(database_.prepare(manifest_by_id, id), read_manifest);
}

Result<void> ArtifactStore::update_manifest(const ManifestFile& manifest) {
    auto done = database_
                    .prepare("UPDATE artifact_manifests SET base = ?, name = ?, kind = ?, "
                             "digest = ?, md5 = ? WHERE id = ?",
                             manifest.base, manifest.name, manifest.kind, manifest.digest,
                             manifest.md5, manifest.id)
                    .run();
    if (!done) return done;
    if (database_.changed() == 0) return fail(ErrorCode::not_found, "There is no such manifest.");
    return {};
}

Result<std::vector<ManifestFile>> ArtifactStore::manifests(ArtifactId id) {
    return all(database_.prepare(manifests_of, id), read_manifest);
}

Result<std::vector<ArtifactFile>> ArtifactStore::files(ArtifactId id, std::string_view after,
                                                       std::int64_t limit) {
    return all(database_.prepare("SELECT path, md5, bytes, birth, ref, blob FROM artifact_files "
                                 "WHERE artifact = ? AND path > ? ORDER BY path LIMIT ?",
                                 id, after, limit),
               read_file);
}

Result<void> ArtifactStore::add_upload(ArtifactId id, std::string_view md5, std::string_view blob,
                                       std::uint64_t bytes) {
    return database_
        .prepare("INSERT INTO artifact_uploads (artifact, md5, blob, bytes) VALUES (?, ?, ?, ?) "
                 "ON CONFLICT (artifact, md5) DO UPDATE SET blob = excluded.blob, "
                 "bytes = excluded.bytes",
                 id, md5, blob, bytes)
        .run();
}

Result<std::optional<ArtifactStore::Upload>> ArtifactStore::find_upload(ProjectId project,
                                                                        std::string_view md5) {
    // The oldest, so that every later version names the same birth.
    return one(database_.prepare("SELECT u.artifact, u.blob, u.bytes FROM artifact_uploads u "
                                 "JOIN artifacts a ON a.id = u.artifact "
                                 "JOIN collections c ON c.id = a.collection "
                                 "JOIN projects p ON p.id = c.project "
                                 "WHERE u.md5 = ? AND a.state <> 3 AND "
                                 "p.team = (SELECT team FROM projects WHERE id = ?) "
                                 "ORDER BY u.artifact LIMIT 1",
                                 md5, project),
               [](const Statement& row) {
                   Upload upload;
                   row.read(upload.artifact, upload.blob, upload.bytes);
                   return upload;
               });
}

Result<void> ArtifactStore::use(RunId run, ArtifactId artifact) {
    return database_
        .prepare("INSERT INTO artifact_uses (run, artifact) VALUES (?, ?) "
                 "ON CONFLICT (run, artifact) DO NOTHING",
                 run, artifact)
        .run();
}

Result<std::vector<ArtifactId>> ArtifactStore::inputs(RunId run) {
    return all(
        database_.prepare("SELECT artifact FROM artifact_uses WHERE run = ? ORDER BY id", run),
        only_column<ArtifactId>);
}

Result<std::vector<ArtifactId>> ArtifactStore::outputs(RunId run) {
    return all(
        database_.prepare("SELECT id FROM artifacts WHERE run = ? AND state = 2 ORDER BY id", run),
        only_column<ArtifactId>);
}

Result<std::vector<RunId>> ArtifactStore::used_by(ArtifactId artifact) {
    return all(
        database_.prepare("SELECT run FROM artifact_uses WHERE artifact = ? ORDER BY id", artifact),
        only_column<RunId>);
}

}  // namespace ensemble::storage
