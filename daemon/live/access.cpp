// SPDX-License-Identifier: Apache-2.0
#include "daemon/live/access.h"

#include <algorithm>

namespace ensemble::live {

namespace {

using permissions::Action;
using records::Kind;
using records::Row;

const Row* find(const std::vector<Row>& rows, const records::Key& key) {
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&](const Row& row) { return records::key(row) == key; });
    return found != rows.end() ? &*found : nullptr;
}

bool moves(const Row* before, const Row& after) {
    switch (records::key(after).kind) {
    case Kind::settings:
    case Kind::user:
    case Kind::custom_role:
    case Kind::member:
    case Kind::project_member:
        return true;
    case Kind::team:
    case Kind::project:
        return before != nullptr;  // to what is new nobody listens
    case Kind::run:
        return before != nullptr &&
               std::get<records::Run>(*before).project != std::get<records::Run>(after).project;
    case Kind::account:
    case Kind::invite:
    case Kind::invitation:
    case Kind::star:
        return false;
    }
    return true;
}

}  // namespace

bool may_listen(const records::State& state, const records::Asker& asker, ProjectId id) {
    const records::Project* project = state.project(id);
    if (project == nullptr || project->deleted_at) return false;
    const records::Team* team = state.team(project->team);
    if (team != nullptr && team->deleted_at) return false;
    const records::Target target{project->team, id, {}};
    return records::may(state, asker, Action::project_read, target).allowed &&
           records::may(state, asker, Action::run_read, target).allowed;
}

bool moves_access(const records::Changes& changes, const std::vector<Row>& before) {
    const auto by_put = [&](const Row& row) { return moves(find(before, records::key(row)), row); };
    const auto by_erasing = [&](const records::Key& key) {
        const Row* row = find(before, key);
        return row == nullptr || moves(row, *row);
    };
    return std::any_of(changes.put.begin(), changes.put.end(), by_put) ||
           std::any_of(changes.erased.begin(), changes.erased.end(), by_erasing);
}

}  // namespace ensemble::live
