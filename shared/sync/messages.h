// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/records/scope.h"
#include "shared/sync/command.h"

// What a page and the daemon say to each other about the control plane, as values. Their text form
// is in shared/protocol.
namespace ensemble::sync {

using records::Key;
using records::Row;
using records::Scope;

// How far the page is: for every scope that it keeps, the newest version that it has. Versions are
// those of the daemon's whole history, so one number tells for a scope what is missing.
struct Position {
    Scope scope;
    std::int64_t version = 0;
    friend bool operator==(const Position&, const Position&) = default;
};

struct Hello {
    std::string client;  // random, new at every start of a page that leads
    std::string device;  // random, made once per browser
    std::string epoch;   // of the daemon's history that the positions belong to; "" at first
    std::vector<Position> positions;
    friend bool operator==(const Hello&, const Hello&) = default;
};

struct HelloOk {
    UserId user;
    std::string epoch;
    Instant now;
    std::int64_t last_seq = 0;  // the last command of this client that is settled
    std::int64_t lease_hours = 0;
    friend bool operator==(const HelloOk&, const HelloOk&) = default;
};

struct Numbered {
    std::int64_t seq = 0;  // 1, 2, 3 … of the client
    std::string id;        // of the command for ever, whoever sends it
    Command command;
    Instant claimed_at;  // by the page's clock; shown, never trusted
};

struct Push {
    std::vector<Numbered> commands;  // without a hole
};

// The settled fate of one command.
struct Outcome {
    std::int64_t seq = 0;
    std::string id;
    std::int64_t version = 0;  // of the daemon when it decided
    std::optional<records::Refused> refused;
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

// The page keeps the outcomes up to here; the daemon may forget them.
struct Seen {
    std::int64_t seq = 0;
    friend bool operator==(const Seen&, const Seen&) = default;
};

// Scopes of kind `runs` come only when asked for, from `since` on.
struct Subscribe {
    Scope scope;
    std::int64_t since = 0;
    friend bool operator==(const Subscribe&, const Subscribe&) = default;
};
struct Unsubscribe {
    Scope scope;
    friend bool operator==(const Unsubscribe&, const Unsubscribe&) = default;
};

struct Versioned {
    Row row;
    std::int64_t version = 0;
    friend bool operator==(const Versioned&, const Versioned&) = default;
};

// What one scope changed to between two versions.
struct ScopePatch {
    Scope scope;
    std::int64_t from = 0;
    std::int64_t to = 0;
    bool whole = false;  // everything: what is not in it is gone
    std::vector<Versioned> put;
    std::vector<Key> erased;
    std::uint64_t sum = 0;  // of the scope afterwards; see `checksum`. 0: not told
    friend bool operator==(const ScopePatch&, const ScopePatch&) = default;
};

enum class DropReason : std::uint8_t { revoked = 1, deleted = 2 };
struct Drop {
    Scope scope;
    DropReason reason = DropReason::revoked;
    friend bool operator==(const Drop&, const Drop&) = default;
};

// Taken as a whole or not at all: drops, then patches, then outcomes.
struct Patch {
    std::vector<Drop> drops;
    std::vector<ScopePatch> scopes;
    std::vector<Outcome> outcomes;
    std::int64_t last_seq = 0;
    Instant now;
};

// The connection ends. The page waits so long at least, then tries again.
struct Bye {
    std::string code;  // an ErrorCode's name
    std::int64_t retry_after_ms = 0;
    friend bool operator==(const Bye&, const Bye&) = default;
};

using FromPage = std::variant<Hello, Push, Seen, Subscribe, Unsubscribe>;
using FromDaemon = std::variant<HelloOk, Patch, Bye>;

// Of one row in its scope; a scope's checksum is the exclusive or over its rows.
std::uint64_t checksum(const Key& key, std::int64_t version);

}  // namespace ensemble::sync
