// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "daemon/storage/control_ledger.h"
#include "tests/daemon/storage/world.h"

namespace ensemble::tests {

// A world with a ledger over it, and entries to commit. Versions follow one another.
struct Decisions : World {
    explicit Decisions(const std::string& path = ":memory:", storage::Retention retention = {})
        : World(path), ledger(*database, retention), version(must(ledger.load()).version) {}

    storage::Decided accepted(std::vector<records::Row> put, std::vector<records::Key> erased = {},
                              Instant at = {5000}) {
        storage::Decided decided;
        decided.version = ++version;
        decided.at = at;
        decided.actor = alice.id;
        decided.command = teams::SetTeamSwitch{.team = alice.personal_team};
        decided.changes = {std::move(put), std::move(erased)};
        return decided;
    }

    storage::Decided refused(const std::string& field, Instant at = {5000}) {
        storage::Decided decided;
        decided.at = at;
        decided.actor = alice.id;
        decided.command = teams::DeleteTeam{.team = alice.personal_team};
        decided.refused = records::Refused{.code = records::Refusal::invalid, .field = field};
        return decided;
    }

    static storage::Decided from(storage::Decided decided, std::string client, std::int64_t seq,
                                 std::string id) {
        decided.client = std::move(client);
        decided.seq = seq;
        decided.id = std::move(id);
        return decided;
    }

    storage::ControlLedger ledger;
    std::int64_t version;
};

inline records::Team team_named(TeamId id, const std::string& name) {
    records::Team team;
    team.id = id;
    team.name = name;
    team.created_at = {4000};
    return team;
}

// What a ledger gives back, by key.
struct Held {
    std::map<records::Key, sync::Versioned> rows;
    std::map<std::pair<records::Scope, records::Key>, std::int64_t> erased;

    explicit Held(const storage::Ledger::Loaded& loaded) {
        for (const sync::Versioned& row : loaded.rows)
            CHECK(rows.emplace(records::key(row.row), row).second);
        for (const storage::Ledger::Tombstone& gone : loaded.erased)
            CHECK(erased.emplace(std::pair{gone.scope, gone.key}, gone.version).second);
    }
    friend bool operator==(const Held&, const Held&) = default;
};

}  // namespace ensemble::tests
