// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "daemon/live/hub.h"
#include "daemon/recording/recorder.h"
#include "daemon/run_index/run_index.h"
#include "daemon/storage/control_store.h"
#include "daemon/sync/authority.h"
#include "daemon/wandb/observer.h"

namespace ensemble {

// Carries what happened to a run to the run index and to the pages that listen. Everything that
// changes runs tells this one place. Only the core thread calls it.
class Announcer final : public wandb::Observer {
public:
    Announcer(const sync::Authority& authority, storage::RunStore& runs,
              recording::Recorder& recorder, run_index::RunIndex& index, live::Hub& hub,
              std::function<Instant()> now)
        : authority_(authority), runs_(runs), recorder_(recorder), index_(index), hub_(hub),
          now_(std::move(now)) {}

    void run_changed(const runs::Run& run) override;
    void run_recorded(const runs::Run& run) override;
    void run_removed(const runs::Run& run) override;
    // What people decided about runs, and about who may hear of them.
    void committed(const std::vector<sync::Decided>& batch);

private:
    void tell_lists(const runs::Run& run, std::int64_t version);
    void decided(const records::Run& before, const records::Run& after);

    const sync::Authority& authority_;
    storage::RunStore& runs_;
    recording::Recorder& recorder_;
    run_index::RunIndex& index_;
    live::Hub& hub_;
    std::function<Instant()> now_;
};

}  // namespace ensemble
