// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/auth/accounts.h"
#include "daemon/blobs/blob_store.h"
#include "daemon/recording/recorder.h"
#include "daemon/storage/activity_store.h"
#include "daemon/storage/artifact_store.h"
#include "daemon/storage/audit_log.h"
#include "daemon/storage/control_ledger.h"
#include "daemon/storage/control_store.h"
#include "daemon/storage/data_directory.h"
#include "daemon/storage/database.h"
#include "daemon/storage/row_group_store.h"
#include "daemon/storage/trash_store.h"
#include "daemon/sync/authority.h"
#include "shared/base/result.h"

namespace ensemble {

// Everything that a data folder keeps, opened. One process at a time owns a folder.
struct Stores {
    std::unique_ptr<storage::DataDirectory> directory;
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<storage::UserStore> users;
    std::unique_ptr<storage::KeyStore> keys;
    std::unique_ptr<storage::ProjectStore> projects;
    std::unique_ptr<storage::RunStore> runs;
    std::unique_ptr<storage::FileStore> files;
    std::unique_ptr<storage::ArtifactStore> artifacts;
    std::unique_ptr<storage::RowGroupStore> row_groups;
    std::unique_ptr<storage::TrashStore> trash;
    std::unique_ptr<storage::ActivityStore> activity;
    std::unique_ptr<blobs::BlobStore> blobs;
    std::unique_ptr<recording::Recorder> recorder;
    std::unique_ptr<auth::Accounts> accounts;
    std::unique_ptr<storage::ControlLedger> ledger;
    std::unique_ptr<sync::Authority> authority;
    std::unique_ptr<storage::AuditLog> audit;

    // `warn` is told what was repaired, e.g. a torn journal tail.
    static Result<std::unique_ptr<Stores>> open(const std::string& folder,
                                                std::function<void(std::string)> warn);

    // Reads everything that is stored. One sentence a finding; empty: all is well.
    Result<std::vector<std::string>> check();
};

}  // namespace ensemble
