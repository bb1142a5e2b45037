// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

#include "daemon/auth/accounts.h"
#include "daemon/blobs/blob_store.h"
#include "daemon/recording/recorder.h"
#include "daemon/storage/control_ledger.h"
#include "daemon/storage/control_store.h"
#include "daemon/storage/database.h"
#include "daemon/storage/row_group_store.h"
#include "daemon/sync/authority.h"
#include "daemon/sync/people.h"
#include "tests/support/temporary_directory.h"

namespace ensemble::tests {

// Everything that the daemon keeps, real, in a temporary folder.
struct Stores {
    TemporaryDirectory folder;
    std::unique_ptr<storage::Database> database =
        std::move(*storage::Database::open(folder / "ensemble.db"));
    storage::UserStore users{*database};
    storage::KeyStore keys{*database};
    storage::ProjectStore projects{*database};
    storage::RunStore runs{*database};
    storage::FileStore files{*database};
    storage::ArtifactStore artifacts{*database};
    storage::RowGroupStore row_groups{*database};
    std::unique_ptr<blobs::BlobStore> blobs = std::move(*blobs::open_folder(folder / "blobs"));
    std::unique_ptr<recording::Recorder> recorder = open_recorder();
    std::unique_ptr<auth::Accounts> accounts = std::move(*auth::Accounts::open(users, keys));
    storage::ControlLedger ledger{*database};
    std::unique_ptr<sync::Authority> authority = std::move(*sync::Authority::open(ledger));

    std::unique_ptr<recording::Recorder> open_recorder() {
        recording::Recorder::Options options;
        options.directory = folder / "recorded";
        return std::move(*recording::Recorder::open(options, row_groups, [](std::string) {}));
    }

    // Tells what became of runs by commands.
    template <class Removed>
    void when_removed(Removed removed) {
        authority->when_committed([this, removed](const std::vector<storage::Decided>& batch) {
            for (const storage::Decided& decided : batch)
                for (const records::Row& row : decided.changes.put)
                    if (const auto* run = std::get_if<records::Run>(&row))
                        if (run->deleted_at) removed(**runs.find(run->id));
        });
    }

    teams::User make_user(std::string name, Instant now, bool admin = false) {
        const std::string email = name + "@example.org";
        const UserId id = *sync::add_user(
            *authority, {.name = std::move(name), .full_name = "", .email = email, .admin = admin},
            {}, now);
        return **users.find(id);
    }
};

}  // namespace ensemble::tests
