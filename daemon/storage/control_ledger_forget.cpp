// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "daemon/storage/control_ledger.h"
#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

// Of all tables that tombstones may come from.
constexpr std::string_view count_rows =
    "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM accounts) + "
    "(SELECT count(*) FROM custom_roles) + (SELECT count(*) FROM teams) + "
    "(SELECT count(*) FROM members) + (SELECT count(*) FROM invites) + "
    "(SELECT count(*) FROM invitations) + (SELECT count(*) FROM projects) + "
    "(SELECT count(*) FROM project_members) + (SELECT count(*) FROM stars) + "
    "(SELECT count(*) FROM runs)";

}  // namespace

Result<void> ControlLedger::forget_refusals() {
    return database_
        .prepare("DELETE FROM refusal_log WHERE number <= (SELECT max(number) FROM refusal_log) "
                 "- ?",
                 retention_.refusals_max)
        .run();
}

Result<void> ControlLedger::forget_old(Instant now) {
    auto transaction = Transaction::begin(database_);
    if (!transaction) return transaction.error();
    auto done =
        database_.prepare("DELETE FROM outcomes WHERE at_ms < ?", now.ms - retention_.outcomes_ms)
            .run();
    if (!done) return done;
    done = database_
               .prepare("DELETE FROM clients WHERE heard_at_ms < ?", now.ms - retention_.clients_ms)
               .run();
    if (!done) return done;
    if (auto forgotten = forget_tombstones(now); !forgotten) return forgotten;
    return transaction->commit();
}

Result<void> ControlLedger::forget_tombstones(Instant now) {
    auto rows = one(database_.prepare(count_rows), only_column<std::int64_t>);
    if (!rows) return rows.error();
    const std::int64_t kept_max = std::max(rows->value_or(0) / 10, retention_.tombstones_free);
    // All tombstones of one version go together: the horizon is a version.
    auto horizon =
        one(database_.prepare("SELECT max(coalesce((SELECT max(version) FROM tombstones WHERE "
                              "at_ms < ?), 0), coalesce((SELECT version FROM tombstones ORDER BY "
                              "version DESC LIMIT 1 OFFSET ?), 0))",
                              now.ms - retention_.tombstones_ms, kept_max),
            only_column<std::int64_t>);
    if (!horizon) return horizon.error();
    if (horizon->value_or(0) == 0) return {};
    auto done = database_.prepare("DELETE FROM tombstones WHERE version <= ?", **horizon).run();
    if (!done) return done;
    return database_.prepare("UPDATE history SET horizon = max(horizon, ?)", **horizon).run();
}

}  // namespace ensemble::storage
