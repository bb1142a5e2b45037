// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "daemon/wandb/access.h"

// The run that a script is sending. When the run or its project is deleted meanwhile it goes on in
// the trash, so that nothing is missing once it is restored; when the run is moved it goes on where
// the run is. The script hears nothing of it.
namespace ensemble::wandb {

// not_found and forbidden as run_for; purged runs are not found.
Result<FoundRun> started_run(Session& session, Name entity, Name project, std::string_view name);

// A run that had the name in that project and is in the trash or moved now.
Result<std::optional<runs::Run>> run_once_here(Session& session, ProjectId project,
                                               std::string_view name);

// Whether the project was deleted.
bool in_trash(const Session& session, ProjectId project);

// gone when a run of the project had the name that was deleted or moved: it is not given again.
Result<void> check_unspent(Session& session, ProjectId project, std::string_view name);

}  // namespace ensemble::wandb
