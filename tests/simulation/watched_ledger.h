// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/sync/authority.h"
#include "tests/simulation/backing.h"
#include "tests/simulation/checks.h"
#include "tests/simulation/planted.h"

namespace ensemble::simulation {

// Stands before a ledger: shows the checks what becomes durable, and lets a commit meet its fate.
class WatchedLedger : public sync::Ledger {
public:
    enum class Fate { none, die_before, die_after, disk_full };

    WatchedLedger(Backing& backing, Checks& checks) : backing_(backing), checks_(checks) {}

    Fate next = Fate::none;  // of the next commit
    bool dead = false;       // the daemon died in a commit; nothing that it says now is heard

    Result<Loaded> load() override { return below().load(); }
    Result<void> commit(const std::vector<sync::Decided>& batch) override {
        const Fate fate = std::exchange(next, Fate::none);
        if (dead || fate == Fate::die_before) return die();
        if (fate == Fate::disk_full)
            return ensemble::fail(ErrorCode::disk_full, "The disk is full.");
        if (fate == Fate::die_after && planted == seq_in_another_transaction)
            return commit_half(batch);
        auto stored = below().commit(batch);
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
        return below().settled(id);
    }
    Result<std::optional<Client>> client(std::string_view client) override {
        return below().client(client);
    }
    Result<std::vector<sync::Outcome>> outcomes(std::string_view client) override {
        return below().outcomes(client);
    }
    Result<void> seen(std::string_view client, std::int64_t seq) override {
        return dead ? Result<void>() : below().seen(client, seq);
    }
    Result<std::optional<records::Run>> run(RunId id) override { return below().run(id); }
    Result<bool> run_named(ProjectId project, std::string_view name) override {
        return below().run_named(project, name);
    }
    Result<RunChanges> changed_runs(ProjectId project, std::int64_t since) override {
        return below().changed_runs(project, since);
    }

private:
    // The fault: the daemon dies between what the commands do and that they were done.
    Result<void> commit_half(std::vector<sync::Decided> batch) {
        for (const sync::Decided& decided : batch)
            checks_.deciding(decided);
        for (sync::Decided& decided : batch) {
            decided.client.clear();
            decided.id.clear();
        }
        (void)below().commit(batch);
        return die();
    }
    Error die() {
        dead = true;
        return ensemble::fail(ErrorCode::unavailable, "The daemon died.");
    }

    sync::Ledger& below() { return backing_.ledger(); }

    Backing& backing_;
    Checks& checks_;
};

}  // namespace ensemble::simulation
