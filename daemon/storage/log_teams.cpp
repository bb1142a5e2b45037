// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/log_teams.h"

#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

// What was found so far; projects and runs wait for their teams to be looked up.
struct Found {
    std::set<TeamId> teams;
    std::set<ProjectId> projects;
    std::set<RunId> runs;

    void add(TeamId team) {
        if (team) teams.insert(team);
    }
    void add(ProjectId project) {
        if (project) projects.insert(project);
    }
    void add(RunId run) {
        if (run) runs.insert(run);
    }

    // A star and the account are the person's own.
    void operator()(const projects::StarProject&) {}
    void operator()(const users::SetDefaultTeam&) {}
    void operator()(const projects::CreateProject& command) { add(command.team); }
    void operator()(const teams::CreateTeam&) {}
    template <class Command>
    void operator()(const Command& command) {
        if constexpr (requires { command.team; }) add(command.team);
        if constexpr (requires { command.project; }) add(command.project);
        if constexpr (requires { command.run; }) add(command.run);
    }

    void operator()(const records::Settings&) {}
    void operator()(const records::User& row) { add(row.home_team); }
    void operator()(const records::Account&) {}
    void operator()(const records::CustomRole&) {}
    void operator()(const records::Team& row) { add(row.id); }
    void operator()(const records::Member& row) { add(row.team); }
    void operator()(const records::Invite& row) { add(row.team); }
    void operator()(const records::Invitation& row) { add(row.team); }
    void operator()(const records::Project& row) { add(row.team); }
    void operator()(const records::ProjectMember& row) { add(row.project); }
    void operator()(const records::Star&) {}
    void operator()(const records::Run& row) { add(row.project); }
};

Result<void> look_up(Statement statement, std::set<TeamId>& teams) {
    auto team = one(std::move(statement), only_column<TeamId>);
    if (!team) return team.error();
    if (*team && **team) teams.insert(**team);
    return {};
}

}  // namespace

Result<std::set<TeamId>> teams_of(Database& database, const Decided& decided) {
    Found found;
    found.add(decided.team);
    if (decided.command) std::visit(found, *decided.command);
    for (const Row& row : decided.before)
        std::visit(found, row);
    for (const Row& row : decided.changes.put)
        std::visit(found, row);
    for (const ProjectId project : found.projects) {
        auto done = look_up(database.prepare("SELECT team FROM projects WHERE id = ?", project),
                            found.teams);
        if (!done) return done.error();
    }
    for (const RunId run : found.runs) {
        auto done = look_up(database.prepare("SELECT p.team FROM runs r JOIN projects p "
                                             "ON p.id = r.project WHERE r.id = ?",
                                             run),
                            found.teams);
        if (!done) return done.error();
    }
    return found.teams;
}

}  // namespace ensemble::storage
