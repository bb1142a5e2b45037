// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/storage/statement.h"
#include "shared/base/result.h"
#include "shared/records/scope.h"
#include "shared/sync/messages.h"

// Rows of the control plane and the columns they are kept in: one table for every kind.
namespace ensemble::storage {

class Database;

// Writes the row as it is now, whether there was one with its key or not. Of a run, which scripts
// make, only what people change: not_found when there is none.
Result<void> write_row(Database& database, const records::Row& row, std::int64_t version);
// False when there was no row with that key. Of a project and of a run everything goes but a stub,
// which others may refer to.
Result<bool> erase_row(Database& database, const records::Key& key, Instant now);
Result<bool> purge_project(Database& database, ProjectId id, Instant now);
Result<bool> purge_run(Database& database, RunId id, Instant now);
// Every row but runs, by kind, then by key.
Result<std::vector<sync::Versioned>> read_rows(Database& database);

// The scope that a row with this key lies in; `project` is that of a run.
records::Scope scope_of(const records::Key& key, ProjectId project);

// One kind each, for the functions above.
Result<void> write(Database& database, const records::Settings& row, std::int64_t version);
Result<void> write(Database& database, const records::User& row, std::int64_t version);
Result<void> write(Database& database, const records::Account& row, std::int64_t version);
Result<void> write(Database& database, const records::CustomRole& row, std::int64_t version);
Result<void> write(Database& database, const records::Team& row, std::int64_t version);
Result<void> write(Database& database, const records::Member& row, std::int64_t version);
Result<void> write(Database& database, const records::Invite& row, std::int64_t version);
Result<void> write(Database& database, const records::Invitation& row, std::int64_t version);
Result<void> write(Database& database, const records::Project& row, std::int64_t version);
Result<void> write(Database& database, const records::ProjectMember& row, std::int64_t version);
Result<void> write(Database& database, const records::Star& row, std::int64_t version);
Result<void> write(Database& database, const records::Run& row, std::int64_t version);

using Rows = std::vector<sync::Versioned>;
Result<void> read_people(Database& database, Rows& rows);    // settings to custom roles
Result<void> read_teams(Database& database, Rows& rows);     // teams to invitations
Result<void> read_projects(Database& database, Rows& rows);  // projects to stars

// Appends what the statement gives, each made a row by `read(statement, row, version)`.
template <class T, class Read>
Result<void> append_rows(Statement statement, Read read, Rows& rows) {
    for (;;) {
        auto more = statement.step();
        if (!more) return more.error();
        if (!*more) return {};
        T row;
        std::int64_t version = 0;
        read(statement, row, version);
        rows.push_back({std::move(row), version});
    }
}

}  // namespace ensemble::storage
