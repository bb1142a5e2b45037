// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "shared/permissions/decision.h"
#include "shared/sync/command.h"
#include "tests/simulation/history.h"

namespace ensemble::simulation {

using permissions::Action;

// Who sees what and who may do what, a second time: from the words of the requirements and from
// rows in a plain map. Shares nothing with the real decisions but types.
class Reference {
public:
    explicit Reference(const History& history) : history_(history) {}

    bool may(UserId who, Action action, TeamId team, ProjectId project = {},
             UserId creator = {}) const;
    bool visible(UserId who, Scope scope) const;

    // Why the command must not have been accepted, on the rows just before; "" when it may be.
    std::string fault_of(UserId who, Instant now, const sync::Command& command) const;
    // Why the changes are not those of this command; "" when they may be.
    std::string fault_of_changes(const sync::Command& command,
                                 const records::Changes& changes) const;
    // Whether the asker lacks something for which the command could be called forbidden.
    bool lacks_permission(UserId who, Instant now, const sync::Command& command) const;
    // What is wrong with the rows as they are now, whoever made them so; "" when nothing is.
    std::string fault_of_rows() const;

    template <class T>
    const T* row(const Key& key) const {
        const auto found = history_.now().find(key);
        return found != history_.now().end() ? std::get_if<T>(&found->second) : nullptr;
    }
    const records::User* user(UserId id) const;
    const records::Team* team(TeamId id) const;
    const records::Project* project(ProjectId id) const;
    const records::Run* run(RunId id) const;
    records::Settings settings() const;
    // The role in the team, with what service accounts of the instance have without a row.
    const records::Holding* holding(TeamId team, UserId user) const;
    permissions::ActionSet extra(const records::Holding& holding) const;

private:
    bool sees_team(UserId who, TeamId id, Action action) const;

    const History& history_;
};

}  // namespace ensemble::simulation
