// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "shared/records/standing.h"

// Who may listen to what, and which changes of rows move that.
namespace ensemble::live {

// Whether somebody with that in hand may hear what is recorded in the project: who reads its runs.
bool may_listen(const records::State& state, const records::Asker& asker, ProjectId project);

// Whether who may listen to what can be another after these changes. `before` has the changed rows
// as they were, where they were.
bool moves_access(const records::Changes& changes, const std::vector<records::Row>& before);

}  // namespace ensemble::live
