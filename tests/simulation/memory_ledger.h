// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/sync/authority.h"

namespace ensemble::simulation {

using records::Key;
using records::Row;
using records::Scope;
using sync::Decided;
using sync::Outcome;
using sync::Versioned;

// The control plane kept in memory, as the ledger on a disk would keep it. What is in `Kept` is
// safe from every crash; a copy of it is a backup.
class MemoryLedger : public sync::Ledger {
public:
    struct KnownClient {
        Client client;
        std::int64_t seen = 0;
        std::map<std::int64_t, Outcome> outcomes;
        std::map<std::int64_t, Instant> told_at;  // of those
    };
    struct Kept {
        std::string epoch;
        std::int64_t version = 0;
        std::map<Key, Versioned> rows;  // runs too
        std::vector<Tombstone> erased;
        std::int64_t horizon = 0;
        std::map<std::string, Outcome> settled;
        std::map<std::string, KnownClient> clients;
    };
    explicit MemoryLedger(Kept kept) : kept_(std::move(kept)) {}

    const Kept& kept() const { return kept_; }
    void restore(Kept backup, std::string epoch);
    // Forgets tombstones up to that version, and outcomes that are older than a month.
    void forget(Instant now, std::int64_t horizon);

    Result<Loaded> load() override;
    Result<void> commit(const std::vector<Decided>& batch) override;
    Result<std::optional<Outcome>> settled(std::string_view id) override;
    Result<std::optional<Client>> client(std::string_view client) override;
    Result<std::vector<Outcome>> outcomes(std::string_view client) override;
    Result<void> seen(std::string_view client, std::int64_t seq) override;
    Result<std::optional<records::Run>> run(RunId id) override;
    Result<bool> run_named(ProjectId project, std::string_view name) override;
    Result<RunChanges> changed_runs(ProjectId project, std::int64_t since) override;

private:
    void put(const Row& row, std::int64_t version);
    void erase(const Key& key, std::int64_t version);

    Kept kept_;
};

}  // namespace ensemble::simulation
