// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "shared/records/scope.h"
#include "shared/records/state.h"

namespace ensemble::sync {

// Where to look for what somebody sees. Asking of every team and project whether this person sees
// it takes too long for whoever is in few of many; most see only what they belong to.
class Whereabouts {
public:
    void put(const records::Row& row);
    void erase(const records::Key& key);

    // The same as records::standing_scopes, in the same order.
    std::vector<records::Scope> standing_scopes(const records::State& state, UserId user) const;

private:
    using Pair = std::pair<std::int64_t, std::int64_t>;
    struct Project {
        std::int64_t team = 0;
        bool found_by_all = false;
    };

    void move(const records::Project& project);
    void leave(std::int64_t project);

    std::set<Pair> teams_;      // user, team that they are in
    std::set<Pair> additions_;  // user, project that they were added to
    std::set<Pair> projects_of_teams_;
    std::set<std::int64_t> found_by_all_;
    std::map<std::int64_t, Project> projects_;
};

}  // namespace ensemble::sync
