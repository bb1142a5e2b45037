// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/sync/messages.h"

namespace ensemble::storage {

using records::Key;
using records::Row;
using records::Scope;

// One command and what became of it: what the audit shows, and what makes it happen once.
struct Decided {
    std::int64_t version = 0;  // of the daemon's history; a refusal has none of its own
    Instant at;
    UserId actor;
    UserId on_behalf_of;  // the person a service account acts for; zero: nobody
    std::string client;   // "" when it did not come from a page
    std::int64_t seq = 0;
    std::string id;  // of the command; unique for ever
    std::string device;
    Instant claimed_at;
    std::optional<sync::Command> command;   // none: `event` says what the daemon did itself
    std::string event;                      // "user_added", "key_made" …; "" with a command
    std::string detail;                     // of an event, for people
    std::optional<permissions::Rule> rule;  // that allowed it; none when none decides
    TeamId team;                            // that an event is about, beside those of its rows
    std::optional<records::Refused> refused;
    // Of an accepted one: the rows before, where there were any, and the changes.
    std::vector<Row> before;
    records::Changes changes;
    // The same of things that are no rows here: JSON objects for the audit (log_notes.h).
    std::vector<std::string> noted_before;
    std::vector<std::string> noted_after;
};

// Where the control plane is kept. Everything of one `commit` is stored together or not at all,
// and is durable when it returns.
class Ledger {
public:
    virtual ~Ledger() = default;

    struct Tombstone {
        Scope scope;
        Key key;
        std::int64_t version = 0;
    };
    struct Loaded {
        std::string epoch;         // random, made once per history; new after a restored backup
        std::int64_t version = 0;  // the newest
        std::vector<sync::Versioned> rows;  // all but runs
        std::vector<Tombstone> erased;      // all but of runs
        std::int64_t horizon = 0;           // tombstones up to this version were thrown away
    };
    virtual Result<Loaded> load() = 0;

    // Writes rows, tombstones, log and outcomes, and for each client its last number.
    virtual Result<void> commit(const std::vector<Decided>& batch) = 0;

    // What became of the command with this id, if it is known.
    virtual Result<std::optional<sync::Outcome>> settled(std::string_view id) = 0;
    // 0 for a client that is not known; forbidden to all but the user who began it.
    struct Client {
        UserId user;
        std::int64_t last_seq = 0;
    };
    virtual Result<std::optional<Client>> client(std::string_view client) = 0;
    // Outcomes of this client that it has not seen, in order.
    virtual Result<std::vector<sync::Outcome>> outcomes(std::string_view client) = 0;
    virtual Result<void> seen(std::string_view client, std::int64_t seq) = 0;

    // Runs are many; they are asked for as needed. Deleted ones too.
    virtual Result<std::optional<records::Run>> run(RunId id) = 0;
    // Whether a live run of that name is in the project.
    virtual Result<bool> run_named(ProjectId project, std::string_view name) = 0;
    // What people changed about runs of the project after that version, with what left it.
    struct RunChanges {
        std::vector<sync::Versioned> put;
        std::vector<Tombstone> erased;
    };
    virtual Result<RunChanges> changed_runs(ProjectId project, std::int64_t since) = 0;
};

}  // namespace ensemble::storage
