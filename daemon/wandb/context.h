// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "daemon/graphql/value.h"
#include "daemon/wandb/door.h"
#include "daemon/wandb/heartbeats.h"

namespace ensemble::wandb {

// What lasts as long as the door. Only the core thread touches it, apart from options.now,
// rooms.blobs and the checking of signatures.
struct Context {
    Rooms rooms;
    Options options;
    Heartbeats heartbeats;
    // Which run a file stream address means; checked against the run at every use.
    std::unordered_map<std::string, RunId> paths;
    // When an alert of one title was last kept for a run.
    std::unordered_map<std::string, Instant> alerts;
    std::unordered_set<std::string> logged;  // what was said once
    // Keys of service accounts that nobody has seen yet. A script gets the one that it asked for
    // with the next list of members.
    struct FreshKey {
        UserId by;
        std::string secret;
    };
    std::unordered_map<UserId, FreshKey> fresh_keys;

    void log(std::string line) const {
        if (options.log) options.log(std::move(line));
    }
    // Says it the first time only.
    void log_once(const std::string& line);

    // Writes the run, tells the observer and keeps the heartbeat clock in step with its state.
    Result<void> save(const runs::Run& run);
    // Of what happens in the trash nobody is told.
    void changed(const runs::Run& run) const {
        if (options.observer != nullptr && !run.deleted_at) options.observer->run_changed(run);
    }
    void recorded(const runs::Run& run) const {
        if (options.observer != nullptr && !run.deleted_at) options.observer->run_recorded(run);
    }
};

// A project together with its team, which scripts call an entity.
struct Place {
    teams::Team team;
    projects::Project project;
};

// Whom a service account says it acts for. Nobody else's word counts.
struct Claim {
    std::string username;
    std::string email;
    bool empty() const { return username.empty() && email.empty(); }
};

// One GraphQL request under way.
struct Session {
    Context& context;
    auth::Caller caller;
    std::string base_url;  // of addresses that we hand out, without a slash at the end
    Instant now;
    bool shared = false;  // the script is one of several writers of a run
    Claim claim{};
    std::unordered_map<ProjectId, std::shared_ptr<const Place>> places{};

    Rooms& rooms() { return context.rooms; }
    const records::State& state() const { return context.rooms.authority.state(); }
};

// The subject of the root tables.
struct Root {
    Session& session;
};

using graphql::Arguments;
using graphql::List;
using graphql::Outcome;
using graphql::RawJson;
using graphql::Value;
using Mutation = graphql::Type<Root>::Field;

// Text that is null when empty.
inline Value text_or_null(const std::string& text) {
    return text.empty() ? Value() : Value(text);
}

}  // namespace ensemble::wandb
