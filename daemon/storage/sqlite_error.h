// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/base/error.h"

struct sqlite3;

namespace ensemble::storage {

// What a result code of SQLite means to us. A null connection gives less detail.
Error sqlite_error(sqlite3* connection, int code);

}  // namespace ensemble::storage
