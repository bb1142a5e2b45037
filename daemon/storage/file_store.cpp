// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/control_store.h"
#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

const std::string select_file =
    "SELECT id, run, name, digest, md5, bytes, media_type, updated_at_ms FROM run_files";
const std::string file_by_id = select_file + " WHERE id = ?";
const std::string file_by_name = select_file + " WHERE run = ? AND name = ?";
const std::string files_after = select_file + " WHERE run = ? AND name > ? ORDER BY name LIMIT ?";
const std::string files_like =
    select_file + " WHERE run = ? AND name > ? AND name LIKE ? ESCAPE '\\' ORDER BY name LIMIT ?";

RunFile read_file(const Statement& row) {
    RunFile file;
    row.read(file.id, file.run, file.name, file.digest, file.md5, file.bytes, file.media_type,
             file.updated_at);
    return file;
}

}  // namespace

Result<RunFile> FileStore::put(const RunFile& file) {
    auto id = one(
        database_.prepare("INSERT INTO run_files (run, name, digest, md5, bytes, media_type, "
                          "updated_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, name) DO "
                          "UPDATE SET digest = excluded.digest, md5 = excluded.md5, "
                          "bytes = excluded.bytes, media_type = excluded.media_type, "
                          "updated_at_ms = excluded.updated_at_ms RETURNING id",
                          file.run, file.name, file.digest, file.md5, file.bytes, file.media_type,
                          file.updated_at),
        only_column<FileId>);
    if (!id) return id.error();
    RunFile stored = file;
    stored.id = id->value_or(FileId{});
    return stored;
}

Result<std::optional<RunFile>> FileStore::find(FileId id) {
    return one(database_.prepare(file_by_id, id), read_file);
}

Result<std::optional<RunFile>> FileStore::find(RunId run, std::string_view name) {
    return one(database_.prepare(file_by_name, run, name), read_file);
}

Result<std::vector<RunFile>> FileStore::list(RunId run, std::string_view like,
                                             std::string_view after, std::int64_t limit) {
    if (like.empty()) return all(database_.prepare(files_after, run, after, limit), read_file);
    return all(database_.prepare(files_like, run, after, like, limit), read_file);
}

Result<std::int64_t> FileStore::count(RunId run) {
    auto counted = one(database_.prepare("SELECT count(*) FROM run_files WHERE run = ?", run),
                       only_column<std::int64_t>);
    if (!counted) return counted.error();
    return counted->value_or(0);
}

Result<bool> FileStore::remove(FileId id) {
    auto done = database_.prepare("DELETE FROM run_files WHERE id = ?", id).run();
    if (!done) return done.error();
    return database_.changed() > 0;
}

Result<bool> FileStore::refers_to(std::string_view digest) {
    auto found = one(database_.prepare("SELECT EXISTS (SELECT 1 FROM run_files WHERE digest = ?1) "
                                       "OR EXISTS (SELECT 1 FROM artifact_files WHERE blob = ?1 "
                                       "AND blob <> '') "
                                       "OR EXISTS (SELECT 1 FROM artifact_uploads WHERE blob = ?1) "
                                       "OR EXISTS (SELECT 1 FROM artifact_manifests "
                                       "WHERE digest = ?1 AND digest <> '') "
                                       "OR EXISTS (SELECT 1 FROM teams WHERE avatar = ?1 "
                                       "AND avatar <> '') "
                                       "OR EXISTS (SELECT 1 FROM users WHERE avatar = ?1 "
                                       "AND avatar <> '')",
                                       digest),
                     only_column<bool>);
    if (!found) return found.error();
    return found->value_or(false);
}

Result<std::vector<std::string>> FileStore::digests() {
    return all(database_.prepare("SELECT digest FROM run_files "
                                 "UNION SELECT blob FROM artifact_files WHERE blob <> '' "
                                 "UNION SELECT blob FROM artifact_uploads "
                                 "UNION SELECT digest FROM artifact_manifests WHERE digest <> '' "
                                 "UNION SELECT avatar FROM teams WHERE avatar <> '' "
                                 "UNION SELECT avatar FROM users WHERE avatar <> '' "
                                 "ORDER BY 1"),
               only_column<std::string>);
}

}  // namespace ensemble::storage
