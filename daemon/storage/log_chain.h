// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/permissions/decision.h"

// The two logs of what was decided. Every entry carries the hash of the one before it, so that
// nobody changes, inserts or takes out one unseen.
namespace ensemble::storage {

// One line of either log. Texts that are JSON were made once and are kept as they are.
struct LogEntry {
    std::int64_t number = 0;   // of an accepted one its version; of a refusal its own count
    std::int64_t version = 0;  // of the history when it was decided
    Instant at;
    UserId actor;
    UserId on_behalf_of;
    std::string client;
    std::int64_t seq = 0;
    std::string command_id;
    std::string device;
    Instant claimed_at;
    std::string name;    // "change_role", "user_added"
    std::string text;    // JSON of the command; "" of what the daemon did by itself
    std::string detail;  // of that, for people
    // That allowed or refused it; kept as 0 when none did. Before it could be none, what no rule
    // decides was kept as team_role.
    std::optional<permissions::Rule> rule;
    std::string refused;  // JSON; "" of an accepted one
    // JSON lists of the rows that changed, as they were and as they are. A row that is in the first
    // alone was erased. Of what is no row of the control plane, objects of kinds of their own
    // (log_notes.h).
    std::string before = "[]";
    std::string after = "[]";
};

// The number that stands for it in the database and in the chain.
std::int64_t number_of(std::optional<permissions::Rule> rule);

// SHA-256 of the hash before and of every field in the order above, each as "<bytes>:<text>,";
// numbers are decimal. The first entry follows the empty hash. internal when OpenSSL cannot.
Result<std::string> chained_hash(std::string_view hash_before, const LogEntry& entry);

}  // namespace ensemble::storage
