// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/storage/ledger.h"
#include "daemon/storage/log_chain.h"
#include "shared/base/limits.h"

namespace ensemble::storage {

class Database;

// How long what is only kept for a while is kept.
struct Retention {
    std::size_t refusals_max = limits::refusals_kept_max;
    std::int64_t outcomes_ms = 30ll * 24 * 60 * 60 * 1000;
    std::int64_t tombstones_ms = 90ll * 24 * 60 * 60 * 1000;
    // Tombstones beyond a tenth of the rows go before their time, but so many may always stay.
    std::int64_t tombstones_free = 1000;
    std::int64_t clients_ms = 400ll * 24 * 60 * 60 * 1000;  // since they were last heard
};

// The control plane in SQLite. Nothing is kept in memory, so that other stores may write the same
// tables: rows that they make count as changed with the next version.
class ControlLedger final : public Ledger {
public:
    explicit ControlLedger(Database& database, Retention retention = {})
        : database_(database), retention_(retention) {}

    // Gives the history an epoch if it has none: a new one, or one restored from a backup.
    Result<Loaded> load() override;
    // internal for an entry that is neither refused nor has a version; not_found for a run that is
    // not there; conflict when a name or an id is taken, or a row refers to none.
    Result<void> commit(const std::vector<Decided>& batch) override;

    Result<std::optional<sync::Outcome>> settled(std::string_view id) override;
    Result<std::optional<Client>> client(std::string_view client) override;
    Result<std::vector<sync::Outcome>> outcomes(std::string_view client) override;
    Result<void> seen(std::string_view client, std::int64_t seq) override;

    Result<std::optional<records::Run>> run(RunId id) override;
    Result<bool> run_named(ProjectId project, std::string_view name) override;
    Result<RunChanges> changed_runs(ProjectId project, std::int64_t since) override;

    // Throws away what was kept long enough. To be called now and then, e.g. daily.
    Result<void> forget_old(Instant now);

private:
    // What the entries of one commit build upon.
    struct Heads {
        std::int64_t version = 0;
        std::string log_hash;
        std::string refusal_hash;
    };
    Result<Heads> heads();
    Result<void> store(const Decided& decided, Heads& heads);
    Result<void> store_changes(const Decided& decided);
    Result<void> put(const Row& row, std::int64_t version, Instant now);
    Result<void> erase(const Key& key, std::int64_t version, Instant now);
    Result<void> bury(Scope scope, const Key& key, std::int64_t version, Instant now);
    Result<void> log(const Decided& decided, Heads& heads);
    Result<void> log_refusal(const Decided& decided, Heads& heads);
    Result<void> settle(const Decided& decided, std::int64_t version);
    Result<void> forget_refusals();
    Result<void> forget_tombstones(Instant now);
    Result<ProjectId> project_of(RunId run);

    Database& database_;
    Retention retention_;
};

}  // namespace ensemble::storage
