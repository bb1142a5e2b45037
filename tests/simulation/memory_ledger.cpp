// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/memory_ledger.h"

#include <algorithm>
#include <utility>

namespace ensemble::simulation {

using records::ScopeKind;

void MemoryLedger::restore(Kept backup, std::string epoch) {
    kept_ = std::move(backup);
    kept_.epoch = std::move(epoch);
}

void MemoryLedger::forget(Instant now, std::int64_t horizon) {
    constexpr std::int64_t month_ms = 30ll * 24 * 60 * 60 * 1000;
    for (auto& [name, known] : kept_.clients)
        for (const auto& [seq, at] : known.told_at)
            if (now.ms - at.ms > month_ms) known.outcomes.erase(seq);
    kept_.horizon = std::max(kept_.horizon, horizon);
    std::erase_if(kept_.erased,
                  [&](const Tombstone& erased) { return erased.version <= kept_.horizon; });
}

Result<sync::Ledger::Loaded> MemoryLedger::load() {
    Loaded loaded{.epoch = kept_.epoch, .version = kept_.version, .horizon = kept_.horizon};
    for (const auto& [key, row] : kept_.rows)
        if (key.kind != records::Kind::run) loaded.rows.push_back(row);
    for (const Tombstone& erased : kept_.erased)
        if (erased.key.kind != records::Kind::run) loaded.erased.push_back(erased);
    return loaded;
}

void MemoryLedger::put(const Row& row, std::int64_t version) {
    const Key key = records::key(row);
    const Scope scope = scope_of(row);
    const auto found = kept_.rows.find(key);
    if (found != kept_.rows.end() && scope_of(found->second.row) != scope) erase(key, version);
    std::erase_if(kept_.erased, [&](const Tombstone& erased) {
        return erased.key == key && erased.scope == scope;
    });
    kept_.rows.insert_or_assign(key, Versioned{row, version});
}

void MemoryLedger::erase(const Key& key, std::int64_t version) {
    const auto found = kept_.rows.find(key);
    if (found == kept_.rows.end()) return;
    const Scope scope = scope_of(found->second.row);
    std::erase_if(kept_.erased, [&](const Tombstone& erased) {
        return erased.key == key && erased.scope == scope;
    });
    kept_.erased.push_back({scope, key, version});
    kept_.rows.erase(found);
}

Result<void> MemoryLedger::commit(const std::vector<Decided>& batch) {
    for (const Decided& decided : batch) {
        kept_.version = std::max(kept_.version, decided.version);
        for (const Key& key : decided.changes.erased)
            erase(key, decided.version);
        for (const Row& row : decided.changes.put)
            put(row, decided.version);
        const Outcome outcome{.seq = decided.seq,
                              .id = decided.id,
                              .version = decided.version != 0 ? decided.version : kept_.version,
                              .refused = decided.refused};
        if (!decided.id.empty()) kept_.settled.emplace(decided.id, outcome);
        if (decided.client.empty()) continue;
        KnownClient& known = kept_.clients[decided.client];
        known.client = {decided.actor, decided.seq};
        known.outcomes[decided.seq] = outcome;
        known.told_at[decided.seq] = decided.at;
    }
    return {};
}

Result<std::optional<Outcome>> MemoryLedger::settled(std::string_view id) {
    const auto found = kept_.settled.find(std::string(id));
    if (found == kept_.settled.end()) return std::optional<Outcome>();
    return std::optional(found->second);
}

Result<std::optional<sync::Ledger::Client>> MemoryLedger::client(std::string_view client) {
    const auto found = kept_.clients.find(std::string(client));
    if (found == kept_.clients.end()) return std::optional<Client>();
    return std::optional(found->second.client);
}

Result<std::vector<Outcome>> MemoryLedger::outcomes(std::string_view client) {
    std::vector<Outcome> outcomes;
    const auto found = kept_.clients.find(std::string(client));
    if (found == kept_.clients.end()) return outcomes;
    for (const auto& [seq, outcome] : found->second.outcomes)
        outcomes.push_back(outcome);
    return outcomes;
}

Result<void> MemoryLedger::seen(std::string_view client, std::int64_t seq) {
    const auto found = kept_.clients.find(std::string(client));
    if (found == kept_.clients.end()) return {};
    auto& outcomes = found->second.outcomes;
    outcomes.erase(outcomes.begin(), outcomes.upper_bound(seq));
    return {};
}

Result<std::optional<records::Run>> MemoryLedger::run(RunId id) {
    const auto found = kept_.rows.find({records::Kind::run, id.value});
    if (found == kept_.rows.end()) return std::optional<records::Run>();
    return std::optional(std::get<records::Run>(found->second.row));
}

Result<bool> MemoryLedger::run_named(ProjectId project, std::string_view name) {
    const auto from = kept_.rows.lower_bound({records::Kind::run, INT64_MIN, INT64_MIN});
    return std::any_of(from, kept_.rows.end(), [&](const auto& entry) {
        const auto* run = std::get_if<records::Run>(&entry.second.row);
        return run != nullptr && run->project == project && run->name == name && !run->deleted_at;
    });
}

Result<sync::Ledger::RunChanges> MemoryLedger::changed_runs(ProjectId project, std::int64_t since) {
    RunChanges changes;
    const auto from = kept_.rows.lower_bound({records::Kind::run, INT64_MIN, INT64_MIN});
    for (auto it = from; it != kept_.rows.end(); ++it) {
        const auto* run = std::get_if<records::Run>(&it->second.row);
        if (run != nullptr && run->project == project && it->second.version > since)
            changes.put.push_back(it->second);
    }
    for (const Tombstone& erased : kept_.erased) {
        if (erased.scope == Scope{ScopeKind::runs, project.value} && erased.version > since)
            changes.erased.push_back(erased);
    }
    return changes;
}

}  // namespace ensemble::simulation
