// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/checks.h"

#include <algorithm>

namespace ensemble::simulation {

using records::Refusal;
using records::ScopeKind;

namespace {

std::string naming(const Key& key) {
    return "row " + std::to_string(static_cast<int>(key.kind)) + "/" + std::to_string(key.first) +
           "/" + std::to_string(key.second);
}

std::string naming(UserId user) {
    return "user " + std::to_string(user.value);
}

}  // namespace

void Checks::fail(std::string law, std::string what) {
    if (!violation_) violation_ = Violation{std::move(law), std::move(what)};
}

bool Checks::visible(UserId user, Scope scope) {
    Seen& seen = visible_[user][scope];
    if (seen.at != history_.borders()) seen = {history_.borders(), reference_.visible(user, scope)};
    return seen.visible;
}

void Checks::made(const std::string& device, const std::string& outbox, const std::string& id) {
    // One that was lost before it was kept, and asked for again, is made then.
    if (history_.fate(id) == nullptr) made_[id] = {device, outbox, ++outboxes_[outbox].made, false};
}

void Checks::restored(const History::Mark& mark) {
    history_.restored(mark);
    last_seq_.clear();
    for (auto& [name, outbox] : outboxes_)
        outbox.last = 0;
    for (const auto& [id, making] : made_) {
        const auto* fate = history_.fate(id);
        if (fate == nullptr || !fate->accepted || !making.came) continue;
        std::int64_t& last = outboxes_[making.outbox].last;
        last = std::max(last, making.order);
    }
}

void Checks::deciding(const sync::Decided& decided) {
    if (!decided.client.empty()) {
        const auto [last, fresh] = last_seq_.try_emplace(decided.client, decided.seq);
        if (!fresh && decided.seq != last->second + 1)
            fail("the numbers of a client are out of order", decided.client);
        last->second = decided.seq;
    }
    if (!decided.command) {
        history_.add(decided);
        return;
    }
    ++counts.commands;
    const sync::Command& command = *decided.command;
    const auto title = [&] { return std::string(sync::name(command)) + " " + decided.id; };
    if (history_.fate(decided.id) != nullptr)
        fail("a command was applied twice", title() + " was decided before");
    if (decided.refused) {
        ++counts.refused;
        const auto& refused = *decided.refused;
        // What names a field is about what the asker would give, not about what they may do.
        if (refused.code == Refusal::forbidden && refused.field.empty() &&
            !reference_.lacks_permission(decided.actor, decided.at, command))
            fail("a permitted command was forbidden", title() + " of " + naming(decided.actor));
        history_.add(decided);
        return;
    }
    ++counts.accepted;
    if (decided.version != history_.version() + 1)
        fail("a version was left out", title() + " at " + std::to_string(decided.version));
    const std::string fault = reference_.fault_of(decided.actor, decided.at, command);
    if (!fault.empty())
        fail("a forbidden write was accepted",
             title() + " of " + naming(decided.actor) + ": " + fault);
    const std::string wrong = reference_.fault_of_changes(command, decided.changes);
    if (!wrong.empty()) fail("a command changed too much", title() + ": " + wrong);
    const auto making = made_.find(decided.id);
    if (making != made_.end() && making->second.device == decided.device) {
        std::int64_t& last = outboxes_[making->second.outbox].last;
        if (making->second.order < last)
            fail("commands changed their order", title() + " came after a later one");
        last = std::max(last, making->second.order);
        making->second.came = true;
    }
    history_.add(decided);
    const std::string broken = reference_.fault_of_rows();
    if (!broken.empty()) fail("rows contradict each other", title() + ": " + broken);
}

void Checks::said(UserId user, Told& told, const sync::FromDaemon& message) {
    ++counts.messages;
    if (const auto* hello = std::get_if<sync::HelloOk>(&message)) {
        told.greeted = true;
        if (hello->user != user) fail("a page was taken for another's", naming(user));
        if (hello->epoch != epoch) fail("a wrong history was named", hello->epoch);
    } else if (const auto* patch = std::get_if<sync::Patch>(&message)) {
        said(user, told, *patch);
    }
}

void Checks::said(UserId user, Told& told, const sync::Patch& patch) {
    told.looked_at = -1;
    if (!told.greeted) fail("a patch came before the greeting", naming(user));
    for (const sync::Drop& drop : patch.drops) {
        told.has.erase(drop.scope);
        told.asked.erase(drop.scope);
        told.dropped.insert(drop.scope);
    }
    for (const sync::ScopePatch& scope : patch.scopes)
        part(user, told, scope);
    for (const sync::Outcome& outcome : patch.outcomes) {
        const auto* fate = history_.fate(outcome.id);
        if (fate == nullptr)
            fail("an outcome was told that is not durable", outcome.id);
        else if (fate->accepted == outcome.refused.has_value())
            fail("an outcome was told that is not the durable one", outcome.id);
        else if (fate->actor != user)
            fail("somebody was told of another's command", outcome.id);
        else if (fate->accepted)
            told_of(told, *fate, outcome.id);
    }
}

// Whoever is told that a command was accepted has what it changed.
void Checks::told_of(const Told& told, const History::Fate& fate, const std::string& id) {
    for (const Scope scope : history_.changed_by(fate.version)) {
        const auto has = told.has.find(scope);
        if (has == told.has.end() || scope.kind == ScopeKind::runs) continue;
        if (has->second < fate.version)
            fail("an outcome was told before its rows", id + ", " + text(scope));
    }
}

void Checks::part(UserId user, Told& told, const sync::ScopePatch& patch) {
    const auto where = [&] { return text(patch.scope) + " to " + naming(user); };
    if (!visible(user, patch.scope)) fail("bytes were sent to who may not see them", where());
    const bool had = told.has.count(patch.scope) != 0;
    if (!had && patch.from != 0 && patch.scope.kind != ScopeKind::runs)
        fail("a patch builds on what the page has not", where());
    // Runs may have been asked for before the drop was heard; the page leaves them alone then.
    if (told.dropped.erase(patch.scope) != 0 && patch.from != 0 &&
        patch.scope.kind != ScopeKind::runs)
        fail("a scope came back in part after its drop", where());
    for (const sync::Versioned& row : patch.put) {
        const Key key = records::key(row.row);
        if (records::scope_of(row.row) != patch.scope) {
            fail("a row was sent in another scope", where() + ": " + naming(key));
            continue;
        }
        const Row* known = history_.at(patch.scope, key, patch.to);
        if (known == nullptr || *known != row.row)
            fail("a row was sent that is not durable", where() + ": " + naming(key));
    }
    if (patch.to > history_.version()) fail("a patch is ahead of the history", where());
    told.has[patch.scope] = patch.to;
}

void Checks::round_over(UserId user, Told& told) {
    // Nothing was told since, and nothing changed.
    if (told.looked_at == history_.borders()) return;
    told.looked_at = history_.borders();
    for (const auto& [scope, version] : told.has)
        if (!visible(user, scope))
            fail("a scope was not dropped at once", text(scope) + " of " + naming(user));
    const auto must_have = [&](Scope scope) {
        if (visible(user, scope) && told.has.count(scope) == 0)
            fail("a visible scope did not come", text(scope) + " to " + naming(user));
    };
    must_have({ScopeKind::instance, 0});
    must_have({ScopeKind::user, user.value});
    const auto from = history_.now().lower_bound({records::Kind::team, INT64_MIN, INT64_MIN});
    for (auto it = from; it != history_.now().end(); ++it) {
        if (it->first.kind == records::Kind::team) {
            must_have({ScopeKind::team, it->first.first});
            must_have({ScopeKind::invites, it->first.first});
        } else if (it->first.kind == records::Kind::project) {
            must_have({ScopeKind::project, it->first.first});
        }
    }
}

void Checks::took(const sync::Replica& replica, const std::vector<sync::Position>& before,
                  const std::string& epoch_before, const sync::FromDaemon& message) {
    const auto* patch = std::get_if<sync::Patch>(&message);
    if (patch == nullptr || replica.meta().epoch != epoch_before || !replica.greeted()) return;
    for (const sync::Position& position : before) {
        const auto is = [&](const auto& part) { return part.scope == position.scope; };
        const bool dropped = std::any_of(patch->drops.begin(), patch->drops.end(), is);
        const bool whole =
            std::any_of(patch->scopes.begin(), patch->scopes.end(),
                        [&](const sync::ScopePatch& one) { return is(one) && one.whole; });
        if (!dropped && !whole && replica.version(position.scope) < position.version)
            fail("a page went back", text(position.scope));
    }
    for (const sync::ScopePatch& scope : patch->scopes)
        holds(replica, scope.scope);
    for (const sync::Drop& drop : patch->drops)
        if (replica.version(drop.scope) != 0 &&
            std::none_of(patch->scopes.begin(), patch->scopes.end(),
                         [&](const auto& one) { return one.scope == drop.scope; }))
            fail("a page kept what was dropped", text(drop.scope));
}

void Checks::holds(const sync::Replica& replica, Scope scope) {
    if (replica.meta().epoch != epoch) return;
    const std::int64_t version = replica.version(scope);
    for (const auto& [key, changes] : history_.ever_in(scope)) {
        const Row* expected = History::at(scope, *changes, version);
        const Row* actual = replica.confirmed().find(key);
        const bool elsewhere = actual != nullptr && records::scope_of(*actual) != scope;
        // A run that moved is held by where it went; also before the scope that it left is so far.
        if (elsewhere && key.kind == records::Kind::run &&
            (expected == nullptr ||
             history_.changed_at(key, replica.version(records::scope_of(*actual))) >
                 history_.changed_at(key, version)))
            continue;
        if (elsewhere || (expected == nullptr) != (actual == nullptr) ||
            (expected != nullptr && *expected != *actual))
            fail("a page holds other rows than its version has",
                 naming(replica.user()) + ", " + text(scope) + " at " + std::to_string(version) +
                     ": " + naming(key));
    }
}

}  // namespace ensemble::simulation
