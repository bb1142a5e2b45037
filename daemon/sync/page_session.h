// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "daemon/sync/page_sessions.h"

// One page as the daemon knows it; for the sources of this room.
namespace ensemble::sync {

// How far one page is, in the order of scopes. Thousands of pages have dozens each.
class Positions {
public:
    struct At {
        Scope scope;
        std::int64_t version = 0;
        std::size_t seat = 0;  // among all that hear of the scope
    };

    At* find(Scope scope) {
        const auto at = place(scope);
        return at != all_.end() && at->scope == scope ? &*at : nullptr;
    }
    bool contains(Scope scope) { return find(scope) != nullptr; }
    void add(const At& at) { all_.insert(place(at.scope), at); }
    void erase(Scope scope) {
        std::erase_if(all_, [&](const At& at) { return at.scope == scope; });
    }
    void clear() { all_ = {}; }
    const std::vector<At>& all() const { return all_; }

private:
    std::vector<At>::iterator place(Scope scope) {
        return std::lower_bound(all_.begin(), all_.end(), scope,
                                [](const At& at, Scope other) { return at.scope < other; });
    }

    std::vector<At> all_;
};

class PageSessions::Session : public std::enable_shared_from_this<Session> {
public:
    Session(UserId who, std::string how, std::shared_ptr<Outlet> to)
        : user(who), sign_in(std::move(how)), outlet(std::move(to)) {}

    UserId user;
    std::string sign_in;
    std::shared_ptr<Outlet> outlet;
    std::string client;
    std::string device;
    bool greeted = false;
    bool ended = false;
    Positions has;
    std::vector<Scope> touched;  // where something may be new since it was last told
    bool due = false;
    std::set<Scope> subscribed;  // of kind `runs`
    std::vector<Drop> drops;
    std::vector<Outcome> outcomes;
    std::int64_t last_seq = 0;
};

}  // namespace ensemble::sync
