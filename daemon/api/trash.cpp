// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "daemon/api/door.h"

namespace ensemble::api {

using nlohmann::json;

namespace {

constexpr std::int64_t runs_max = 500;
constexpr std::int64_t day_ms = 24ll * 60 * 60 * 1000;

std::string name_of(Rooms& rooms, UserId id) {
    const records::User* user = rooms.authority.state().user(id);
    return user != nullptr ? user->name : "";
}

// The deleted runs of a project that can still be restored; `may_restore` says by the caller. For
// those in it: who only looks on at a public project does not see what was taken out of it.
Result<http::Response> trash_of_project(Rooms& rooms, const http::Request& request) {
    auto found = find_project(rooms, request, permissions::Action::run_read);
    if (!found) return found.error();
    const records::State& state = rooms.authority.state();
    const records::Project* project = state.project(found->project.id);
    if (project == nullptr || !records::holding(state, *project, found->caller.user.id))
        return fail(ErrorCode::forbidden, "Not allowed: not_a_member.");
    auto runs = rooms.trash.runs(found->project.id, runs_max);
    if (!runs) return runs.error();
    json list = json::array();
    for (const storage::TrashStore::DeletedRun& run : *runs) {
        list.push_back({{"id", run.id.value},
                        {"name", run.name},
                        {"display_name", run.display_name},
                        {"author", name_of(rooms, run.author)},
                        {"author_id", run.author.value},
                        {"deleted_at_ms", run.deleted_at.ms},
                        {"deleted_by", name_of(rooms, run.deleted_by)},
                        {"purged_at_ms", run.deleted_at.ms + rooms.trash_days * day_ms},
                        {"may_restore", may(rooms, found->caller, permissions::Action::run_restore,
                                            found->project.id, run.author)}});
    }
    return answer(200, {{"runs", std::move(list)}, {"trash_days", rooms.trash_days}});
}

}  // namespace

void add_trash_routes(http::Router& router, Rooms& rooms) {
    add(router, "GET", "/api/projects/{team}/{project}/trash",
        [&rooms](const http::Request& request) { return trash_of_project(rooms, request); });
}

}  // namespace ensemble::api
