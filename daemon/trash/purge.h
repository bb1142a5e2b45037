// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "daemon/blobs/blob_store.h"
#include "daemon/recording/recorder.h"
#include "daemon/storage/control_ledger.h"
#include "daemon/storage/control_store.h"
#include "daemon/storage/trash_store.h"
#include "daemon/sync/authority.h"
#include "shared/base/result.h"

// What was deleted stays in the trash for some time and then goes for good.
namespace ensemble::trash {

// Empties the trash and forgets what the ledger need not know any more, a little at a time. Every
// step may be the last before a crash: the next start goes on. Only the core thread calls it.
class Purge {
public:
    struct Rooms {
        storage::TrashStore& trash;
        storage::RunStore& runs;
        storage::FileStore& files;
        storage::ControlLedger& ledger;
        sync::Authority& authority;
        recording::Recorder& recorder;
        blobs::BlobStore& blobs;
        // Told of a run before it goes.
        std::function<void(const runs::Run&)> going;
    };
    // `kept_ms`: how long something stays in the trash.
    Purge(Rooms rooms, std::int64_t kept_ms) : rooms_(std::move(rooms)), kept_ms_(kept_ms) {}

    // One run, one project or some files; false when nothing is due.
    Result<bool> step(Instant now);

private:
    Result<void> finish_what_a_crash_left();
    Result<bool> purge_run(Instant now);
    Result<bool> purge_project(Instant now);
    Result<bool> remove_loose(Instant now);

    Rooms rooms_;
    std::int64_t kept_ms_;
    bool begun_ = false;
    Instant forget_again_at_;
};

}  // namespace ensemble::trash
