// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "tests/simulation/backing.h"
#include "tests/simulation/scene.h"
#include "tests/simulation/watched_ledger.h"

namespace ensemble::simulation {

// The daemon with its disk, and everything that can happen to a machine.
class Host {
public:
    Host(Scene& scene, std::unique_ptr<Backing> backing);
    ~Host() { crash(); }
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;

    bool up() const { return authority_ != nullptr; }
    sync::Authority& authority() { return *authority_; }
    sync::PageSessions& sessions() { return *sessions_; }

    void start();
    void crash();
    // What is done when a step is over: whoever died in it is dead.
    void bury();
    void meet(WatchedLedger::Fate fate) { watched_.next = fate; }
    void heal() { watched_.next = WatchedLedger::Fate::none; }

    void back_up();
    void restore();
    void forget(std::int64_t versions_kept);

    // Refused while the daemon is down.
    std::shared_ptr<Link> connect(UserId user, bool hostile);
    // Gives the daemon one frame; false when nothing is on its way to it.
    bool deliver(Link& link);
    // The daemon notices that the other end is gone.
    void close(Link& link);
    // The end of a round. With `all` it goes on until everybody was told everything.
    void flush(bool all, bool check);

private:
    void check_state();

    Scene& scene_;
    std::unique_ptr<Backing> backing_;
    WatchedLedger watched_;
    std::unique_ptr<sync::Authority> authority_;
    std::unique_ptr<sync::PageSessions> sessions_;
    std::optional<History::Mark> backup_;
};

}  // namespace ensemble::simulation
