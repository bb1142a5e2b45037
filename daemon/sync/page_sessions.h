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
#include <unordered_set>
#include <vector>

#include "daemon/sync/authority.h"

namespace ensemble::sync {

// A patch of one scope on its way to several pages. Whoever writes it as text first keeps it here.
struct SharedPatch {
    ScopePatch patch;
    mutable std::string text;
    // The whole frame, for pages that get nothing but this.
    struct Frame {
        std::shared_ptr<const std::string> text;
        std::int64_t last_seq = 0;
        Instant now;
    };
    mutable Frame frame;
};

// What leaves for one page at once.
struct Outgoing {
    std::vector<Drop> drops;
    std::vector<std::shared_ptr<const SharedPatch>> scopes;
    std::vector<Outcome> outcomes;
    std::int64_t last_seq = 0;
    Instant now;
};

// The way out to one page; a socket, or the net of a simulation.
class Outlet {
public:
    virtual ~Outlet() = default;
    virtual void hello(const HelloOk& hello) = 0;
    virtual void patch(const Outgoing& patch) = 0;
    // The connection is closed after it.
    virtual void bye(const Bye& bye) = 0;
    // Handed over and not taken by the network yet.
    virtual std::size_t waiting_bytes() const = 0;
};

// The pages that are connected, and what each of them has. Nothing is kept of a page that has
// gone but the last number of its client and the outcomes that it has not seen. What is sent is
// computed when it is sent, from what the page has to what is: a slow page costs no more than a
// quick one, and one that was away for three weeks takes the same way as one that blinked.
class PageSessions {
public:
    struct Options {
        std::function<Instant()> now;
        std::size_t waiting_bytes_max = 256u << 10;  // until the page has taken more
        std::size_t rows_per_patch_max = 5'000;      // about; a scope is never split
    };
    PageSessions(Authority& authority, Options options);
    ~PageSessions();
    PageSessions(const PageSessions&) = delete;
    PageSessions& operator=(const PageSessions&) = delete;

    class Session;
    // `sign_in` names how the user signed in, so that signing out ends the session.
    std::shared_ptr<Session> open(UserId user, std::string sign_in, std::shared_ptr<Outlet> outlet);
    void receive(Session& session, const FromPage& message);
    void closed(Session& session);

    // Ends the sessions of this sign-in or, when it is "", all of the user.
    void signed_out(UserId user, std::string_view sign_in);

    // Decides what was pushed since the last time, in one transaction, and sends what is due;
    // called at the end of every round. True when somebody could not take all: call again soon.
    bool flush();
    bool idle() const {
        return pushed_.empty() && due_.empty() && recheck_.empty() && stale_.empty() && !all_stale_;
    }
    std::size_t count() const { return sessions_.size(); }

private:
    void hello(Session& session, const Hello& hello);
    void push(Session& session, const Push& push);
    void settle();
    void settled(Session& session, Authority::Outcomes outcomes);
    bool has_pushed(const Session& session) const;
    void forget(Session& session);
    void subscribe(Session& session, const Subscribe& subscribe);
    void end(Session& session, std::string_view code, std::int64_t retry_after_ms);

    void heard(const std::vector<Decided>& batch);
    void hear_row(const Decided& decided, const Row& row);
    void listen(Session& session, Scope scope, std::int64_t version);
    void quit(Session& session, Scope scope);
    void give_up_seat(Scope scope, std::size_t seat);
    void touch(Scope scope);
    void see_again(Session& session, const std::vector<Scope>& standing);
    void see_again(Session& session, Scope scope, bool sees);
    bool sees(const Session& session, const std::vector<Scope>& standing, Scope scope) const;
    void look_again();
    void mark(Session& session);
    bool send(Session& session, Instant now);
    std::shared_ptr<const SharedPatch> shared(Scope scope, std::int64_t from);
    DropReason reason(Scope scope) const;

    Authority& authority_;
    Options options_;
    struct Pushed {
        std::shared_ptr<Session> session;
        Push push;
    };

    std::unordered_set<Session*> sessions_;
    std::vector<Pushed> pushed_;  // and not decided yet; at most one of a session
    std::map<std::pair<UserId, std::string>, Session*> clients_;  // the newest of each
    std::map<Scope, std::vector<Session*>> listeners_;            // by their seats
    std::vector<Session*> due_;
    std::set<Scope> recheck_;  // who sees them may have changed
    std::set<UserId> stale_;   // what they see may have changed
    bool all_stale_ = false;
    std::map<std::pair<Scope, std::int64_t>, std::shared_ptr<const SharedPatch>> shared_;
};

}  // namespace ensemble::sync
