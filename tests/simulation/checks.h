// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "shared/sync/replica.h"
#include "tests/simulation/history.h"
#include "tests/simulation/reference.h"

namespace ensemble::simulation {

struct Violation {
    std::string law;   // "a team without admin"
    std::string what;  // for whoever reads the story
};

// What one connection was told so far.
struct Told {
    bool greeted = false;
    std::map<Scope, std::int64_t> has;  // from its hello, and since
    std::set<Scope> asked;              // of kind `runs`
    std::set<Scope> dropped;
    std::int64_t looked_at = -1;  // by `round_over`, and nothing was told since
};

// The laws that hold at every moment. Each is told what happens, as it happens, and holds it
// against the history and the reference.
class Checks {
public:
    Checks() : reference_(history_) {}
    Checks(const Checks&) = delete;
    Checks& operator=(const Checks&) = delete;

    History& history() { return history_; }
    const History& history() const { return history_; }
    const Reference& reference() const { return reference_; }
    const std::optional<Violation>& violation() const { return violation_; }
    void fail(std::string law, std::string what);

    std::string epoch;  // of the daemon's history now
    struct Counts {
        std::int64_t commands = 0;
        std::int64_t accepted = 0;
        std::int64_t refused = 0;
        std::int64_t messages = 0;
    };
    Counts counts;

    // A command is about to be durable, on the history as it is.
    void deciding(const sync::Decided& decided);
    // The order in which the commands of an outbox were made: of one person on one device, until
    // somebody else has it.
    void made(const std::string& device, const std::string& outbox, const std::string& id);
    void restored(const History::Mark& mark);

    // The daemon says something to the user.
    void said(UserId user, Told& told, const sync::FromDaemon& message);
    // A round is over: whoever could be told was told what they see, and nothing else is left.
    void round_over(UserId user, Told& told);

    // A page took a message: how far it was before.
    void took(const sync::Replica& replica, const std::vector<sync::Position>& before,
              const std::string& epoch_before, const sync::FromDaemon& message);
    // What the page holds of the scope is what the history held at its version.
    void holds(const sync::Replica& replica, Scope scope);

    bool visible(UserId user, Scope scope);

private:
    void said(UserId user, Told& told, const sync::Patch& patch);
    void told_of(const Told& told, const History::Fate& fate, const std::string& id);
    void part(UserId user, Told& told, const sync::ScopePatch& patch);

    History history_;
    Reference reference_;
    std::optional<Violation> violation_;
    struct Outbox {
        std::int64_t made = 0;
        std::int64_t last = 0;  // that was accepted
    };
    struct Making {
        std::string device;
        std::string outbox;
        std::int64_t order = 0;
        bool came = false;  // from that device, not from one that had heard of it
    };
    std::map<std::string, Outbox> outboxes_;
    std::map<std::string, Making> made_;            // by command
    std::map<std::string, std::int64_t> last_seq_;  // by client
    struct Seen {
        std::int64_t at = -1;  // of the history
        bool visible = false;
    };
    std::map<UserId, std::map<Scope, Seen>> visible_;
};

}  // namespace ensemble::simulation
