// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/device.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tests/simulation/founding.h"
#include "tests/simulation/planted.h"
#include "tests/simulation/wire.h"

namespace ensemble::simulation {

using records::ScopeKind;

Device::Device(Scene& scene, Host& host, std::size_t number, UserId user)
    : scene_(scene), host_(host), user_(user) {
    constexpr std::array kinds{"laptop", "desktop", "phone", "tablet"};
    name_ = std::string(person_name(static_cast<std::uint32_t>(user.value - 1))) + "'s " +
            kinds[number % kinds.size()] + " " + std::to_string(number + 1);
    open_tab();
}

std::unique_ptr<sync::Replica> Device::load(std::string client) const {
    auto replica = std::make_unique<sync::Replica>(sync::Replica::Options{
        .client = std::move(client), .device = name_ + "/" + std::to_string(lives_)});
    std::vector<sync::Stored> stored;
    for (const auto& [key, one] : disk_)
        stored.push_back(one);
    replica->restore(std::move(stored));
    return replica;
}

// The first tab leads from now on; all of them start from what is on the disk.
void Device::lead() {
    asked_.clear();
    looking_.clear();
    for (Tab& tab : tabs_) {
        const bool leads = &tab == &tabs_.front();
        tab.replica = load(leads ? name_ + "#" + std::to_string(++leaders_) : "");
        tab.heard.clear();
        if (!leads) tell_asked(tab);
    }
    if (open())
        for (const sync::Position& position : leader().positions())
            scene_.checks.holds(leader(), position.scope);
    if (tabs_.empty()) return;
    const auto mine = std::exchange(tabs_.front().asking, {});
    for (const Asked& asked : mine)
        ask(asked);
}

// What a tab does not see on the disk it asks for once more.
void Device::tell_asked(Tab& tab) {
    std::erase_if(tab.asking, [&](const Asked& asked) { return keeps(asked.id); });
    for (const Asked& asked : tab.asking)
        asked_.push_back(asked);
}

bool Device::keeps(const std::string& id) const {
    return std::any_of(disk_.begin(), disk_.end(), [&](const auto& entry) {
        const auto* command = std::get_if<sync::StoredCommand>(&entry.second);
        const auto* refusal = std::get_if<sync::StoredRefusal>(&entry.second);
        return (command != nullptr && command->id == id) ||
               (refusal != nullptr && refusal->id == id);
    });
}

void Device::open_tab() {
    tabs_.emplace_back();
    if (tabs_.size() == 1) return lead();
    tabs_.back().replica = load("");
}

void Device::act(std::size_t tab, sync::Command command, std::string id) {
    const Asked asked{std::move(id), std::move(command)};
    if (tab == 0) return ask(asked);
    const auto verdict = tabs_[tab].replica->foretell(asked.command, now());
    if (!std::holds_alternative<records::Accepted>(verdict)) return;
    scene_.tell(name_, ", another tab: ", sync::name(asked.command), " ", asked.id);
    tabs_[tab].asking.push_back(asked);
    asked_.push_back(asked);
}

std::string Device::outbox() {
    return tabs_.front().replica->meta().device + " of " + std::to_string(user_.value) + "/" +
           std::to_string(given_up_[user_]);
}

void Device::ask(const Asked& asked) {
    sync::Replica& replica = *tabs_.front().replica;
    for (const sync::Pending& pending : replica.pending())
        if (pending.id == asked.id) return;
    auto acted = replica.act(asked.command, asked.id, now());
    const bool accepted = std::holds_alternative<records::Accepted>(acted.verdict);
    scene_.tell(name_, ": ", sync::name(asked.command), " ", asked.id,
                accepted ? "" : " (foretold: refused)");
    if (accepted) scene_.checks.made(replica.meta().device, outbox(), asked.id);
    if (!accepted)
        for (Tab& tab : tabs_)
            std::erase_if(tab.asking, [&](const Asked& other) { return other.id == asked.id; });
    perform(std::move(acted.effects));
}

void Device::look(Scope scope, bool on) {
    sync::Replica& replica = *tabs_.front().replica;
    if (on)
        looking_.insert(scope);
    else
        looking_.erase(scope);
    perform(on ? replica.subscribe(scope, 0) : replica.unsubscribe(scope));
}

void Device::dismiss(std::uint32_t which) {
    sync::Replica& replica = *tabs_.front().replica;
    std::vector<sync::Pending> refused;
    for (sync::Pending& pending : replica.pending())
        if (pending.progress == sync::Progress::refused) refused.push_back(std::move(pending));
    if (refused.empty()) return;
    const sync::Pending& one = refused[which % refused.size()];
    dismissed_.insert(one.id);
    perform(replica.dismiss(one.local));
}

// The page's own code: every effect becomes something that can be delayed or lost.
void Device::perform(sync::Effects effects) {
    for (sync::Effect& effect : effects) {
        if (auto* sending = std::get_if<sync::Send>(&effect)) {
            send(sending->message);
        } else if (auto* store = std::get_if<sync::Store>(&effect)) {
            const std::int64_t ticket = store->ticket;
            writing_.push_back(std::move(*store));
            if (planted == disk_before_its_time) perform(tabs_.front().replica->stored(ticket));
        } else if (const auto* purge = std::get_if<sync::Purge>(&effect)) {
            looking_.erase(purge->scope);
        } else if (const auto* again = std::get_if<sync::Reconnect>(&effect)) {
            reconnect_at_ = {scene_.now.ms + again->wait_ms};
            lose_connection();
        }
    }
}

void Device::send(const sync::FromPage& message) {
    if (const auto* push = std::get_if<sync::Push>(&message)) {
        for (const sync::Numbered& numbered : push->commands)
            if (!keeps(numbered.id))
                scene_.checks.fail("a command was sent before it was kept", numbered.id);
    }
    if (link_ == nullptr) return;
    if (!link_->daemon_open) return;
    if (!scene_.setting.as_text) return link_->up.push_back(message);
    for (sync::FromPage& frame : through_text(message, scene_.checks))
        link_->up.push_back(std::move(frame));
}

void Device::write(Piece piece) {
    for (const std::string& key : piece.removed) {
        const auto found = disk_.find(key);
        if (found == disk_.end()) continue;
        if (const auto* command = std::get_if<sync::StoredCommand>(&found->second);
            command != nullptr && command->confirmed)
            pruned_.insert(command->id);
        if (const auto* refusal = std::get_if<sync::StoredRefusal>(&found->second))
            pruned_.insert(refusal->id);
        disk_.erase(found);
    }
    for (sync::Stored& stored : piece.put) {
        if (const auto* meta = std::get_if<sync::StoredMeta>(&stored)) {
            // What another person asked for here and never sent went with them.
            if (disk_user_ && disk_user_ != meta->user) {
                ++given_up_[disk_user_];
                forget_kept();
            }
            disk_user_ = meta->user;
        }
        if (const auto* command = std::get_if<sync::StoredCommand>(&stored))
            kept_.insert(command->id);
        std::string key = sync::storage_key(stored);
        if (scene_.setting.as_text) stored = through_text(std::move(stored), scene_.checks);
        disk_.insert_or_assign(std::move(key), std::move(stored));
    }
}

bool Device::finish_write() {
    if (writing_.empty()) return false;
    sync::Store store = std::move(writing_.front());
    writing_.pop_front();
    Piece piece{std::move(store.put), std::move(store.removed)};
    for (std::size_t i = 1; i < tabs_.size(); ++i)
        tabs_[i].heard.push_back(piece);
    write(std::move(piece));
    if (tabs_.empty()) return true;
    perform(tabs_.front().replica->stored(store.ticket));
    return true;
}

bool Device::hear() {
    if (!asked_.empty() && !tabs_.empty()) {
        const Asked asked = std::move(asked_.front());
        asked_.pop_front();
        ask(asked);
        return true;
    }
    for (std::size_t i = 1; i < tabs_.size(); ++i) {
        Tab& tab = tabs_[i];
        if (tab.heard.empty()) continue;
        const Piece piece = std::move(tab.heard.front());
        tab.heard.pop_front();
        (void)tab.replica->follow(piece.put, piece.removed);
        for (const sync::Stored& stored : piece.put) {
            if (const auto* scope = std::get_if<sync::StoredScope>(&stored))
                scene_.checks.holds(*tab.replica, scope->scope);
            if (const auto* command = std::get_if<sync::StoredCommand>(&stored))
                std::erase_if(tab.asking,
                              [&](const Asked& asked) { return asked.id == command->id; });
        }
        return true;
    }
    return false;
}

bool Device::may_connect() const {
    return host_.up() && scene_.now >= reconnect_at_ && wants_connection();
}

bool Device::wants_connection() const {
    if (!open() || link_ != nullptr) return false;
    // Who was signed out has to sign in first, and cannot while deactivated.
    const auto* user = scene_.checks.reference().user(user_);
    return signed_in_ || (user != nullptr && !user->deactivated_at);
}

void Device::connect() {
    link_ = host_.connect(user_, false);
    if (link_ == nullptr) return;
    signed_in_ = true;
    scene_.tell(name_, " connects");
    perform(tabs_.front().replica->connected());
}

void Device::lose_connection() {
    if (link_ == nullptr) return;
    link_->page_open = false;
    link_->down.clear();
    link_.reset();
    if (open()) tabs_.front().replica->disconnected();
}

bool Device::take() {
    if (link_ == nullptr || link_->down.empty()) return false;
    const sync::FromDaemon message = std::move(link_->down.front());
    link_->down.pop_front();
    if (const auto* bye = std::get_if<sync::Bye>(&message)) {
        scene_.tell(name_, " is told goodbye: ", bye->code);
        if (bye->code == "bad_request" && !link_->torn)
            scene_.checks.fail("an honest page was called bad", name_);
        // Whoever is signed out leaves nothing behind.
        if (bye->code == "unauthenticated") {
            lose_connection();
            signed_in_ = false;
            wipe();
            return true;
        }
    }
    sync::Replica& replica = *tabs_.front().replica;
    const auto before = replica.positions();
    const std::string epoch = replica.meta().epoch;
    auto effects = replica.receive(message);
    const bool again = std::any_of(effects.begin(), effects.end(), [](const sync::Effect& effect) {
        return std::holds_alternative<sync::Reconnect>(effect);
    });
    if (!again)
        scene_.checks.took(replica, before, epoch, message);
    else if (std::holds_alternative<sync::Patch>(message) && !link_->torn)
        scene_.checks.fail("a patch did not fit the page", name_);
    perform(std::move(effects));
    return true;
}

void Device::wipe() {
    disk_.clear();
    disk_user_ = {};
    writing_.clear();
    forget_kept();
    ++lives_;
    for (Tab& tab : tabs_)
        tab.asking.clear();
    lead();
}

void Device::close_leader(std::size_t writes_done) {
    if (!open()) return;
    scene_.tell(name_, ": the leading tab is closed");
    lose_connection();
    for (std::size_t i = 0; i < writes_done && !writing_.empty(); ++i) {
        write({writing_.front().put, writing_.front().removed});
        writing_.pop_front();
    }
    writing_.clear();
    tabs_.erase(tabs_.begin());
    if (open())
        lead();
    else
        asked_.clear();
}

void Device::lose_power(std::size_t writes_done) {
    if (!open()) return;
    scene_.tell(name_, " loses power");
    while (tabs_.size() > 1)
        tabs_.pop_back();
    close_leader(writes_done);
    open_tab();
}

void Device::evict() {
    scene_.tell(name_, ": the browser throws away what it kept");
    lose_connection();
    wipe();
}

// Another person's sign-in in the same browser, on the same disk.
void Device::switch_user(UserId user) {
    if (user == user_) return;
    scene_.tell(name_, ": user ", user.value, " signs in");
    lose_connection();
    user_ = user;
    signed_in_ = true;
    for (Tab& tab : tabs_)
        tab.asking.clear();
    // Signing in loads every page anew.
    writing_.clear();
    lead();
}

bool Device::settled() const {
    if (!open()) return true;
    const bool quiet = writing_.empty() && asked_.empty() &&
                       std::all_of(tabs_.begin(), tabs_.end(), [](const Tab& tab) {
                           return tab.heard.empty() && tab.asking.empty();
                       });
    return quiet && link_ != nullptr && link_->down.empty() && link_->up.empty() &&
           tabs_.front().replica->greeted() && tabs_.front().replica->waiting() == 0;
}

}  // namespace ensemble::simulation
