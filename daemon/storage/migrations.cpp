// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/migrations.h"

#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

#include <string>

namespace ensemble::storage {

namespace {

constexpr std::string_view newer =
    "The database was written by a newer version of Ensemble; start that version, or restore a "
    "backup made by this one.";

Result<std::int64_t> meta_value(Database& database, std::string_view name) {
    auto value = one(database.prepare("SELECT value FROM meta WHERE name = ?", name),
                     only_column<std::int64_t>);
    if (!value) return value.error();
    if (!*value) return fail(ErrorCode::corrupt, "The database does not say its version.");
    return **value;
}

// Number of the last migration applied; 0 for an empty file.
Result<std::int64_t> current_version(Database& database) {
    auto tables =
        one(database.prepare("SELECT count(*), total(name = 'meta') > 0 FROM sqlite_schema"),
            [](const Statement& row) {
                std::pair<std::int64_t, bool> found;
                row.read(found.first, found.second);
                return found;
            });
    if (!tables) return tables.error();
    if ((*tables)->first == 0) return 0;
    if (!(*tables)->second)
        return fail(ErrorCode::corrupt, "The database file belongs to another program.");
    return meta_value(database, "version");
}

Result<void> check_references(Database& database) {
    auto broken =
        one(database.prepare("SELECT count(*) FROM pragma_foreign_key_check"), only_column<int>);
    if (!broken) return broken.error();
    if (broken->value_or(0) == 0) return {};
    return fail(ErrorCode::corrupt, "Rows of the database refer to others that are missing.");
}

Result<void> apply_step(Database& database, std::int64_t number, const Migration& step) {
    auto transaction = Transaction::begin(database);
    if (!transaction) return transaction.error();
    if (auto done = database.execute(std::string(step.sql)); !done) return done;
    if (auto whole = check_references(database); !whole) return whole;
    auto noted = database.prepare("UPDATE meta SET value = ? WHERE name = 'version'", number).run();
    if (!noted) return noted;
    return transaction->commit();
}

// A step may make a table anew that others refer to: references need not hold before its end.
Result<void> apply(Database& database, std::int64_t number, const Migration& step) {
    if (auto off = database.execute("PRAGMA foreign_keys = OFF"); !off) return off;
    auto done = apply_step(database, number, step);
    if (auto on = database.execute("PRAGMA foreign_keys = ON"); !on) return on;
    return done;
}

}  // namespace

Result<void> migrate(Database& database, const std::vector<Migration>& steps) {
    auto version = current_version(database);
    if (!version) return version.error();
    const auto known = static_cast<std::int64_t>(steps.size());
    if (*version > known) {
        auto oldest_code = meta_value(database, "oldest_code");
        if (!oldest_code) return oldest_code.error();
        if (*oldest_code > known) return fail(ErrorCode::newer_version, std::string(newer));
        return {};
    }
    for (auto number = *version + 1; number <= known; ++number) {
        auto done = apply(database, number, steps[static_cast<std::size_t>(number - 1)]);
        if (!done) return done;
    }
    return {};
}

}  // namespace ensemble::storage
