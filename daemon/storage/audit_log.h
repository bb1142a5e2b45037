// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/storage/log_chain.h"
#include "shared/base/result.h"
#include "shared/records/state.h"

namespace ensemble::storage {

class Database;

// Reads what ControlLedger wrote down: everything that was done, and the newest refusals.
class AuditLog {
public:
    explicit AuditLog(Database& database) : database_(database) {}

    struct Filter {
        UserId actor;                 // zero: anybody; else who did it or for whom it was done
        TeamId team;                  // zero: of any team or none
        std::string name;             // "" for any
        std::optional<Instant> from;  // inclusive
        std::optional<Instant> to;    // exclusive
        std::int64_t before = 0;      // entries with a smaller number; 0: the newest
        std::int64_t limit = 100;
    };
    // Newest first.
    Result<std::vector<LogEntry>> list(const Filter& filter);
    Result<std::vector<LogEntry>> refusals(const Filter& filter);

    struct Chain {
        std::int64_t entries = 0;  // that were looked at
        // Number of the first entry that is not what was written after the one before it, or
        // whose successors are missing.
        std::optional<std::int64_t> broken;
    };
    struct Verified {
        Chain commands;
        Chain refusals;    // from the oldest that is kept
        std::string head;  // the hash of the last entry, "" of an empty log
    };
    // Reads every entry and computes its hash again.
    Result<Verified> verify();

    // Everything but runs as it was after that version: who was what, and what was seen by whom.
    // not_found when the log does not reach back to it, corrupt when an entry cannot be read.
    Result<records::State> state_at(std::int64_t version);

private:
    Database& database_;
};

}  // namespace ensemble::storage
