// SPDX-License-Identifier: Apache-2.0
#include "daemon/sync/authority.h"

#include <algorithm>

namespace ensemble::sync {

using records::Accepted;
using records::Kind;
using records::Refusal;
using records::Refused;
using records::ScopeKind;
using records::State;

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
    log.rows.emplace(version, key);
    log.sum ^= checksum(key, version);
    log.version = std::max(log.version, version);
}

Result<void> Authority::fetch_run(State& draft, const Command& command) {
    const RunId id = run_of(command);
    if (!id || draft.run(id) != nullptr) return {};
    auto run = ledger_.run(id);
    if (!run) return run.error();
    if (*run) draft.put(std::move(**run));
    return {};
}

// What the draft says of runs counts before what is stored of them.
Result<bool> Authority::name_taken(const State& draft, const records::Run& arriving) const {
    auto stored = ledger_.run_named(arriving.project, arriving.name);
    if (!stored) return stored.error();
    bool taken = *stored;
    for (const auto& [key, row] : draft.own()) {
        const auto* run = row ? std::get_if<records::Run>(&*row) : nullptr;
        if (run == nullptr || run->name != arriving.name) continue;
        const bool here = run->project == arriving.project && !run->deleted_at;
        if (here && run->id != arriving.id) return true;
        auto before = ledger_.run(run->id);
        if (!before) return before.error();
        if (*before && (*before)->project == arriving.project && !(*before)->deleted_at)
            taken = false;
    }
    return taken;
}

Result<Decided> Authority::decide_one(State& draft, const Origin& origin, const Numbered& numbered,
                                      std::int64_t version, Instant now) {
    Decided decided{.at = now,
                    .actor = origin.asker.user,
                    .on_behalf_of = origin.on_behalf_of,
                    .client = origin.client,
                    .seq = numbered.seq,
                    .id = numbered.id,
                    .device = origin.device,
                    .claimed_at = numbered.claimed_at,
                    .command = numbered.command};
    if (auto fetched = fetch_run(draft, numbered.command); !fetched) return fetched.error();
    const records::Context context{
        .asker = origin.asker, .now = now, .proven_invite = origin.proven_invite};
    auto verdict = decide(draft, context, numbered.command);
    if (auto* refused = std::get_if<Refused>(&verdict)) {
        decided.refused = std::move(*refused);
        return decided;
    }
    auto& accepted = std::get<Accepted>(verdict);
    for (const Row& row : accepted.changes.put) {
        const auto* run = std::get_if<records::Run>(&row);
        const Row* before = draft.find(records::key(row));
        if (before != nullptr) decided.before.push_back(*before);
        const auto* old = before != nullptr ? std::get_if<records::Run>(before) : nullptr;
        const bool arrives = run != nullptr && old != nullptr && !run->deleted_at &&
                             (run->project != old->project || old->deleted_at);
        if (!arrives) continue;
        auto taken = name_taken(draft, *run);
        if (!taken) return taken.error();
        if (*taken) {
            decided.before.clear();
            decided.refused = Refused{.code = Refusal::conflict, .field = "name"};
            return decided;
        }
    }
    for (const Key& key : accepted.changes.erased)
        if (const Row* before = draft.find(key)) decided.before.push_back(*before);
    decided.version = version;
    decided.rule = accepted.rule;
    decided.changes = std::move(accepted.changes);
    draft.apply(decided.changes);
    return decided;
}

Result<std::vector<Outcome>> Authority::push(const Origin& origin,
                                             const std::vector<Numbered>& commands, Instant now) {
    std::vector<Outcome> outcomes;
    std::vector<Decided> batch;
    State draft = State::over(state_);
    std::int64_t last_seq = 0;
    if (!origin.client.empty()) {
        auto client = ledger_.client(origin.client);
        if (!client) return client.error();
        if (*client && (*client)->user != origin.asker.user)
            return fail(ErrorCode::bad_request, "This client belongs to somebody else.");
        if (*client) last_seq = (*client)->last_seq;
    }
    std::int64_t version = version_;
    for (const Numbered& numbered : commands) {
        const bool counted = !origin.client.empty();
        if (counted && numbered.seq <= last_seq) continue;
        if (counted && numbered.seq != last_seq + 1)
            return fail(ErrorCode::bad_request, "A command before this one is missing.");
        last_seq = numbered.seq;
        auto known = ledger_.settled(numbered.id);
        if (!known) return known.error();
        const auto in_batch = std::find_if(batch.begin(), batch.end(), [&](const Decided& other) {
            return other.id == numbered.id;
        });
        if (*known || in_batch != batch.end()) {
            Outcome outcome =
                *known ? **known : outcomes.at(static_cast<std::size_t>(in_batch - batch.begin()));
            outcome.seq = numbered.seq;
            Decided again{.version = 0,
                          .at = now,
                          .actor = origin.asker.user,
                          .client = origin.client,
                          .seq = numbered.seq,
                          .id = numbered.id};
            again.event = "again";
            again.refused = outcome.refused;
            batch.push_back(std::move(again));
            outcomes.push_back(std::move(outcome));
            continue;
        }
        auto decided = decide_one(draft, origin, numbered, version + 1, now);
        if (!decided) return decided.error();
        if (!decided->refused) ++version;
        outcomes.push_back({.seq = numbered.seq,
                            .id = numbered.id,
                            .version = decided->refused ? version : decided->version,
                            .refused = decided->refused});
        batch.push_back(std::move(*decided));
    }
    if (batch.empty()) return outcomes;
    if (auto stored = commit(std::move(batch)); !stored) return stored.error();
    return outcomes;
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
    event.version = version_ + 1;
    for (const Row& row : event.changes.put)
        if (const Row* before = state_.find(records::key(row))) event.before.push_back(*before);
    for (const Key& key : event.changes.erased)
        if (const Row* before = state_.find(key)) event.before.push_back(*before);
    std::vector<Decided> batch;
    batch.push_back(std::move(event));
    return commit(std::move(batch));
}

std::int64_t Authority::version(Scope scope) const {
    const auto found = scopes_.find(scope);
    // Until the horizon something may have gone of which nothing is known any more; of runs nothing
    // is known from before the start.
    if (found != scopes_.end()) return std::max(found->second.version, horizon_);
    return scope.kind == ScopeKind::runs ? loaded_version_ : horizon_;
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
