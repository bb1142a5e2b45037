// SPDX-License-Identifier: Apache-2.0
#include "shared/records/state.h"

namespace ensemble::records {

namespace {

struct KeyOf {
    Key operator()(const Settings&) const { return {Kind::settings}; }
    Key operator()(const User& row) const { return {Kind::user, row.id.value}; }
    Key operator()(const Account& row) const { return {Kind::account, row.user.value}; }
    Key operator()(const CustomRole& row) const { return {Kind::custom_role, row.id.value}; }
    Key operator()(const Team& row) const { return {Kind::team, row.id.value}; }
    Key operator()(const Member& row) const {
        return {Kind::member, row.team.value, row.user.value};
    }
    Key operator()(const Invite& row) const { return {Kind::invite, row.team.value, row.id.value}; }
    Key operator()(const Invitation& row) const {
        return {Kind::invitation, row.user.value, row.id.value};
    }
    Key operator()(const Project& row) const { return {Kind::project, row.id.value}; }
    Key operator()(const ProjectMember& row) const {
        return {Kind::project_member, row.project.value, row.user.value};
    }
    Key operator()(const Star& row) const {
        return {Kind::star, row.user.value, row.project.value};
    }
    Key operator()(const Run& row) const { return {Kind::run, row.id.value}; }
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

Key key(const Row& row) {
    return std::visit(KeyOf{}, row);
}

bool same_name(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lower(a[i]) != lower(b[i])) return false;
    return true;
}

State State::over(const State& below) {
    State state;
    state.below_ = &below;
    return state;
}

const Row* State::find(const Key& key) const {
    const auto found = rows_.find(key);
    if (found != rows_.end()) return found->second ? &*found->second : nullptr;
    return below_ != nullptr ? below_->find(key) : nullptr;
}

void State::walk(const Key& from, const Key& to, const Visitor& visit) const {
    auto here = rows_.lower_bound(from);
    const auto visit_here_before = [&](const Key& end) {
        for (; here != rows_.end() && here->first < end; ++here)
            if (here->second) visit(*here->second);
    };
    if (below_ != nullptr) {
        below_->walk(from, to, [&](const Row& row) {
            const Key at = key(row);
            visit_here_before(at);
            if (here == rows_.end() || !(here->first == at)) return visit(row);
            if (here->second) visit(*here->second);
            ++here;
        });
    }
    for (; here != rows_.end() && !(to < here->first); ++here)
        if (here->second) visit(*here->second);
}

void State::put(Row row) {
    const Key at = key(row);
    rows_.insert_or_assign(at, std::move(row));
}

void State::erase(const Key& key) {
    if (below_ != nullptr && below_->find(key) != nullptr)
        rows_.insert_or_assign(key, std::nullopt);
    else
        rows_.erase(key);
}

void State::apply(const Changes& changes) {
    for (const Key& key : changes.erased)
        erase(key);
    for (const Row& row : changes.put)
        put(row);
}

void State::clear() {
    rows_.clear();
}

std::size_t State::size() const {
    return rows_.size();
}

template <class T>
const T* State::get(const Key& key) const {
    const Row* row = find(key);
    return row != nullptr ? std::get_if<T>(row) : nullptr;
}

const Settings& State::settings() const {
    static const Settings defaults;
    const auto* found = get<Settings>({Kind::settings});
    return found != nullptr ? *found : defaults;
}

const User* State::user(UserId id) const {
    return get<User>({Kind::user, id.value});
}
const Account* State::account(UserId id) const {
    return get<Account>({Kind::account, id.value});
}
const CustomRole* State::custom_role(RoleId id) const {
    return get<CustomRole>({Kind::custom_role, id.value});
}
const Team* State::team(TeamId id) const {
    return get<Team>({Kind::team, id.value});
}
const Member* State::member(TeamId team, UserId user) const {
    return get<Member>({Kind::member, team.value, user.value});
}
const Invite* State::invite(TeamId team, InviteId id) const {
    return get<Invite>({Kind::invite, team.value, id.value});
}
const Invitation* State::invitation(UserId user, InviteId id) const {
    return get<Invitation>({Kind::invitation, user.value, id.value});
}
const Project* State::project(ProjectId id) const {
    return get<Project>({Kind::project, id.value});
}
const ProjectMember* State::project_member(ProjectId project, UserId user) const {
    return get<ProjectMember>({Kind::project_member, project.value, user.value});
}
const Run* State::run(RunId id) const {
    return get<Run>({Kind::run, id.value});
}

const User* State::user_named(std::string_view name) const {
    const User* found = nullptr;
    each(Kind::user, [&](const Row& row) {
        const auto& user = std::get<User>(row);
        if (same_name(user.name, name)) found = &user;
    });
    return found;
}

const Team* State::team_named(std::string_view name) const {
    const Team* found = nullptr;
    each(Kind::team, [&](const Row& row) {
        const auto& team = std::get<Team>(row);
        if (same_name(team.name, name)) found = &team;
    });
    return found;
}

const Project* State::project_named(TeamId team, std::string_view name) const {
    const Project* found = nullptr;
    each(Kind::project, [&](const Row& row) {
        const auto& project = std::get<Project>(row);
        if (project.team == team && !project.deleted_at && project.name == name) found = &project;
    });
    return found;
}

}  // namespace ensemble::records
