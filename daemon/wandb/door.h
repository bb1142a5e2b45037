// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "daemon/auth/accounts.h"
#include "daemon/blobs/blob_store.h"
#include "daemon/http/router.h"
#include "daemon/recording/recorder.h"
#include "daemon/storage/artifact_store.h"
#include "daemon/storage/control_store.h"
#include "daemon/sync/authority.h"
#include "daemon/wandb/observer.h"

// The door for training scripts: what an unmodified `wandb` package asks of its server. The
// protocol as we understand it is described in docs/wandb.md.
namespace ensemble::wandb {

struct Context;

// What the door needs of the rest of the house. All of it outlives the door.
struct Rooms {
    storage::UserStore& users;
    storage::KeyStore& keys;
    storage::ProjectStore& projects;
    storage::RunStore& runs;
    storage::FileStore& files;
    storage::ArtifactStore& artifacts;
    recording::Recorder& recorder;
    blobs::BlobStore& blobs;
    auth::Accounts& accounts;
    sync::Authority& authority;
};

struct Options {
    std::function<Instant()> now;             // thread-safe
    std::function<std::int64_t()> steady_ms;  // never goes back
    Observer* observer = nullptr;             // may be null
    // "https://runs.example.org" when clients reach us under another address than they send us.
    std::string public_url;
    // A run that stays silent for so long has crashed.
    std::int64_t silence_ms = 5 * 60 * 1000;
    std::function<void(std::string)> log;  // may be empty; one line each, no secrets
    // Counts what clients ask for and we do not know; may be empty.
    std::function<void(std::string_view type, std::string_view field)> unknown_field{};
};

class Door {
public:
    // Runs that are running have one more time of silence from now on; until something is heard of
    // them, their last sign of life is the newest that was stored.
    Door(Rooms rooms, Options options);
    ~Door();

    // The door must outlive the router.
    void add_routes(http::Router& router);

    // Marks runs that stay silent as crashed (or preempted). Cheap; call it every few seconds.
    Result<void> sweep_silent(std::int64_t steady_ms);
    // When a script of the run was last heard of; nullopt when never since the start.
    std::optional<Instant> heartbeat(RunId run) const;

private:
    std::unique_ptr<Context> context_;
};

}  // namespace ensemble::wandb
