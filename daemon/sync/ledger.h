// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/storage/ledger.h"

// Where the authority keeps what it decided, by the names that this room says it with.
namespace ensemble::sync {

using storage::Decided;
using storage::Ledger;

}  // namespace ensemble::sync
