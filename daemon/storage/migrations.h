// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace ensemble::storage {

class Database;

// One step of the schema: migrations/NNNN_name.sql, numbered from 1 without gaps.
struct Migration {
    std::string_view file;
    std::string_view sql;
};

// All of them in order, embedded by embed_migrations.cmake.
const std::vector<Migration>& migrations();

// Brings the schema up to the last of `steps`, one transaction each. newer_version when the file
// needs a program that knows more of them, corrupt when it is a database of something else.
Result<void> migrate(Database& database, const std::vector<Migration>& steps);

}  // namespace ensemble::storage
