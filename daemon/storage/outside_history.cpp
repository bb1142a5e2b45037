// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/outside_history.h"

#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

constexpr std::int64_t first_random_id = std::int64_t{1} << 32;

}  // namespace

Result<std::int64_t> next_version(Database& database) {
    auto version = one(database.prepare("SELECT version FROM history"), only_column<std::int64_t>);
    if (!version) return version.error();
    if (!*version) return fail(ErrorCode::corrupt, "The database has lost its history.");
    return **version + 1;
}

Result<std::int64_t> small_id(Database& database, std::string_view select_largest) {
    auto largest =
        one(database.prepare(select_largest, first_random_id), only_column<std::int64_t>);
    if (!largest) return largest.error();
    return largest->value_or(0) + 1;
}

}  // namespace ensemble::storage
