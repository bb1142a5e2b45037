// SPDX-License-Identifier: Apache-2.0
#include "daemon/sync/authority.h"

#include <algorithm>

namespace ensemble::sync {

using records::Kind;
using records::ScopeKind;

Result<std::unique_ptr<Authority>> Authority::open(Ledger& ledger) {
    auto loaded = ledger.load();
    if (!loaded) return loaded.error();
    std::unique_ptr<Authority> authority(new Authority(ledger));
    authority->epoch_ = loaded->epoch;
    authority->version_ = loaded->version;
    authority->loaded_version_ = loaded->version;
    authority->horizon_ = loaded->horizon;
    for (const Versioned& row : loaded->rows) {
        authority->place(row.row, row.version);
        authority->state_.put(row.row);
    }
    for (const Ledger::Tombstone& erased : loaded->erased)
        authority->bury(erased.scope, erased.key, erased.version);
    return authority;
}

void Authority::bury(Scope scope, const Key& key, std::int64_t version) {
    ScopeLog& log = scopes_[scope];
    log.version = std::max(log.version, version);
    log.erased.emplace(version, key);
}

void Authority::displace(const Key& key, std::int64_t version) {
    const auto found = places_.find(key);
    if (found == places_.end()) return;
    ScopeLog& log = scopes_[found->second.scope];
    log.rows.erase({found->second.version, key});
    log.sum ^= checksum(key, found->second.version);
    bury(found->second.scope, key, version);
    places_.erase(found);
    whereabouts_.erase(key);
}

void Authority::place(const Row& row, std::int64_t version) {
    const Key key = records::key(row);
    const Scope scope = scope_of(row);
    ScopeLog& log = scopes_[scope];
    const auto found = places_.find(key);
    if (found != places_.end() && found->second.scope == scope) {
        log.rows.erase({found->second.version, key});
        log.sum ^= checksum(key, found->second.version);
    } else if (found != places_.end()) {
        displace(key, version);
    }
    std::erase_if(log.erased, [&](const auto& entry) { return entry.second == key; });
    places_[key] = {scope, version};
    whereabouts_.put(row);
    log.rows.emplace(version, key);
    log.sum ^= checksum(key, version);
    log.version = std::max(log.version, version);
}

Result<void> Authority::commit(std::vector<Decided> batch) {
    if (auto stored = ledger_.commit(batch); !stored) return stored.error();
    for (const Decided& decided : batch) {
        if (decided.version == 0) continue;
        version_ = std::max(version_, decided.version);
        for (const Key& key : decided.changes.erased) {
            displace(key, decided.version);
            state_.erase(key);
        }
        // Runs are not kept here; only that something of theirs is new.
        for (const Row& row : decided.before)
            if (std::holds_alternative<records::Run>(row))
                scopes_[scope_of(row)].version = decided.version;
        for (const Row& row : decided.changes.put) {
            if (std::holds_alternative<records::Run>(row)) {
                scopes_[scope_of(row)].version = decided.version;
                continue;
            }
            place(row, decided.version);
            state_.put(row);
        }
    }
    for (const Committed& committed : committed_)
        committed(batch);
    return {};
}

Result<Outcome> Authority::submit(const Origin& origin, Command command, std::string id,
                                  Instant now) {
    Origin single = origin;
    single.client.clear();
    auto outcomes = push(
        single, {Numbered{.id = std::move(id), .command = std::move(command), .claimed_at = now}},
        now);
    if (!outcomes) return outcomes.error();
    return std::move(outcomes->front());
}

Result<void> Authority::record(Decided event) {
    if (!event.refused) event.version = version_ + 1;
    for (const Row& row : event.changes.put)
        if (const Row* before = state_.find(records::key(row))) event.before.push_back(*before);
    for (const Key& key : event.changes.erased)
        if (const Row* before = state_.find(key)) event.before.push_back(*before);
    std::vector<Decided> batch;
    batch.push_back(std::move(event));
    return commit(std::move(batch));
}

std::int64_t Authority::version(Scope scope) const {
    // Until the horizon something may have gone of which nothing is known any more; of runs nothing
    // is known from before the start.
    const std::int64_t least = scope.kind == ScopeKind::runs ? loaded_version_ : horizon_;
    const auto found = scopes_.find(scope);
    return found != scopes_.end() ? std::max(found->second.version, least) : least;
}

Result<ScopePatch> Authority::patch(Scope scope, std::int64_t from) const {
    ScopePatch patch{.scope = scope, .from = from, .to = version_};
    patch.whole = from <= 0 || from < horizon_ || from > version_;
    if (scope.kind == ScopeKind::runs) {
        auto changed = ledger_.changed_runs(ProjectId{scope.id}, patch.whole ? 0 : from);
        if (!changed) return changed.error();
        patch.put = std::move(changed->put);
        for (const Ledger::Tombstone& erased : changed->erased)
            patch.erased.push_back(erased.key);
        return patch;
    }
    const auto found = scopes_.find(scope);
    if (found == scopes_.end()) {
        patch.whole = true;
        return patch;
    }
    const ScopeLog& log = found->second;
    patch.sum = log.sum;
    const std::pair<std::int64_t, Key> after{patch.whole ? 0 : from + 1,
                                             Key{Kind{}, INT64_MIN, INT64_MIN}};
    for (auto it = log.rows.lower_bound(after); it != log.rows.end(); ++it)
        if (const Row* row = state_.find(it->second)) patch.put.push_back({*row, it->first});
    if (patch.whole) return patch;
    for (auto it = log.erased.lower_bound(after); it != log.erased.end(); ++it)
        patch.erased.push_back(it->second);
    return patch;
}

}  // namespace ensemble::sync
