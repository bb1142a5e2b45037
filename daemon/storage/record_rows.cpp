// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/record_rows.h"

#include "daemon/storage/database.h"

namespace ensemble::storage {

using records::Key;
using records::Kind;
using records::Scope;
using records::ScopeKind;

namespace {

std::string_view erase_statement(Kind kind) {
    switch (kind) {
    case Kind::settings:
        return "DELETE FROM settings WHERE one = ? + 1";
    case Kind::user:
        return "DELETE FROM users WHERE id = ?";
    case Kind::account:
        return "DELETE FROM accounts WHERE user = ?";
    case Kind::custom_role:
        return "DELETE FROM custom_roles WHERE id = ?";
    case Kind::team:
        return "DELETE FROM teams WHERE id = ?";
    case Kind::member:
        return "DELETE FROM members WHERE team = ? AND user = ?";
    case Kind::invite:
        return "DELETE FROM invites WHERE team = ? AND id = ?";
    case Kind::invitation:
        return "DELETE FROM invitations WHERE user = ? AND id = ?";
    case Kind::project_member:
        return "DELETE FROM project_members WHERE project = ? AND user = ?";
    case Kind::star:
        return "DELETE FROM stars WHERE user = ? AND project = ?";
    case Kind::project:
    case Kind::run:
        break;
    }
    return "";
}

bool has_two_ids(Kind kind) {
    return kind == Kind::member || kind == Kind::invite || kind == Kind::invitation ||
           kind == Kind::project_member || kind == Kind::star;
}

}  // namespace

Result<void> write_row(Database& database, const records::Row& row, std::int64_t version) {
    return std::visit([&](const auto& one) { return write(database, one, version); }, row);
}

Result<bool> erase_row(Database& database, const Key& key, Instant now) {
    if (key.kind == Kind::project) return purge_project(database, {key.first}, now);
    if (key.kind == Kind::run) return purge_run(database, {key.first}, now);
    Statement statement = database.prepare(erase_statement(key.kind));
    statement.bind(key.first);
    if (has_two_ids(key.kind)) statement.bind(key.second);
    if (auto done = statement.run(); !done) return done.error();
    return database.changed() > 0;
}

Result<Rows> read_rows(Database& database) {
    Rows rows;
    if (auto done = read_people(database, rows); !done) return done.error();
    if (auto done = read_teams(database, rows); !done) return done.error();
    if (auto done = read_projects(database, rows); !done) return done.error();
    return rows;
}

Scope scope_of(const Key& key, ProjectId project) {
    switch (key.kind) {
    case Kind::settings:
    case Kind::user:
    case Kind::custom_role:
        return {ScopeKind::instance, 0};
    case Kind::account:
    case Kind::invitation:
    case Kind::star:
        return {ScopeKind::user, key.first};
    case Kind::team:
    case Kind::member:
        return {ScopeKind::team, key.first};
    case Kind::invite:
        return {ScopeKind::invites, key.first};
    case Kind::project:
    case Kind::project_member:
        return {ScopeKind::project, key.first};
    case Kind::run:
        break;
    }
    return {ScopeKind::runs, project.value};
}

}  // namespace ensemble::storage
