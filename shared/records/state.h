// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/records/rows.h"

namespace ensemble::records {

// What a decision changes: rows as they are afterwards. Applying it cannot fail.
struct Changes {
    std::vector<Row> put;
    std::vector<Key> erased;
    friend bool operator==(const Changes&, const Changes&) = default;
};

// Rows by key, in order. A state may lie over another one: then it holds only what differs, so
// that trying something out costs as much as is tried and nothing below changes.
class State {
public:
    State() = default;
    // `below` outlives the result and does not change meanwhile.
    static State over(const State& below);

    const Row* find(const Key& key) const;
    void put(Row row);
    void erase(const Key& key);
    void apply(const Changes& changes);
    void clear();

    // Rows of the kind in order of their keys; with `first` only those whose first id is that.
    template <class Visit>
    void each(Kind kind, Visit visit) const {
        visit_all({kind, least, least}, {kind, most, most}, visit);
    }
    template <class Visit>
    void each(Kind kind, std::int64_t first, Visit visit) const {
        visit_all({kind, first, least}, {kind, first, most}, visit);
    }
    // Rows held here, without those below; nullopt stands for one that is erased.
    const std::map<Key, std::optional<Row>>& own() const { return rows_; }
    std::size_t size() const;

    const Settings& settings() const;
    const User* user(UserId id) const;
    const Account* account(UserId id) const;
    const CustomRole* custom_role(RoleId id) const;
    const Team* team(TeamId id) const;
    const Member* member(TeamId team, UserId user) const;
    const Invite* invite(TeamId team, InviteId id) const;
    const Invitation* invitation(UserId user, InviteId id) const;
    const Project* project(ProjectId id) const;
    const ProjectMember* project_member(ProjectId project, UserId user) const;
    const Run* run(RunId id) const;

    // Names of users and teams are compared without regard to the case of ASCII letters, also of
    // deleted teams; those of projects as they are, among live ones.
    const User* user_named(std::string_view name) const;
    const Team* team_named(std::string_view name) const;
    const Project* project_named(TeamId team, std::string_view name) const;

private:
    static constexpr std::int64_t least = INT64_MIN;
    static constexpr std::int64_t most = INT64_MAX;

    template <class T>
    const T* get(const Key& key) const;

    template <class Visit>
    void visit_all(const Key& from, const Key& to, Visit& visit) const {
        auto it = rows_.lower_bound(from);
        const bool none_here = it == rows_.end() || to < it->first;
        if (below_ != nullptr)
            return none_here ? below_->visit_all(from, to, visit) : walk(from, to, std::ref(visit));
        for (; it != rows_.end() && !(to < it->first); ++it)
            if (it->second) visit(*it->second);
    }

    using Visitor = std::function<void(const Row&)>;
    // Both layers at once, in order of keys; what is held above hides what is below.
    void walk(const Key& from, const Key& to, const Visitor& visit) const;

    std::map<Key, std::optional<Row>> rows_;
    const State* below_ = nullptr;
};

bool same_name(std::string_view a, std::string_view b);

}  // namespace ensemble::records
