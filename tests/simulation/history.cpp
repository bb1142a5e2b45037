// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/history.h"

#include <algorithm>
#include <utility>

namespace ensemble::simulation {

bool History::is_border(records::Kind kind) {
    using records::Kind;
    return kind == Kind::settings || kind == Kind::user || kind == Kind::custom_role ||
           kind == Kind::team || kind == Kind::member || kind == Kind::project ||
           kind == Kind::project_member;
}

void History::set(const Key& key, std::optional<Row> row, std::int64_t version) {
    Changes& changes = changes_[key];
    if (is_border(key.kind)) ++borders_;
    if (row) {
        const Scope scope = records::scope_of(*row);
        places_[scope].emplace(key, &changes);
        scopes_[version].insert(scope);
        now_.insert_or_assign(key, *row);
    } else {
        now_.erase(key);
    }
    changes.push_back({version, std::move(row)});
}

void History::begin(const std::vector<sync::Versioned>& rows, std::int64_t version) {
    for (const sync::Versioned& row : rows)
        set(records::key(row.row), row.row, row.version);
    version_ = version;
}

void History::add(const sync::Decided& decided) {
    for (const Key& key : decided.changes.erased)
        set(key, std::nullopt, decided.version);
    for (const Row& row : decided.changes.put)
        set(records::key(row), row, decided.version);
    version_ = std::max(version_, decided.version);
    if (decided.id.empty() || !decided.command) return;
    const Fate fate{.version = decided.version,
                    .accepted = !decided.refused,
                    .actor = decided.actor,
                    .client = decided.client,
                    .seq = decided.seq};
    fates_.emplace(decided.id, fate);
    if (fate.accepted) accepted_.emplace_back(decided.id, fate);
}

void History::restored(const Mark& mark) {
    const std::int64_t version = mark.version;
    version_ = version;
    ++borders_;
    fates_ = mark.fates;
    scopes_.erase(scopes_.upper_bound(version), scopes_.end());
    now_.clear();
    for (auto& [key, changes] : changes_) {
        std::erase_if(changes, [&](const Change& change) { return change.version > version; });
        if (!changes.empty() && changes.back().row) now_.emplace(key, *changes.back().row);
    }
    std::erase_if(accepted_, [&](const auto& entry) { return entry.second.version > version; });
}

const History::Fate* History::fate(const std::string& id) const {
    const auto found = fates_.find(id);
    return found != fates_.end() ? &found->second : nullptr;
}

const Row* History::at(Scope scope, const Key& key, std::int64_t version) const {
    const auto found = changes_.find(key);
    return found != changes_.end() ? at(scope, found->second, version) : nullptr;
}

const Row* History::at(Scope scope, const Changes& changes, std::int64_t version) {
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        if (change->version > version) continue;
        const bool there = change->row && records::scope_of(*change->row) == scope;
        return there ? &*change->row : nullptr;
    }
    return nullptr;
}

std::int64_t History::changed_at(const Key& key, std::int64_t version) const {
    const auto found = changes_.find(key);
    std::int64_t changed = 0;
    if (found == changes_.end()) return changed;
    for (const Change& change : found->second)
        if (change.version <= version) changed = change.version;
    return changed;
}

const std::set<Scope>& History::changed_by(std::int64_t version) const {
    static const std::set<Scope> none;
    const auto found = scopes_.find(version);
    return found != scopes_.end() ? found->second : none;
}

const std::map<Key, const History::Changes*>& History::ever_in(Scope scope) const {
    static const std::map<Key, const Changes*> none;
    const auto found = places_.find(scope);
    return found != places_.end() ? found->second : none;
}

}  // namespace ensemble::simulation
