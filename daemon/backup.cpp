// SPDX-License-Identifier: Apache-2.0
#include "daemon/backup.h"

#include <filesystem>
#include <system_error>

#include "daemon/storage/backup.h"

namespace ensemble {

namespace {

namespace fs = std::filesystem;

Error trouble(const std::error_code& code, const char* what) {
    const bool full = code == std::errc::no_space_on_device;
    return fail(full ? ErrorCode::disk_full : ErrorCode::io_error,
                std::string(what) + ": " + code.message() + ".");
}

}  // namespace

Result<std::unique_ptr<Snapshot>> Snapshot::take(Stores& stores) {
    if (auto committed = stores.recorder->commit(); !committed) return committed.error();
    const std::string& data = stores.directory->path();
    const std::string copies = data + "/backup.partial";
    std::error_code failed;
    fs::remove_all(copies, failed);  // of a backup that was cut short
    if (!fs::create_directory(copies, failed))
        return trouble(failed, "The backup cannot be prepared");
    auto snapshot = std::unique_ptr<Snapshot>(new Snapshot(data, copies));
    fs::permissions(copies, fs::perms::owner_all, failed);
    if (auto copied = stores.database->backup_to(copies + "/ensemble.db"); !copied)
        return copied.error();
    fs::copy(data + "/recorded", copies + "/recorded", fs::copy_options::recursive, failed);
    if (failed) return trouble(failed, "The recorded runs cannot be copied");
    return snapshot;
}

Snapshot::~Snapshot() {
    std::error_code failed;
    fs::remove_all(copies_, failed);
}

Result<std::vector<std::string>> Snapshot::write(const std::string& file) const {
    storage::ArchiveEntry version;
    version.name = "version";
    version.path = data_ + "/version";
    storage::ArchiveEntry database;
    database.name = "ensemble.db";
    database.path = copies_ + "/ensemble.db";
    storage::ArchiveEntry recorded;
    recorded.name = "recorded";
    recorded.path = copies_ + "/recorded";
    storage::ArchiveEntry blobs;
    blobs.name = "blobs";
    blobs.path = data_ + "/blobs";
    blobs.without = {"incoming"};
    auto written = storage::write_archive(file, {version, database, recorded, blobs});
    if (!written) return written.error();
    std::error_code failed;
    const auto bytes = fs::file_size(file, failed);
    return std::vector<std::string>{"Wrote " + file + " (" + std::to_string(bytes) + " bytes)."};
}

Result<std::vector<std::string>> restore_backup(const std::string& file,
                                                const std::string& folder) {
    if (auto restored = storage::restore_archive(file, folder); !restored) return restored.error();
    auto stores = Stores::open(folder, [](std::string) {});
    if (!stores) return stores.error();
    auto findings = (*stores)->check();
    if (!findings) return findings.error();
    if (!findings->empty())
        return fail(ErrorCode::corrupt, "Restored, but not sound: " + findings->front());
    return std::vector<std::string>{"Restored into " + folder + ". Everything is sound."};
}

}  // namespace ensemble
