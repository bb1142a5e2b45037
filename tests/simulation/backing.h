// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "daemon/sync/authority.h"
#include "tests/simulation/plan.h"

namespace ensemble::simulation {

// What the daemon's disk is in a schedule: a ledger, and what happens to a disk.
class Backing {
public:
    virtual ~Backing() = default;

    virtual sync::Ledger& ledger() = 0;
    // Of the history when the schedule begins.
    virtual std::int64_t founded_at() const = 0;
    // A copy of all that is durable; one at a time.
    virtual void back_up() = 0;
    // The copy takes its place. Whoever goes on from it begins a new epoch.
    virtual void restore() = 0;
    // Old tombstones and outcomes are thrown away; `versions_kept` where the disk can be so exact.
    virtual void forget(Instant now, std::int64_t versions_kept) = 0;
};

using MakeBacking = std::function<std::unique_ptr<Backing>(const Setting&)>;

std::unique_ptr<Backing> in_memory(const Setting& setting);
// A real database in memory. Not in a browser.
std::unique_ptr<Backing> in_sqlite(const Setting& setting);

}  // namespace ensemble::simulation
