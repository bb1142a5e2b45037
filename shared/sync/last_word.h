// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "shared/sync/replica.h"

// Where a command sets one value, the last one counts. Whoever set it before wants to know.
namespace ensemble::sync {

struct Overtaken {
    const StoredCommand* own = nullptr;  // confirmed; of the replica
    Command instead;                     // of the same kind, that asks for what stands now
    UserId by;                           // who made it so; nobody where rows do not say
};

// What the person asked for since then and the daemon confirmed, and what stands otherwise by now,
// in the order of making. Valid until the replica changes. Their own later words overtake nothing,
// and what is gone or not seen any more is left out.
std::vector<Overtaken> overtaken(const Replica& replica, Instant since);

}  // namespace ensemble::sync
