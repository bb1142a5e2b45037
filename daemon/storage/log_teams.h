// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "daemon/storage/ledger.h"

namespace ensemble::storage {

class Database;

// The teams that an entry of the logs is about: those of the things that the command names and of
// the rows that changed. None when it is about the instance or about somebody's own things.
Result<std::set<TeamId>> teams_of(Database& database, const Decided& decided);

}  // namespace ensemble::storage
