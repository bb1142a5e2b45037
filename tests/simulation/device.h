// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "shared/sync/replica.h"
#include "tests/simulation/host.h"
#include "tests/simulation/prng.h"
#include "tests/simulation/scene.h"

namespace ensemble::simulation {

// A browser on one machine: a disk, some tabs of which one leads, at most one connection. It does
// what the page's own code around the replica does, and what can happen to it.
class Device {
public:
    Device(Scene& scene, Host& host, std::size_t number, UserId user);

    const std::string& name() const { return name_; }
    UserId user() const { return user_; }
    bool open() const { return !tabs_.empty(); }
    // Shows the runs of a project.
    bool looks_at(Scope scope) const { return looking_.count(scope) != 0; }
    const std::set<Scope>& looking() const { return looking_; }
    bool connected() const { return link_ != nullptr; }
    const std::shared_ptr<Link>& link() const { return link_; }
    std::size_t tab_count() const { return tabs_.size(); }
    Instant now() const { return {scene_.now.ms + offset_ms_}; }
    const sync::Replica& leader() const { return *tabs_.front().replica; }
    const sync::Replica& replica(std::size_t tab) const { return *tabs_[tab].replica; }

    // Steps of a person.
    void act(std::size_t tab, sync::Command command, std::string id);
    void look(Scope scope, bool on);
    void dismiss(std::uint32_t which);
    void switch_user(UserId user);
    // Steps of the machine.
    void open_tab();
    void close_leader(std::size_t writes_done);
    void lose_power(std::size_t writes_done);
    void evict();
    void set_clock(std::int64_t offset_ms) { offset_ms_ = offset_ms; }
    bool finish_write();
    bool hear();  // one tab hears one piece
    // Steps of the network.
    bool wants_connection() const;
    bool may_connect() const;  // now
    void connect();
    // The page notices that the connection is gone.
    void lose_connection();
    bool take();  // one frame

    // Every fault is over: what waits needs not wait any more.
    void hurry() { reconnect_at_ = {}; }
    bool settled() const;
    // What holds once nothing moves any more.
    void check_settled();
    void check_wiped() const;

private:
    struct Asked {
        std::string id;
        sync::Command command;
    };
    struct Piece {
        std::vector<sync::Stored> put;
        std::vector<std::string> removed;
    };
    struct Tab {
        std::unique_ptr<sync::Replica> replica;
        std::deque<Piece> heard;   // from the leading tab, not taken yet
        std::deque<Asked> asking;  // of the leading tab, not known to be kept yet
    };

    std::unique_ptr<sync::Replica> load(std::string client) const;
    void lead();
    void tell_asked(Tab& tab);
    std::string outbox();
    void ask(const Asked& asked);
    void perform(sync::Effects effects);
    void send(const sync::FromPage& message);
    void write(Piece piece);
    void wipe();
    void forget_kept() { kept_.clear(); }
    bool keeps(const std::string& id) const;
    void check_rows(const sync::Replica& replica) const;
    void check_tab(const sync::Replica& replica) const;
    void check_command(const std::string& id) const;
    bool forgotten(const std::string& id) const;
    void check_disk() const;

    Scene& scene_;
    Host& host_;
    std::string name_;
    UserId user_;
    std::int64_t leaders_ = 0;
    std::int64_t lives_ = 0;  // of the disk
    std::int64_t offset_ms_ = 0;
    Instant reconnect_at_;
    bool signed_in_ = true;
    std::map<std::string, sync::Stored> disk_;
    UserId disk_user_;                         // whose it is
    std::map<UserId, std::int64_t> given_up_;  // how often somebody else had the disk then
    std::deque<sync::Store> writing_;
    std::vector<Tab> tabs_;    // the first one leads
    std::deque<Asked> asked_;  // by other tabs, on its way to the leading one
    std::shared_ptr<Link> link_;
    std::set<std::string> kept_;  // ids of commands that were safe on this disk
    std::set<std::string> dismissed_;
    std::set<std::string> pruned_;  // outcomes that the page let go because they are old
    std::set<Scope> looking_;       // runs that the leading tab shows
};

}  // namespace ensemble::simulation
