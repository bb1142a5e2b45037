// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/sync/messages.h"

// A page's share of the control plane: what the daemon confirmed, what the person asked for since,
// and the view of both. A state machine without clock, chance, socket or disk: everything that
// happens comes in as a call, everything to be done goes out as an effect.
namespace ensemble::sync {

// What is kept on the page's disk, by key.
struct StoredMeta {
    std::string device;
    UserId user;
    std::string epoch;
    Instant contact;  // the daemon's clock when it was last heard
    std::int64_t lease_hours = 0;
};
struct StoredScope {
    Scope scope;
    std::int64_t version = 0;
    std::vector<Versioned> rows;
};
// A command on its way, or one that the daemon confirmed not long ago and could forget if it were
// restored from a backup.
struct StoredCommand {
    std::int64_t local = 0;  // order of making on this device
    std::string id;
    Command command;
    Instant made_at;
    bool confirmed = false;
    std::int64_t version = 0;  // of the daemon when it confirmed
    Instant settled_at;        // by the daemon's clock
};
struct StoredRefusal {
    std::int64_t local = 0;
    std::string id;
    Command command;
    Instant made_at;
    Instant settled_at;  // by the daemon's clock
    Outcome outcome;
};
using Stored = std::variant<StoredMeta, StoredScope, StoredCommand, StoredRefusal>;

// "meta", "scope/team:7", "command/000000000012", "refused/000000000012".
std::string storage_key(const Stored& stored);

struct Send {
    FromPage message;
};
// Writes and removals of one effect happen together or not at all. When they are safe, `stored`
// is called with the ticket.
struct Store {
    std::vector<Stored> put;
    std::vector<std::string> removed;
    std::int64_t ticket = 0;
};
// Rows or commands are not what they were; what shows them asks again.
struct Changed {
    std::vector<Scope> scopes;
    bool commands = false;
};
// The scope may not be shown any more: whatever else was kept of it is to be forgotten as well.
struct Purge {
    Scope scope;
};
// Close the connection and open a new one, not before so long.
struct Reconnect {
    std::int64_t wait_ms = 0;
};
using Effect = std::variant<Send, Store, Changed, Purge, Reconnect>;
using Effects = std::vector<Effect>;

enum class Progress : std::uint8_t {
    keeping = 1,  // not on this disk yet
    waiting = 2,  // on this disk, the daemon has not answered
    refused = 3,
};
struct Pending {
    std::int64_t local = 0;
    std::string id;
    Command command;
    Instant made_at;
    Progress progress = Progress::keeping;
    std::optional<records::Refused> refused;  // by the daemon, or foretold while it waits
};

class Replica {
public:
    struct Options {
        std::string client;  // random, new at every start
        std::string device;  // random; what is stored wins
        // Of the first command made here. A page that only follows counts from where the one that
        // leads never comes to: its commands are replaced by those of the same id.
        std::int64_t first_local = 1;
    };
    explicit Replica(Options options);
    Replica(const Replica&) = delete;
    Replica& operator=(const Replica&) = delete;

    // From the disk, before anything else. Order does not matter.
    void restore(std::vector<Stored> stored);
    // Another page that leads wrote to the disk: the same, piece by piece.
    Effects follow(const std::vector<Stored>& put, const std::vector<std::string>& removed);

    // A person asks for something. Nothing is sent before it is stored. The verdict foretells.
    // `id` is random, of this command for ever. A refusal that is foretold is not kept.
    struct Acted {
        records::Verdict verdict;
        Effects effects;
    };
    Acted act(Command command, std::string id, Instant now);
    records::Verdict foretell(const Command& command, Instant now) const;
    Effects stored(std::int64_t ticket);
    // A refused command was read by its person.
    Effects dismiss(std::int64_t local);

    Effects connected();
    void disconnected();
    Effects receive(FromDaemon message);
    // What is known of a run from elsewhere, so that it can be decided about here. What the daemon
    // says of it later wins.
    void lend(records::Run run);
    // What a page looks at besides its standing scopes.
    Effects subscribe(Scope scope, std::int64_t since);
    Effects unsubscribe(Scope scope);

    // Confirmed and asked for, together. Valid until the next call that is not const.
    const records::State& view() const { return view_; }
    const records::State& confirmed() const { return confirmed_; }
    records::Context context(Instant now) const;
    UserId user() const { return meta_.user; }
    const StoredMeta& meta() const { return meta_; }
    std::vector<Pending> pending() const;
    // What the person asked for and the daemon confirmed since then, and what waits; in the order
    // of making. Valid until the next call that is not const.
    std::vector<const StoredCommand*> own_since(Instant since) const;
    std::size_t waiting() const;
    bool greeted() const { return greeted_; }
    std::int64_t version(Scope scope) const;
    std::vector<Position> positions() const;
    // Whether what is kept may still be shown. The daemon sets how long; 0 hours: for ever.
    bool lease_over(Instant now) const;

private:
    struct Kept {
        std::int64_t version = 0;
        std::map<Key, std::int64_t> rows;  // their versions
        std::uint64_t sum = 0;
        bool on_demand = false;
    };
    struct Waiting {
        StoredCommand stored;
        bool safe = false;     // on the disk
        std::int64_t seq = 0;  // 0: not sent under this client
        std::optional<records::Refused> foretold;
    };

    void put_row(Kept& kept, Versioned row);
    void erase_row(Kept& kept, const Key& key);
    bool fits(const ScopePatch& patch) const;
    bool wanted(const ScopePatch& patch) const;
    bool take(const ScopePatch& patch);
    void forget(Scope scope, Store& store);
    void forget_all(Store& store, Effects& effects);
    void forget_confirmed(Scope scope, Store& store);
    StoredScope stored_scope(Scope scope) const;
    void settle(const Outcome& outcome, Store& store);
    void replay();
    void push(Effects& effects);
    Effects greet(const HelloOk& hello);
    Effects begin_anew(UserId user);
    Effects patch(const Patch& patch);
    void load(Stored stored);
    void unload(std::string_view key);
    void replace_own(const std::string& id);
    void prune(Store& store);

    Options options_;
    StoredMeta meta_;
    records::State confirmed_;
    records::State view_;
    std::map<Scope, Kept> scopes_;
    std::map<std::int64_t, Waiting> waiting_;  // by order of making
    std::map<std::int64_t, StoredCommand> confirmed_commands_;
    std::map<std::int64_t, StoredRefusal> refused_;
    std::map<std::int64_t, std::int64_t> keeping_;   // ticket → order of making
    std::map<std::int64_t, std::int64_t> settling_;  // ticket → last number that it settles
    std::map<Scope, std::int64_t> subscribed_;
    std::int64_t next_ticket_ = 1;
    std::int64_t next_seq_ = 1;
    bool connected_ = false;
    bool greeted_ = false;
};

}  // namespace ensemble::sync
