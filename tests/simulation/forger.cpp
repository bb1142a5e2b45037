// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/forger.h"

#include <utility>

#include "tests/simulation/intents.h"

namespace ensemble::simulation {

void Forger::say(sync::FromPage message) {
    if (link_ != nullptr && link_->daemon_open) link_->up.push_back(std::move(message));
}

void Forger::leave() {
    if (link_ == nullptr) return;
    link_->page_open = false;
    link_->up.clear();
    host_.close(*link_);
    link_.reset();
}

void Forger::connect(Prng& prng) {
    leave();
    link_ = host_.connect({1 + prng.below(scene_.setting.people)}, true);
    if (link_ == nullptr) return;
    scene_.tell("a forger connects as user ", link_->user.value);
    // Nobody reads what comes.
    link_->page_open = true;
    if (prng.chance(90)) say(hello(prng));
}

Scope Forger::some_scope(Prng& prng) const {
    const auto kind = static_cast<records::ScopeKind>(1 + prng.below(6));
    constexpr std::int64_t bases[] = {1, 11, 101, 201};
    return {kind, prng.chance(5) ? -1 : bases[prng.index(std::size(bases))] + prng.below(4)};
}

sync::Hello Forger::hello(Prng& prng) {
    sync::Hello hello{.client = "forged-" + std::to_string(++clients_), .device = "forged"};
    next_seq_ = 1;
    last_id_.clear();
    // A client of somebody else.
    const auto& accepted = scene_.checks.history().accepted();
    if (!accepted.empty() && prng.chance(30)) {
        const auto& fate = prng.pick(accepted).second;
        if (fate.actor != link_->user && !fate.client.empty()) hello.client = fate.client;
    }
    if (prng.chance(3)) hello.client.clear();
    if (prng.chance(3)) hello.client = std::string(5'000, 'x');
    hello.epoch = prng.chance(85) ? scene_.checks.epoch : "another";
    const std::uint32_t count = prng.chance(1) ? 5'000 : prng.below(8);
    for (std::uint32_t i = 0; i < count; ++i)
        hello.positions.push_back({some_scope(prng), std::int64_t{prng.below(60)} - 5});
    if (prng.chance(5)) hello.positions.push_back({some_scope(prng), INT64_MAX});
    return hello;
}

sync::Push Forger::push(Prng& prng) {
    sync::Push push;
    records::State all;
    for (const auto& [key, row] : scene_.checks.history().now())
        all.put(row);
    const std::uint32_t count = prng.chance(2) ? 5'000 : 1 + prng.below(3);
    for (std::uint32_t i = 0; i < count; ++i) {
        auto command = count > 10 && i > 0 ? push.commands.front().command
                                           : choose_command(all, ~std::uint64_t{0}, prng);
        std::string id = "f" + std::to_string(prng.next() >> 12);
        if (prng.chance(10) && !last_id_.empty()) id = last_id_;
        last_id_ = id;
        std::int64_t seq = next_seq_++;
        if (prng.chance(10)) seq = std::int64_t{prng.below(20)} - 3;
        push.commands.push_back({seq, std::move(id), std::move(command), {0}});
    }
    return push;
}

void Forger::act(Prng& prng) {
    if (link_ == nullptr || !link_->daemon_open || prng.chance(5)) return connect(prng);
    link_->down.clear();
    switch (prng.below(8)) {
    case 0:
    case 1:
    case 2:
    case 3:
        return say(push(prng));
    case 4:
        return say(sync::Subscribe{some_scope(prng), std::int64_t{prng.below(40)} - 2});
    case 5:
        return say(sync::Unsubscribe{some_scope(prng)});
    case 6:
        return say(sync::Seen{std::int64_t{prng.below(30)} - 5});
    default:
        break;
    }
    if (prng.chance(30)) return say(hello(prng));
    // What somebody else sent, once more.
    if (scene_.overheard && scene_.overheard_user == link_->user) say(*scene_.overheard);
}

}  // namespace ensemble::simulation
