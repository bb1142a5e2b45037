// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/sync/outside_commands.h"
#include "daemon/wandb/context.h"

// What of requests about runs goes into the audit (docs/protocol.md, "Audit"): that a run was made,
// and what somebody changed about one that was there. Not what its own script says of its config
// and its results while it runs.
namespace ensemble::wandb {

// Who acts there, and by which rule they may, as the audit has it.
sync::By recorded_by(Session& session, const Place& place);
std::optional<permissions::Rule> rule_of(const Session& session, const Place& place,
                                         permissions::Action action, UserId creator);

Result<void> record_made(Session& session, const Place& place, const runs::Run& run);

// A run before a request.
struct RunBefore {
    runs::Run run;
    // Whether the request is its own script's: by whoever made or sent it, of a run that goes on.
    bool streamed = false;
    std::optional<std::string> summary;  // when the request replaces it
};
// Nothing is written when nothing differs that counts. The other request's results are those that
// the recorder has now.
Result<void> record_edited(Session& session, const Place& place, const RunBefore& before,
                           const runs::Run& after);
// Those of the files that are the run's are gone.
Result<void> record_files_deleted(Session& session, const Place& place, const runs::Run& run,
                                  const std::vector<storage::RunFile>& files);
// What was recorded after that step is gone.
Result<void> record_rewound(Session& session, const Place& place, const runs::Run& run,
                            std::int64_t from_step, std::int64_t to_step);

}  // namespace ensemble::wandb
