// SPDX-License-Identifier: Apache-2.0
#include "daemon/stores.h"

#include <utility>

namespace ensemble {

Result<std::unique_ptr<Stores>> Stores::open(const std::string& folder,
                                             std::function<void(std::string)> warn) {
    auto stores = std::make_unique<Stores>();
    auto directory = storage::DataDirectory::open(folder);
    if (!directory) return directory.error();
    stores->directory = std::move(*directory);
    auto database = storage::Database::open(folder + "/ensemble.db");
    if (!database) return database.error();
    stores->database = std::move(*database);
    storage::Database& opened = *stores->database;
    stores->users = std::make_unique<storage::UserStore>(opened);
    stores->keys = std::make_unique<storage::KeyStore>(opened);
    stores->projects = std::make_unique<storage::ProjectStore>(opened);
    stores->runs = std::make_unique<storage::RunStore>(opened);
    stores->files = std::make_unique<storage::FileStore>(opened);
    stores->artifacts = std::make_unique<storage::ArtifactStore>(opened);
    stores->row_groups = std::make_unique<storage::RowGroupStore>(opened);
    stores->activity = std::make_unique<storage::ActivityStore>(opened);
    stores->trash = std::make_unique<storage::TrashStore>(opened);
    auto blobs = blobs::open_folder(folder + "/blobs");
    if (!blobs) return blobs.error();
    stores->blobs = std::move(*blobs);
    recording::Recorder::Options options;
    options.directory = folder + "/recorded";
    auto recorder = recording::Recorder::open(options, *stores->row_groups, std::move(warn));
    if (!recorder) return recorder.error();
    stores->recorder = std::move(*recorder);
    auto accounts = auth::Accounts::open(*stores->users, *stores->keys);
    if (!accounts) return accounts.error();
    stores->accounts = std::move(*accounts);
    stores->ledger = std::make_unique<storage::ControlLedger>(opened);
    auto authority = sync::Authority::open(*stores->ledger);
    if (!authority) return authority.error();
    stores->authority = std::move(*authority);
    stores->audit = std::make_unique<storage::AuditLog>(opened);
    return stores;
}

Result<std::vector<std::string>> Stores::check() {
    auto findings = database->check();
    if (!findings) return findings.error();
    auto recorded = recorder->check();
    if (!recorded) return recorded.error();
    for (const recording::Recorder::Finding& finding : *recorded)
        findings->push_back(finding.where + ": " + finding.what);
    auto checked = blobs->check([&](std::string_view digest, bool sound) {
        if (!sound)
            findings->push_back("blob " + std::string(digest) + ": the bytes were changed.");
    });
    if (!checked) return checked.error();
    return findings;
}

}  // namespace ensemble
