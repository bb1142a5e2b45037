// SPDX-License-Identifier: Apache-2.0
#include "shared/sync/replica.h"

#include <algorithm>
#include <utility>

namespace ensemble::sync {

Replica::Replica(Options options) : options_(std::move(options)) {
    meta_.device = options_.device;
    replay();
}

records::Context Replica::context(Instant now) const {
    return {.asker = {.user = meta_.user}, .now = now};
}

// What is asked for is decided anew on what is confirmed now, in the order of making.
void Replica::replay() {
    view_ = records::State::over(confirmed_);
    for (auto& [local, waiting] : waiting_) {
        const auto verdict = decide(view_, context(waiting.stored.made_at), waiting.stored.command);
        waiting.foretold.reset();
        if (const auto* accepted = std::get_if<records::Accepted>(&verdict))
            view_.apply(accepted->changes);
        else
            waiting.foretold = std::get<records::Refused>(verdict);
    }
}

records::Verdict Replica::foretell(const Command& command, Instant now) const {
    return decide(view_, context(now), command);
}

Replica::Acted Replica::act(Command command, std::string id, Instant now) {
    Acted acted{foretell(command, now), {}};
    const auto* accepted = std::get_if<records::Accepted>(&acted.verdict);
    if (accepted == nullptr) return acted;
    std::int64_t local = options_.first_local;
    if (!waiting_.empty()) local = std::max(local, waiting_.rbegin()->first + 1);
    if (!confirmed_commands_.empty())
        local = std::max(local, confirmed_commands_.rbegin()->first + 1);
    if (!refused_.empty()) local = std::max(local, refused_.rbegin()->first + 1);
    Waiting waiting{
        .stored = {
            .local = local, .id = std::move(id), .command = std::move(command), .made_at = now}};
    Changed changed{.commands = true};
    for (const Row& row : accepted->changes.put)
        changed.scopes.push_back(scope_of(row));
    for (const Key& key : accepted->changes.erased)
        if (const Row* row = view_.find(key)) changed.scopes.push_back(scope_of(*row));
    view_.apply(accepted->changes);
    const std::int64_t ticket = next_ticket_++;
    keeping_[ticket] = local;
    acted.effects.push_back(Store{.put = {waiting.stored}, .ticket = ticket});
    acted.effects.push_back(std::move(changed));
    waiting_.emplace(local, std::move(waiting));
    return acted;
}

Effects Replica::stored(std::int64_t ticket) {
    Effects effects;
    if (const auto kept = keeping_.find(ticket); kept != keeping_.end()) {
        const auto found = waiting_.find(kept->second);
        keeping_.erase(kept);
        if (found == waiting_.end()) return effects;
        found->second.safe = true;
        push(effects);
        effects.push_back(Changed{.commands = true});
    } else if (const auto settled = settling_.find(ticket); settled != settling_.end()) {
        if (greeted_) effects.push_back(Send{Seen{settled->second}});
        settling_.erase(settled);
    }
    return effects;
}

Effects Replica::dismiss(std::int64_t local) {
    const auto found = refused_.find(local);
    if (found == refused_.end()) return {};
    Store store{.removed = {storage_key(found->second)}, .ticket = next_ticket_++};
    refused_.erase(found);
    return {std::move(store), Changed{.commands = true}};
}

// In order, and none before the one ahead of it is safe.
void Replica::push(Effects& effects) {
    if (!greeted_) return;
    Push push;
    for (auto& [local, waiting] : waiting_) {
        if (!waiting.safe) break;
        if (waiting.seq != 0) continue;
        waiting.seq = next_seq_++;
        push.commands.push_back(
            {waiting.seq, waiting.stored.id, waiting.stored.command, waiting.stored.made_at});
    }
    if (!push.commands.empty()) effects.push_back(Send{std::move(push)});
}

Effects Replica::connected() {
    connected_ = true;
    greeted_ = false;
    return {Send{Hello{.client = options_.client,
                       .device = meta_.device,
                       .epoch = meta_.epoch,
                       .positions = positions()}}};
}

void Replica::disconnected() {
    connected_ = false;
    greeted_ = false;
    settling_.clear();
}

Effects Replica::receive(FromDaemon message) {
    if (!connected_) return {};
    if (const auto* hello = std::get_if<HelloOk>(&message)) return greet(*hello);
    if (const auto* bye = std::get_if<Bye>(&message)) return {Reconnect{bye->retry_after_ms}};
    if (!greeted_) return {};
    return patch(std::get<Patch>(message));
}

// What the hello said of positions was of somebody else: it is said once more, with none.
Effects Replica::begin_anew(UserId user) {
    Effects effects;
    Store store{.ticket = next_ticket_++};
    forget_all(store, effects);
    for (const auto& [local, waiting] : waiting_)
        store.removed.push_back(storage_key(waiting.stored));
    for (const auto& [local, command] : confirmed_commands_)
        store.removed.push_back(storage_key(command));
    for (const auto& [local, refusal] : refused_)
        store.removed.push_back(storage_key(refusal));
    waiting_.clear();
    confirmed_commands_.clear();
    refused_.clear();
    keeping_.clear();
    settling_.clear();
    subscribed_.clear();
    meta_ = {.device = meta_.device, .user = user};
    store.put.push_back(meta_);
    replay();
    effects.push_back(std::move(store));
    effects.push_back(Changed{.commands = true});
    effects.push_back(Reconnect{});
    return effects;
}

Effects Replica::greet(const HelloOk& hello) {
    Effects effects;
    Store store{.ticket = next_ticket_++};
    const bool other_user = meta_.user && meta_.user != hello.user;
    const bool other_history = !meta_.epoch.empty() && meta_.epoch != hello.epoch;
    if (other_user) return begin_anew(hello.user);
    if (other_history) forget_all(store, effects);
    // The daemon was restored from a backup: what it confirmed since then is offered again. It
    // knows by their ids which it still has.
    if (other_history) {
        for (auto& [local, command] : confirmed_commands_) {
            command.confirmed = false;
            store.put.push_back(command);
            waiting_.emplace(local, Waiting{.stored = command, .safe = true});
        }
        confirmed_commands_.clear();
    }
    meta_.user = hello.user;
    meta_.epoch = hello.epoch;
    meta_.contact = hello.now;
    meta_.lease_hours = hello.lease_hours;
    store.put.push_back(meta_);
    greeted_ = true;
    // Whatever waits is offered in order from the first free number on. What was heard there before
    // is known by its id, and its outcome is told again: it may have been lost on the way.
    for (auto& [local, waiting] : waiting_)
        waiting.seq = 0;
    next_seq_ = hello.last_seq + 1;
    effects.push_back(std::move(store));
    for (const auto& [scope, since] : subscribed_)
        effects.push_back(Send{Subscribe{scope, std::max(since, version(scope))}});
    push(effects);
    replay();
    effects.push_back(Changed{.commands = true});
    return effects;
}

Effects Replica::patch(const Patch& patch) {
    // As a whole or not at all: one part that does not continue what is here, and all is asked
    // for again.
    for (const ScopePatch& scope : patch.scopes) {
        if (!fits(scope)) return {Reconnect{}};
    }
    Effects effects;
    Store store{.ticket = next_ticket_++};
    Changed changed;
    for (const Drop& drop : patch.drops) {
        forget_confirmed(drop.scope, store);
        forget(drop.scope, store);
        subscribed_.erase(drop.scope);
        effects.push_back(Purge{drop.scope});
        changed.scopes.push_back(drop.scope);
    }
    bool sound = true;
    for (const ScopePatch& scope : patch.scopes) {
        if (!wanted(scope)) continue;
        if (!take(scope)) sound = false;
        store.put.push_back(stored_scope(scope.scope));
        changed.scopes.push_back(scope.scope);
    }
    meta_.contact = std::max(meta_.contact, patch.now);
    std::int64_t settled = 0;
    for (const Outcome& outcome : patch.outcomes) {
        settle(outcome, store);
        settled = std::max(settled, outcome.seq);
    }
    changed.commands = !patch.outcomes.empty() || !waiting_.empty();
    store.put.push_back(meta_);
    prune(store);
    if (settled > 0) settling_[store.ticket] = settled;
    replay();
    effects.push_back(std::move(store));
    effects.push_back(std::move(changed));
    if (!sound) effects.push_back(Reconnect{});
    return effects;
}

void Replica::settle(const Outcome& outcome, Store& store) {
    const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const auto& entry) {
        return entry.second.stored.id == outcome.id;
    });
    if (found == waiting_.end()) return;
    StoredCommand command = std::move(found->second.stored);
    waiting_.erase(found);
    if (!outcome.refused) {
        command.confirmed = true;
        command.version = outcome.version;
        command.settled_at = meta_.contact;
        store.put.push_back(command);
        confirmed_commands_.emplace(command.local, std::move(command));
        return;
    }
    StoredRefusal refusal{command.local,   command.id,    command.command,
                          command.made_at, meta_.contact, outcome};
    store.removed.push_back(storage_key(command));
    store.put.push_back(refusal);
    refused_.emplace(refusal.local, std::move(refusal));
}

Effects Replica::subscribe(Scope scope, std::int64_t since) {
    subscribed_[scope] = since;
    if (!greeted_) return {};
    return {Send{Subscribe{scope, std::max(since, version(scope))}}};
}

Effects Replica::unsubscribe(Scope scope) {
    if (subscribed_.erase(scope) == 0 || !greeted_) return {};
    return {Send{Unsubscribe{scope}}};
}

std::vector<Pending> Replica::pending() const {
    std::vector<Pending> list;
    for (const auto& [local, waiting] : waiting_)
        list.push_back({local, waiting.stored.id, waiting.stored.command, waiting.stored.made_at,
                        waiting.safe ? Progress::waiting : Progress::keeping, waiting.foretold});
    for (const auto& [local, refusal] : refused_)
        list.push_back({local, refusal.id, refusal.command, refusal.made_at, Progress::refused,
                        refusal.outcome.refused});
    return list;
}

std::vector<const StoredCommand*> Replica::own_since(Instant since) const {
    std::vector<const StoredCommand*> list;
    for (const auto& [local, command] : confirmed_commands_)
        if (command.settled_at >= since) list.push_back(&command);
    for (const auto& [local, waiting] : waiting_)
        list.push_back(&waiting.stored);
    return list;
}

std::size_t Replica::waiting() const {
    return waiting_.size();
}

bool Replica::lease_over(Instant now) const {
    if (meta_.lease_hours == 0 || !meta_.user) return false;
    return now.ms - meta_.contact.ms > meta_.lease_hours * 3'600'000;
}

}  // namespace ensemble::sync
