// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/sync/ledger.h"
#include "daemon/sync/whereabouts.h"

namespace ensemble::sync {

// Decides: the whole control plane in memory, the ledger under it. A command is decided on what is
// committed, stored, and only then applied and told. Only the core thread calls it.
class Authority {
public:
    // `committed` hears of everything that was stored, after it was applied.
    using Committed = std::function<void(const std::vector<Decided>&)>;
    static Result<std::unique_ptr<Authority>> open(Ledger& ledger);
    void when_committed(Committed committed) { committed_.push_back(std::move(committed)); }

    const records::State& state() const { return state_; }
    const std::string& epoch() const { return epoch_; }
    std::int64_t version() const { return version_; }

    // Who sends, and how.
    struct Origin {
        records::Asker asker;
        UserId on_behalf_of;
        std::string client;  // "" for one command that is not numbered
        std::string device;
        InviteId proven_invite;
    };
    // One after the other, in one transaction. A command whose id is known gets its first outcome;
    // a number that was had already is passed over; a hole is bad_request. Any error: nothing of
    // all this happened.
    using Outcomes = Result<std::vector<Outcome>>;
    Outcomes push(const Origin& origin, const std::vector<Numbered>& commands, Instant now);
    // The pushes of several clients, in one transaction when nothing is wrong with any of them.
    // Each has the result that it would have if they were pushed one after the other.
    struct Pushed {
        Origin origin;
        std::vector<Numbered> commands;
    };
    std::vector<Outcomes> push(const std::vector<Pushed>& pushes, Instant now);
    // One command of a script or of the daemon's other doors.
    Result<Outcome> submit(const Origin& origin, Command command, std::string id, Instant now);
    // What the daemon does by itself or for its operator: rows as they shall be, and a line in the
    // audit. A refusal is a line alone.
    Result<void> record(Decided event);

    // What the scope changed to after `from`. A `from` of 0, from before the horizon or ahead of
    // this history gives the whole.
    Result<ScopePatch> patch(Scope scope, std::int64_t from) const;
    std::int64_t version(Scope scope) const;
    // Every scope that the user sees and gets without asking.
    std::vector<Scope> standing_scopes(UserId user) const {
        return whereabouts_.standing_scopes(state_, user);
    }
    Ledger& ledger() { return ledger_; }

private:
    explicit Authority(Ledger& ledger) : ledger_(ledger) {}

    // The rows of one scope by the version of their last change.
    struct ScopeLog {
        std::int64_t version = 0;
        std::uint64_t sum = 0;
        std::set<std::pair<std::int64_t, Key>> rows;
        std::set<std::pair<std::int64_t, Key>> erased;
    };
    struct Place {
        Scope scope;
        std::int64_t version = 0;
    };

    // What was decided and is not stored yet, and what the rows would be after it.
    struct Draft {
        records::State state;
        std::int64_t version = 0;
        std::vector<Decided> batch;
        std::vector<Outcome> outcomes;  // one for each of the batch
    };

    void place(const Row& row, std::int64_t version);
    void displace(const Key& key, std::int64_t version);
    void bury(Scope scope, const Key& key, std::int64_t version);
    Result<void> decide_all(Draft& draft, const Pushed& pushed, Instant now);
    Result<std::optional<Outcome>> first_outcome(const Draft& draft, const std::string& id);
    Result<Decided> decide_one(records::State& draft, const Origin& origin,
                               const Numbered& numbered, std::int64_t version, Instant now);
    Result<void> fetch_run(records::State& draft, const Command& command);
    Result<bool> name_taken(const records::State& draft, const records::Run& arriving) const;
    Result<void> commit(std::vector<Decided> batch);

    Ledger& ledger_;
    std::vector<Committed> committed_;
    records::State state_;
    std::string epoch_;
    std::int64_t version_ = 0;
    std::int64_t loaded_version_ = 0;  // when the daemon started
    std::int64_t horizon_ = 0;
    std::map<Scope, ScopeLog> scopes_;
    std::map<Key, Place> places_;
    Whereabouts whereabouts_;
};

}  // namespace ensemble::sync
