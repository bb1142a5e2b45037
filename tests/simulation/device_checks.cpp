// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/simulation/device.h"

// What holds of a device once nothing moves any more.
namespace ensemble::simulation {

using records::Kind;
using records::ScopeKind;

void Device::check_settled() {
    if (!open()) return;
    Checks& checks = scene_.checks;
    const sync::Replica& replica = leader();
    if (replica.waiting() != 0) checks.fail("a command waits for ever", name_);
    std::set<Scope> expected;
    const auto expect = [&](Scope scope) {
        if (checks.visible(user_, scope)) expected.insert(scope);
    };
    expect({ScopeKind::instance, 0});
    expect({ScopeKind::user, user_.value});
    for (const auto& [key, row] : checks.history().now()) {
        if (key.kind == Kind::team) {
            expect({ScopeKind::team, key.first});
            expect({ScopeKind::invites, key.first});
        } else if (key.kind == Kind::project) {
            expect({ScopeKind::project, key.first});
        }
    }
    for (const sync::Position& position : replica.positions()) {
        if (!checks.visible(user_, position.scope))
            checks.fail("a page keeps what it may not see", name_ + ": " + text(position.scope));
        if (position.scope.kind == ScopeKind::runs) continue;
        expected.erase(position.scope);
    }
    if (!expected.empty())
        checks.fail("a visible scope is missing", name_ + ": " + text(*expected.begin()));
    check_rows(replica);
    for (std::size_t i = 1; i < tabs_.size(); ++i)
        check_tab(*tabs_[i].replica);
    for (const std::string& id : kept_)
        check_command(id);
    check_disk();
}

// Every scope is as the history has it now, and there is no row besides.
void Device::check_rows(const sync::Replica& replica) const {
    Checks& checks = scene_.checks;
    std::set<Scope> held;
    for (const sync::Position& position : replica.positions()) {
        held.insert(position.scope);
        const bool live = position.scope.kind != ScopeKind::runs || looks_at(position.scope);
        for (const auto& [key, changes] : checks.history().ever_in(position.scope)) {
            if (!live) continue;
            const Row* now = History::at(position.scope, *changes, checks.history().version());
            const Row* here = replica.confirmed().find(key);
            const bool in_scope = here != nullptr && records::scope_of(*here) == position.scope;
            if (now != nullptr ? !in_scope || *here != *now : in_scope)
                checks.fail("a page differs from the daemon in the end",
                            name_ + ": " + text(position.scope) + ", row " +
                                std::to_string(static_cast<int>(key.kind)) + "/" +
                                std::to_string(key.first) + "/" + std::to_string(key.second));
        }
    }
    for (const auto& [key, row] : replica.confirmed().own())
        if (row && held.count(records::scope_of(*row)) == 0)
            checks.fail("a page holds a row of no scope", name_);
    if (replica.waiting() == 0 && replica.view().own().size() != 0)
        checks.fail("a page shows what nobody asked for", name_);
}

// Other tabs have heard all that the leading one wrote.
void Device::check_tab(const sync::Replica& replica) const {
    const auto& mine = leader().confirmed().own();
    if (replica.confirmed().own() != mine)
        scene_.checks.fail("a tab differs from the leading one", name_);
    if (replica.pending().size() != leader().pending().size())
        scene_.checks.fail("a tab shows other commands than the leading one", name_);
}

// A command that was safe on the disk has one outcome, and its person can see it.
void Device::check_command(const std::string& id) const {
    const auto* fate = scene_.checks.history().fate(id);
    bool confirmed = false;
    bool refused = dismissed_.count(id) != 0;
    for (const auto& [key, stored] : disk_) {
        const auto* command = std::get_if<sync::StoredCommand>(&stored);
        const auto* refusal = std::get_if<sync::StoredRefusal>(&stored);
        if (command != nullptr && command->id == id) {
            if (!command->confirmed)
                scene_.checks.fail("a command waits for ever", name_ + ": " + id);
            confirmed = true;
        }
        if (refusal != nullptr && refusal->id == id) refused = true;
    }
    if (confirmed && (fate == nullptr || !fate->accepted))
        scene_.checks.fail("a confirmed edit was silently lost", name_ + ": " + id);
    if (fate == nullptr && !refused && !forgotten(id))
        scene_.checks.fail("a kept command has no outcome", name_ + ": " + id);
    if (fate != nullptr && !fate->accepted && !refused && !forgotten(id))
        scene_.checks.fail("a refusal was not shown", name_ + ": " + id);
}

// Old outcomes are thrown away on purpose.
bool Device::forgotten(const std::string& id) const {
    return pruned_.count(id) != 0;
}

void Device::check_wiped() const {
    const bool empty = disk_.empty() && leader().positions().empty();
    if (!empty) scene_.checks.fail("who is sent away keeps something", name_);
}

// The disk itself, not what reads it.
void Device::check_disk() const {
    Checks& checks = scene_.checks;
    std::set<Scope> held;
    for (const auto& [key, stored] : disk_) {
        const auto* scope = std::get_if<sync::StoredScope>(&stored);
        if (scope == nullptr) continue;
        held.insert(scope->scope);
        if (!checks.visible(user_, scope->scope))
            checks.fail("an unreadable row stays on a disk", name_ + ": " + text(scope->scope));
        if (scope->version != leader().version(scope->scope))
            checks.fail("a disk is behind its page", name_ + ": " + text(scope->scope));
        for (const sync::Versioned& row : scope->rows) {
            const Row* here = leader().confirmed().find(records::key(row.row));
            // Of a run that moved, the scope that is behind has an older row.
            const bool moved = scope->scope.kind == ScopeKind::runs &&
                               (here == nullptr || records::scope_of(*here) != scope->scope);
            if (!moved && (here == nullptr || *here != row.row))
                checks.fail("a disk differs from its page", name_ + ": " + text(scope->scope));
        }
    }
    for (const sync::Position& position : leader().positions())
        if (held.count(position.scope) == 0)
            checks.fail("a disk lacks a scope of its page", name_ + ": " + text(position.scope));
}

}  // namespace ensemble::simulation
