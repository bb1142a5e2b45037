// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "shared/sync/replica.h"

// The rows of a replica and what of it is on the disk.
namespace ensemble::sync {

namespace {

constexpr std::int64_t day_ms = 24ll * 60 * 60 * 1000;
constexpr std::int64_t confirmed_kept_ms = 7 * day_ms;
constexpr std::int64_t refused_kept_ms = 30 * day_ms;

std::string padded(std::int64_t number) {
    std::string digits = std::to_string(number);
    return std::string(digits.size() < 12 ? 12 - digits.size() : 0, '0') + digits;
}

struct StorageKey {
    std::string operator()(const StoredMeta&) const { return "meta"; }
    std::string operator()(const StoredScope& stored) const {
        return "scope/" + text(stored.scope);
    }
    std::string operator()(const StoredCommand& stored) const {
        return "command/" + padded(stored.local);
    }
    std::string operator()(const StoredRefusal& stored) const {
        return "refused/" + padded(stored.local);
    }
};

// Also those that were only lent.
void forget_runs(records::State& state, ProjectId project) {
    std::vector<Key> gone;
    state.each(records::Kind::run, [&](const Row& row) {
        if (std::get<records::Run>(row).project == project) gone.push_back(records::key(row));
    });
    for (const Key& key : gone)
        state.erase(key);
}

}  // namespace

std::string storage_key(const Stored& stored) {
    return std::visit(StorageKey{}, stored);
}

// FNV-1a over the numbers, then mixed, so that sums of neighbours do not cancel out.
std::uint64_t checksum(const Key& key, std::int64_t version) {
    std::uint64_t hash = 14695981039346656037ull;
    for (const std::uint64_t number :
         {static_cast<std::uint64_t>(key.kind), static_cast<std::uint64_t>(key.first),
          static_cast<std::uint64_t>(key.second), static_cast<std::uint64_t>(version)}) {
        for (int shift = 0; shift < 64; shift += 8)
            hash = (hash ^ ((number >> shift) & 0xff)) * 1099511628211ull;
    }
    return hash ^ (hash >> 32);
}

void Replica::put_row(Kept& kept, Versioned row) {
    const Key key = records::key(row.row);
    erase_row(kept, key);
    // A run may have moved between scopes of which one is behind: the newer place counts.
    if (const Row* other = confirmed_.find(key)) {
        const auto holder = scopes_.find(scope_of(*other));
        if (holder != scopes_.end() && &holder->second != &kept) {
            if (holder->second.rows[key] > row.version) return;
            erase_row(holder->second, key);
        }
    }
    // They mostly come in order.
    kept.rows.insert_or_assign(kept.rows.end(), key, row.version);
    kept.sum ^= checksum(key, row.version);
    confirmed_.put(std::move(row.row));
}

void Replica::erase_row(Kept& kept, const Key& key) {
    const auto found = kept.rows.find(key);
    if (found == kept.rows.end()) return;
    kept.sum ^= checksum(key, found->second);
    kept.rows.erase(found);
    // It may have moved to another scope, which holds it now.
    const Row* row = confirmed_.find(key);
    if (row == nullptr) return;
    const auto holder = scopes_.find(scope_of(*row));
    if (holder == scopes_.end() || &holder->second == &kept) confirmed_.erase(key);
}

bool Replica::fits(const ScopePatch& patch) const {
    if (patch.whole) return true;
    if (patch.scope.kind != records::ScopeKind::runs) return version(patch.scope) == patch.from;
    const auto found = scopes_.find(patch.scope);
    if (found == scopes_.end()) return true;
    return patch.from <= found->second.version && patch.to >= found->second.version;
}

// Runs may come to a page that has dropped them meanwhile, or has asked for them anew: what does
// not continue what is here answers a question of before.
bool Replica::wanted(const ScopePatch& patch) const {
    if (patch.whole || patch.scope.kind != records::ScopeKind::runs) return true;
    if (scopes_.count(patch.scope) != 0) return true;
    const auto asked = subscribed_.find(patch.scope);
    return asked != subscribed_.end() && asked->second == patch.from;
}

bool Replica::take(const ScopePatch& patch) {
    Kept& kept = scopes_[patch.scope];
    if (patch.whole) {
        const auto rows = kept.rows;
        for (const auto& [key, version] : rows)
            erase_row(kept, key);
    }
    for (const Key& key : patch.erased)
        erase_row(kept, key);
    for (const Versioned& row : patch.put)
        put_row(kept, row);
    kept.version = patch.to;
    if (patch.sum == 0 || patch.sum == kept.sum) return true;
    kept.version = 0;
    return false;
}

void Replica::forget(Scope scope, Store& store) {
    if (scope.kind == records::ScopeKind::project || scope.kind == records::ScopeKind::runs)
        forget_runs(confirmed_, ProjectId{scope.id});
    const auto found = scopes_.find(scope);
    if (found == scopes_.end()) return;
    const auto rows = found->second.rows;
    for (const auto& [key, version] : rows)
        erase_row(found->second, key);
    scopes_.erase(found);
    store.removed.push_back(storage_key(StoredScope{.scope = scope}));
}

void Replica::forget_all(Store& store, Effects& effects) {
    while (!scopes_.empty()) {
        const Scope scope = scopes_.begin()->first;
        forget(scope, store);
        effects.push_back(Purge{scope});
    }
    confirmed_.clear();
}

// Commands tell of what they are about, also after they were confirmed.
void Replica::forget_confirmed(Scope scope, Store& store) {
    for (auto it = confirmed_commands_.begin(); it != confirmed_commands_.end();) {
        const bool gone = is_about(it->second.command, confirmed_, scope);
        if (gone) store.removed.push_back(storage_key(it->second));
        it = gone ? confirmed_commands_.erase(it) : std::next(it);
    }
}

StoredScope Replica::stored_scope(Scope scope) const {
    StoredScope stored{.scope = scope};
    const auto found = scopes_.find(scope);
    if (found == scopes_.end()) return stored;
    stored.version = found->second.version;
    for (const auto& [key, version] : found->second.rows) {
        if (const Row* row = confirmed_.find(key)) stored.rows.push_back({*row, version});
    }
    return stored;
}

std::int64_t Replica::version(Scope scope) const {
    const auto found = scopes_.find(scope);
    return found == scopes_.end() ? 0 : found->second.version;
}

std::vector<Position> Replica::positions() const {
    std::vector<Position> positions;
    for (const auto& [scope, kept] : scopes_)
        positions.push_back({scope, kept.version});
    return positions;
}

void Replica::load(Stored stored) {
    if (auto* meta = std::get_if<StoredMeta>(&stored)) {
        meta_ = std::move(*meta);
    } else if (auto* scope = std::get_if<StoredScope>(&stored)) {
        Kept& kept = scopes_[scope->scope];
        const auto rows = kept.rows;
        for (const auto& [key, version] : rows)
            erase_row(kept, key);
        for (Versioned& row : scope->rows)
            put_row(kept, std::move(row));
        kept.version = scope->version;
    } else if (const auto* command = std::get_if<StoredCommand>(&stored)) {
        replace_own(command->id);
        waiting_.erase(command->local);
        confirmed_commands_.erase(command->local);
        if (command->confirmed)
            confirmed_commands_.emplace(command->local, *command);
        else
            waiting_.emplace(command->local, Waiting{.stored = *command, .safe = true});
    } else if (const auto* refusal = std::get_if<StoredRefusal>(&stored)) {
        replace_own(refusal->id);
        waiting_.erase(refusal->local);
        refused_.insert_or_assign(refusal->local, *refusal);
    }
}

void Replica::replace_own(const std::string& id) {
    if (options_.first_local == 1) return;
    for (auto it = waiting_.lower_bound(options_.first_local); it != waiting_.end();)
        it = it->second.stored.id == id ? waiting_.erase(it) : std::next(it);
}

void Replica::restore(std::vector<Stored> stored) {
    for (Stored& one : stored)
        load(std::move(one));
    replay();
}

void Replica::unload(std::string_view key) {
    const auto slash = key.find('/');
    if (slash == std::string_view::npos) return;
    const std::string_view folder = key.substr(0, slash);
    const std::string_view rest = key.substr(slash + 1);
    if (folder == "scope") {
        Store nowhere;
        if (const auto scope = records::scope(rest)) forget(*scope, nowhere);
        return;
    }
    const std::int64_t local = std::strtoll(std::string(rest).c_str(), nullptr, 10);
    if (folder == "refused") refused_.erase(local);
    if (folder == "command") {
        waiting_.erase(local);
        confirmed_commands_.erase(local);
    }
}

Effects Replica::follow(const std::vector<Stored>& put, const std::vector<std::string>& removed) {
    Changed changed{.commands = true};
    for (const std::string& key : removed) {
        unload(key);
        if (!key.starts_with("scope/")) continue;
        if (const auto scope = records::scope(std::string_view(key).substr(6)))
            changed.scopes.push_back(*scope);
    }
    for (const Stored& stored : put) {
        load(stored);
        if (const auto* scope = std::get_if<StoredScope>(&stored))
            changed.scopes.push_back(scope->scope);
    }
    replay();
    return {std::move(changed)};
}

void Replica::lend(records::Run run) {
    confirmed_.put(std::move(run));
    replay();
}

void Replica::prune(Store& store) {
    const auto old = [&](Instant at, std::int64_t kept_ms) {
        return meta_.contact.ms - at.ms > kept_ms;
    };
    for (auto it = confirmed_commands_.begin(); it != confirmed_commands_.end();) {
        const bool gone = old(it->second.settled_at, confirmed_kept_ms);
        if (gone) store.removed.push_back(storage_key(it->second));
        it = gone ? confirmed_commands_.erase(it) : std::next(it);
    }
    for (auto it = refused_.begin(); it != refused_.end();) {
        const bool gone = old(it->second.settled_at, refused_kept_ms);
        if (gone) store.removed.push_back(storage_key(it->second));
        it = gone ? refused_.erase(it) : std::next(it);
    }
}

}  // namespace ensemble::sync
