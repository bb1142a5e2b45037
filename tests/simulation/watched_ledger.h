// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/sync/authority.h"
#include "tests/simulation/checks.h"

namespace ensemble::simulation {

// Stands before a ledger: shows the checks what becomes durable, and lets a commit meet its fate.
class WatchedLedger : public sync::Ledger {
public:
    enum class Fate { none, die_before, die_after, disk_full };

    WatchedLedger(sync::Ledger& below, Checks& checks) : below_(below), checks_(checks) {}

    Fate next = Fate::none;  // of the next commit
    bool dead = false;       // the daemon died in a commit; nothing that it says now is heard

    Result<Loaded> load() override { return below_.load(); }
    Result<void> commit(const std::vector<sync::Decided>& batch) override {
        const Fate fate = std::exchange(next, Fate::none);
        if (dead || fate == Fate::die_before) return die();
        if (fate == Fate::disk_full)
            return ensemble::fail(ErrorCode::disk_full, "The disk is full.");
        auto stored = below_.commit(batch);
        if (!stored) {
            checks_.fail("the ledger refused", stored.error().detail);
            return stored;
        }
        for (const sync::Decided& decided : batch)
            checks_.deciding(decided);
        if (fate == Fate::die_after) return die();
        return {};
    }
    Result<std::optional<sync::Outcome>> settled(std::string_view id) override {
        return below_.settled(id);
    }
    Result<std::optional<Client>> client(std::string_view client) override {
        return below_.client(client);
    }
    Result<std::vector<sync::Outcome>> outcomes(std::string_view client) override {
        return below_.outcomes(client);
    }
    Result<void> seen(std::string_view client, std::int64_t seq) override {
        return dead ? Result<void>() : below_.seen(client, seq);
    }
    Result<std::optional<records::Run>> run(RunId id) override { return below_.run(id); }
    Result<bool> run_named(ProjectId project, std::string_view name) override {
        return below_.run_named(project, name);
    }
    Result<RunChanges> changed_runs(ProjectId project, std::int64_t since) override {
        return below_.changed_runs(project, since);
    }

private:
    Error die() {
        dead = true;
        return ensemble::fail(ErrorCode::unavailable, "The daemon died.");
    }

    sync::Ledger& below_;
    Checks& checks_;
};

}  // namespace ensemble::simulation
