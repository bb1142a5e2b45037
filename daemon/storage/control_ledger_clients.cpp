// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/control_ledger.h"
#include "daemon/storage/database.h"
#include "daemon/storage/record_text.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

sync::Outcome read_outcome(const Statement& row) {
    sync::Outcome outcome;
    std::optional<std::string> refused;
    row.read(outcome.seq, outcome.id, outcome.version, refused);
    if (refused) outcome.refused = refused_from_text(*refused);
    return outcome;
}

}  // namespace

Result<void> ControlLedger::settle(const Decided& decided, std::int64_t version) {
    if (decided.client.empty()) return {};
    std::optional<std::string> refused;
    if (decided.refused) refused = refused_to_text(*decided.refused);
    auto kept = database_
                    .prepare("INSERT OR REPLACE INTO outcomes (client, seq, command_id, version, "
                             "refused, at_ms) VALUES (?, ?, ?, ?, ?, ?)",
                             decided.client, decided.seq, decided.id, version, refused, decided.at)
                    .run();
    if (!kept) return kept;
    return database_
        .prepare("INSERT INTO clients (client, user, last_seq, heard_at_ms) VALUES (?, ?, ?, ?) "
                 "ON CONFLICT (client) DO UPDATE SET last_seq = max(last_seq, excluded.last_seq), "
                 "heard_at_ms = excluded.heard_at_ms",
                 decided.client, decided.actor, decided.seq, decided.at)
        .run();
}

Result<std::optional<sync::Outcome>> ControlLedger::settled(std::string_view id) {
    if (id.empty()) return std::optional<sync::Outcome>();
    auto accepted = one(database_.prepare("SELECT seq, command_id, version, NULL FROM command_log "
                                          "WHERE command_id = ? AND command_id <> ''",
                                          id),
                        read_outcome);
    if (!accepted || *accepted) return accepted;
    return one(database_.prepare("SELECT seq, command_id, version, refused FROM refusal_log "
                                 "WHERE command_id = ? AND command_id <> '' "
                                 "ORDER BY number LIMIT 1",
                                 id),
               read_outcome);
}

Result<std::optional<Ledger::Client>> ControlLedger::client(std::string_view client) {
    return one(database_.prepare("SELECT user, last_seq FROM clients WHERE client = ?", client),
               [](const Statement& row) {
                   Client known;
                   row.read(known.user, known.last_seq);
                   return known;
               });
}

Result<std::vector<sync::Outcome>> ControlLedger::outcomes(std::string_view client) {
    return all(database_.prepare("SELECT seq, command_id, version, refused FROM outcomes "
                                 "WHERE client = ? ORDER BY seq",
                                 client),
               read_outcome);
}

Result<void> ControlLedger::seen(std::string_view client, std::int64_t seq) {
    return database_.unsynced([&] {
        return database_.prepare("DELETE FROM outcomes WHERE client = ? AND seq <= ?", client, seq)
            .run();
    });
}

}  // namespace ensemble::storage
