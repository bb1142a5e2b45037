// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/control_ledger.h"

#include "daemon/storage/database.h"
#include "daemon/storage/log_teams.h"
#include "daemon/storage/record_rows.h"
#include "daemon/storage/record_text.h"
#include "daemon/storage/rows.h"
#include "shared/protocol/commands.h"
#include "shared/protocol/rows.h"

namespace ensemble::storage {

namespace {

std::string texts_of(const std::vector<Row>& rows, const std::vector<std::string>& notes) {
    std::string text = "[";
    const auto add = [&](const std::string& object) {
        if (text.size() > 1) text += ',';
        text += object;
    };
    for (const Row& row : rows)
        add(protocol::to_text(row));
    for (const std::string& note : notes)
        add(note);
    return text + "]";
}

LogEntry entry_of(const Decided& decided, std::int64_t number, std::int64_t version) {
    LogEntry entry{.number = number,
                   .version = version,
                   .at = decided.at,
                   .actor = decided.actor,
                   .on_behalf_of = decided.on_behalf_of,
                   .client = decided.client,
                   .seq = decided.seq,
                   .command_id = decided.id,
                   .device = decided.device,
                   .claimed_at = decided.claimed_at,
                   .name = decided.event,
                   .detail = decided.detail,
                   .rule = decided.rule};
    if (decided.command) {
        entry.name = sync::name(*decided.command);
        entry.text = protocol::to_text(*decided.command);
    }
    return entry;
}

}  // namespace

Result<ControlLedger::Heads> ControlLedger::heads() {
    auto heads = one(database_.prepare("SELECT version, log_hash, refusal_hash FROM history"),
                     [](const Statement& row) {
                         Heads read;
                         row.read(read.version, read.log_hash, read.refusal_hash);
                         return read;
                     });
    if (!heads) return heads.error();
    if (!*heads) return fail(ErrorCode::corrupt, "The database has lost its history.");
    return **heads;
}

Result<Ledger::Loaded> ControlLedger::load() {
    auto begun = database_
                     .prepare("UPDATE history SET epoch = lower(hex(randomblob(16))) "
                              "WHERE epoch = ''")
                     .run();
    if (!begun) return begun.error();
    Loaded loaded;
    auto history = one(database_.prepare("SELECT epoch, version, horizon FROM history"),
                       [&](const Statement& row) {
                           row.read(loaded.epoch, loaded.version, loaded.horizon);
                           return true;
                       });
    if (!history) return history.error();
    if (!*history) return fail(ErrorCode::corrupt, "The database has lost its history.");
    auto rows = read_rows(database_);
    if (!rows) return rows.error();
    loaded.rows = std::move(*rows);
    for (const sync::Versioned& row : loaded.rows)
        loaded.version = std::max(loaded.version, row.version);
    auto erased = all(database_.prepare("SELECT scope_kind, scope, kind, first, second, version "
                                        "FROM tombstones WHERE kind <> ? ORDER BY version",
                                        records::Kind::run),
                      [](const Statement& row) {
                          Tombstone read;
                          row.read(read.scope.kind, read.scope.id, read.key.kind, read.key.first,
                                   read.key.second, read.version);
                          return read;
                      });
    if (!erased) return erased.error();
    loaded.erased = std::move(*erased);
    return loaded;
}

Result<void> ControlLedger::commit(const std::vector<Decided>& batch) {
    if (batch.empty()) return {};
    auto transaction = Transaction::begin(database_);
    if (!transaction) return transaction.error();
    auto heads = this->heads();
    if (!heads) return heads.error();
    for (const Decided& decided : batch) {
        if (auto stored = store(decided, *heads); !stored) return stored;
    }
    auto noted = database_
                     .prepare("UPDATE history SET version = ?, log_hash = ?, refusal_hash = ?",
                              heads->version, Bytes{heads->log_hash}, Bytes{heads->refusal_hash})
                     .run();
    if (!noted) return noted;
    return transaction->commit();
}

Result<void> ControlLedger::store(const Decided& decided, Heads& heads) {
    if (decided.event == "again") {
        auto first = settled(decided.id);
        if (!first) return first.error();
        return settle(decided, *first ? (*first)->version : heads.version);
    }
    if (decided.refused) {
        if (auto logged = log_refusal(decided, heads); !logged) return logged;
        return settle(decided, heads.version);
    }
    if (decided.version <= heads.version)
        return fail(ErrorCode::internal, "A change is older than the history.");
    if (auto stored = store_changes(decided); !stored) return stored;
    heads.version = decided.version;
    if (auto logged = log(decided, heads); !logged) return logged;
    return settle(decided, decided.version);
}

Result<void> ControlLedger::store_changes(const Decided& decided) {
    for (const Key& key : decided.changes.erased) {
        if (auto done = erase(key, decided.version, decided.at); !done) return done;
    }
    for (const Row& row : decided.changes.put) {
        if (auto done = put(row, decided.version, decided.at); !done) return done;
    }
    return {};
}

Result<void> ControlLedger::put(const Row& row, std::int64_t version, Instant now) {
    const Key key = records::key(row);
    const Scope scope = records::scope_of(row);
    if (const auto* run = std::get_if<records::Run>(&row)) {
        auto before = project_of(run->id);
        if (!before) return before.error();
        if (*before && *before != run->project) {
            auto buried = bury({records::ScopeKind::runs, before->value}, key, version, now);
            if (!buried) return buried;
        }
    }
    auto written = write_row(database_, row, version);
    if (!written) return written;
    return database_
        .prepare("DELETE FROM tombstones WHERE scope_kind = ? AND scope = ? AND kind = ? AND "
                 "first = ? AND second = ?",
                 scope.kind, scope.id, key.kind, key.first, key.second)
        .run();
}

Result<void> ControlLedger::erase(const Key& key, std::int64_t version, Instant now) {
    ProjectId project;
    if (key.kind == records::Kind::run) {
        auto found = project_of(RunId{key.first});
        if (!found) return found.error();
        project = *found;
    }
    auto erased = erase_row(database_, key, now);
    if (!erased) return erased.error();
    if (!*erased) return {};
    return bury(scope_of(key, project), key, version, now);
}

Result<void> ControlLedger::bury(Scope scope, const Key& key, std::int64_t version, Instant now) {
    return database_
        .prepare("INSERT OR REPLACE INTO tombstones (scope_kind, scope, kind, first, second, "
                 "version, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
                 scope.kind, scope.id, key.kind, key.first, key.second, version, now)
        .run();
}

Result<void> ControlLedger::log(const Decided& decided, Heads& heads) {
    LogEntry entry = entry_of(decided, decided.version, decided.version);
    entry.before = texts_of(decided.before, decided.noted_before);
    entry.after = texts_of(decided.changes.put, decided.noted_after);
    auto hash = chained_hash(heads.log_hash, entry);
    if (!hash) return hash.error();
    auto logged =
        database_
            .prepare("INSERT INTO command_log (version, at_ms, actor, on_behalf_of, client, seq, "
                     "command_id, device, claimed_at_ms, name, text, detail, rule, before, after, "
                     "prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     entry.version, entry.at, entry.actor, entry.on_behalf_of, entry.client,
                     entry.seq, entry.command_id, entry.device, entry.claimed_at, entry.name,
                     entry.text, entry.detail, number_of(entry.rule), entry.before, entry.after,
                     Bytes{heads.log_hash}, Bytes{*hash})
            .run();
    if (!logged) return logged;
    heads.log_hash = std::move(*hash);
    auto teams = teams_of(database_, decided);
    if (!teams) return teams.error();
    for (const TeamId team : *teams) {
        auto done = database_
                        .prepare("INSERT INTO command_log_teams (team, version) VALUES (?, ?)",
                                 team, entry.version)
                        .run();
        if (!done) return done;
    }
    return {};
}

Result<void> ControlLedger::log_refusal(const Decided& decided, Heads& heads) {
    auto last = one(database_.prepare("SELECT seq FROM sqlite_sequence WHERE name = "
                                      "'refusal_log'"),
                    only_column<std::int64_t>);
    if (!last) return last.error();
    LogEntry entry = entry_of(decided, last->value_or(0) + 1, heads.version);
    if (decided.refused->code == records::Refusal::forbidden) entry.rule = decided.refused->rule;
    entry.refused = refused_to_text(*decided.refused);
    auto teams = teams_of(database_, decided);
    if (!teams) return teams.error();
    auto hash = chained_hash(heads.refusal_hash, entry);
    if (!hash) return hash.error();
    auto logged =
        database_
            .prepare("INSERT INTO refusal_log (number, version, at_ms, actor, on_behalf_of, "
                     "client, seq, command_id, device, claimed_at_ms, name, text, detail, rule, "
                     "refused, team, prev_hash, hash) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     entry.number, entry.version, entry.at, entry.actor, entry.on_behalf_of,
                     entry.client, entry.seq, entry.command_id, entry.device, entry.claimed_at,
                     entry.name, entry.text, entry.detail, number_of(entry.rule), entry.refused,
                     teams->empty() ? TeamId{} : *teams->begin(), Bytes{heads.refusal_hash},
                     Bytes{*hash})
            .run();
    if (!logged) return logged;
    heads.refusal_hash = std::move(*hash);
    return forget_refusals();
}

}  // namespace ensemble::storage
