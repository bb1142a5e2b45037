// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/backing.h"

#include <optional>
#include <string>
#include <utility>

#include "tests/simulation/founding.h"
#include "tests/simulation/memory_ledger.h"

namespace ensemble::simulation {

namespace {

MemoryLedger::Kept founded(const Setting& setting) {
    MemoryLedger::Kept kept{.epoch = "epoch-1", .version = 1};
    for (const sync::Versioned& row : found(setting))
        kept.rows.emplace(records::key(row.row), row);
    return kept;
}

class InMemory : public Backing {
public:
    explicit InMemory(const Setting& setting) : ledger_(founded(setting)) {}

    sync::Ledger& ledger() override { return ledger_; }
    std::int64_t founded_at() const override { return 1; }
    void back_up() override { backup_ = ledger_.kept(); }
    void restore() override {
        if (backup_) ledger_.restore(*backup_, "epoch-" + std::to_string(++epochs_));
    }
    void forget(Instant now, std::int64_t versions_kept) override {
        ledger_.forget(now, ledger_.kept().version - versions_kept);
    }

private:
    MemoryLedger ledger_;
    std::optional<MemoryLedger::Kept> backup_;
    std::int64_t epochs_ = 1;
};

}  // namespace

std::unique_ptr<Backing> in_memory(const Setting& setting) {
    return std::make_unique<InMemory>(setting);
}

}  // namespace ensemble::simulation
