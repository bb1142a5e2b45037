// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/audit_log.h"

#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

struct Logged {
    LogEntry entry;
    std::string hash_before;
    std::string hash;
};

const std::string select_command =
    "SELECT version, version, at_ms, actor, on_behalf_of, client, seq, command_id, device, "
    "claimed_at_ms, name, text, detail, rule, '', before, after, prev_hash, hash FROM command_log";
const std::string select_refusal =
    "SELECT number, version, at_ms, actor, on_behalf_of, client, seq, command_id, device, "
    "claimed_at_ms, name, text, detail, rule, refused, '[]', '[]', prev_hash, hash FROM "
    "refusal_log";

Logged read_logged(const Statement& row) {
    Logged logged;
    LogEntry& entry = logged.entry;
    std::int64_t rule = 0;
    row.read(entry.number, entry.version, entry.at, entry.actor, entry.on_behalf_of, entry.client,
             entry.seq, entry.command_id, entry.device, entry.claimed_at, entry.name, entry.text,
             entry.detail, rule, entry.refused, entry.before, entry.after, logged.hash_before,
             logged.hash);
    if (rule != 0) entry.rule = static_cast<permissions::Rule>(rule);
    return logged;
}

LogEntry read_entry(const Statement& row) {
    return read_logged(row).entry;
}

// `number` is the column that counts, `of_team` what an entry of a team fulfils.
std::string conditions(const AuditLog::Filter& filter, const std::string& number,
                       const std::string& of_team) {
    std::string sql = " WHERE " + number + " < ?";
    if (filter.actor) sql += " AND (actor = ? OR on_behalf_of = ?)";
    if (filter.team) sql += " AND " + of_team;
    if (!filter.name.empty()) sql += " AND name = ?";
    if (filter.from) sql += " AND at_ms >= ?";
    if (filter.to) sql += " AND at_ms < ?";
    return sql + " ORDER BY " + number + " DESC LIMIT ?";
}

Statement filtered(Database& database, const std::string& sql, const AuditLog::Filter& filter) {
    Statement statement = database.prepare(sql);
    statement.bind(filter.before > 0 ? filter.before : INT64_MAX);
    if (filter.actor) {
        statement.bind(filter.actor);
        statement.bind(filter.actor);
    }
    if (filter.team) statement.bind(filter.team);
    if (!filter.name.empty()) statement.bind(filter.name);
    if (filter.from) statement.bind(*filter.from);
    if (filter.to) statement.bind(*filter.to);
    statement.bind(filter.limit);
    return statement;
}

// Whether the entry follows `hash` and is what it was; moves `hash` on.
Result<bool> follows(const Logged& logged, std::string& hash) {
    auto computed = chained_hash(hash, logged.entry);
    if (!computed) return computed.error();
    const bool same = logged.hash_before == hash && logged.hash == *computed;
    hash = logged.hash;
    return same;
}

Result<AuditLog::Chain> verify_chain(Statement statement, std::optional<std::string> hash,
                                     const std::string& head) {
    AuditLog::Chain chain;
    std::int64_t last = 0;
    for (;;) {
        auto more = statement.step();
        if (!more) return more.error();
        if (!*more) break;
        const Logged logged = read_logged(statement);
        if (!hash) hash = logged.hash_before;
        auto fine = follows(logged, *hash);
        if (!fine) return fine.error();
        ++chain.entries;
        last = logged.entry.number;
        if (!*fine && !chain.broken) chain.broken = last;
    }
    const bool whole = hash.value_or(head) == head;
    if (!whole && !chain.broken) chain.broken = last;
    return chain;
}

}  // namespace

Result<std::vector<LogEntry>> AuditLog::list(const Filter& filter) {
    const std::string sql =
        select_command + conditions(filter, "version",
                                    "version IN (SELECT version FROM command_log_teams "
                                    "WHERE team = ?)");
    return all(filtered(database_, sql, filter), read_entry);
}

Result<std::vector<LogEntry>> AuditLog::refusals(const Filter& filter) {
    const std::string sql = select_refusal + conditions(filter, "number", "team = ?");
    return all(filtered(database_, sql, filter), read_entry);
}

Result<AuditLog::Verified> AuditLog::verify() {
    std::string log_head;
    std::string refusal_head;
    auto heads = one(database_.prepare("SELECT log_hash, refusal_hash FROM history"),
                     [&](const Statement& row) {
                         row.read(log_head, refusal_head);
                         return true;
                     });
    if (!heads) return heads.error();
    auto commands =
        verify_chain(database_.prepare(select_command + " ORDER BY version"), "", log_head);
    if (!commands) return commands.error();
    auto refusals = verify_chain(database_.prepare(select_refusal + " ORDER BY number"),
                                 std::nullopt, refusal_head);
    if (!refusals) return refusals.error();
    return Verified{*commands, *refusals, std::move(log_head)};
}

}  // namespace ensemble::storage
