// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "shared/base/result.h"

// For stores that write rows of the control plane without a ledger.
namespace ensemble::storage {

class Database;

// What such a row counts as changed with: the next version of the history, which stays where it
// is.
Result<std::int64_t> next_version(Database& database);

// One more than the largest of the ids that the daemon gives; pages draw theirs from 2^32 up.
// `select_largest` gets that bound.
Result<std::int64_t> small_id(Database& database, std::string_view select_largest);

}  // namespace ensemble::storage
