// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/control_store.h"
#include "daemon/storage/database.h"
#include "daemon/storage/outside_history.h"
#include "daemon/storage/record_rows.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

const std::string select_user =
    "SELECT u.id, u.name, u.full_name, a.email, u.admin, t.id, a.language, a.theme, "
    "u.created_at_ms, u.deactivated_at_ms FROM users u LEFT JOIN teams t ON t.owner = u.id "
    "LEFT JOIN accounts a ON a.user = u.id";
const std::string user_by_id = select_user + " WHERE u.id = ?";
const std::string user_by_name = select_user + " WHERE u.name = ?";
const std::string every_user = select_user + " ORDER BY u.name";

teams::User read_user(const Statement& row) {
    teams::User user;
    row.read(user.id, user.name, user.full_name, user.email, user.admin, user.personal_team,
             user.language, user.theme, user.created_at, user.deactivated_at);
    return user;
}

const std::string select_team = "SELECT id, name, owner, created_at_ms FROM teams";
const std::string team_by_id = select_team + " WHERE id = ? AND deleted_at_ms IS NULL";
const std::string team_by_name = select_team + " WHERE name = ? AND deleted_at_ms IS NULL";
const std::string teams_of_member = select_team +
                                    " WHERE deleted_at_ms IS NULL AND id IN "
                                    "(SELECT team FROM members WHERE user = ?) ORDER BY name";

teams::Team read_team(const Statement& row) {
    teams::Team team;
    row.read(team.id, team.name, team.owner, team.created_at);
    return team;
}

// The user, their personal team, their membership there and their account.
Result<std::vector<records::Row>> fresh_rows(Database& database, const teams::User& user) {
    auto id = small_id(database, "SELECT max(id) FROM users WHERE id < ?");
    if (!id) return id.error();
    auto team_id = small_id(database, "SELECT max(id) FROM teams WHERE id < ?");
    if (!team_id) return team_id.error();
    const UserId own{*id};
    const TeamId team{*team_id};
    return std::vector<records::Row>{
        records::User{.id = own,
                      .name = user.name,
                      .full_name = user.full_name,
                      .admin = user.admin,
                      .personal_team = team,
                      .created_at = user.created_at,
                      .deactivated_at = user.deactivated_at},
        records::Team{.id = team, .name = user.name, .owner = own, .created_at = user.created_at},
        records::Account{.user = own,
                         .email = user.email,
                         .language = user.language,
                         .theme = user.theme,
                         .default_team = team},
        records::Member{.team = team,
                        .user = own,
                        .role = {records::Role::admin, {}},
                        .joined_at = user.created_at,
                        .changed = {own, user.created_at}}};
}

Error taken(const Error& error, std::string_view name) {
    if (error.code != ErrorCode::conflict) return error;
    return fail(ErrorCode::conflict, "The name \"" + std::string(name) + "\" is taken.");
}

}  // namespace

Result<teams::User> UserStore::add(const teams::User& user) {
    auto transaction = Transaction::begin(database_);
    if (!transaction) return transaction.error();
    auto rows = fresh_rows(database_, user);
    if (!rows) return rows.error();
    auto version = next_version(database_);
    if (!version) return version.error();
    for (const records::Row& row : *rows) {
        auto done = write_row(database_, row, *version);
        if (!done) return taken(done.error(), user.name);
    }
    if (auto committed = transaction->commit(); !committed) return committed.error();
    teams::User added = user;
    added.id = std::get<records::User>(rows->front()).id;
    added.personal_team = std::get<records::User>(rows->front()).personal_team;
    return added;
}

Result<std::optional<teams::User>> UserStore::find(UserId id) {
    return one(database_.prepare(user_by_id, id), read_user);
}

Result<std::optional<teams::User>> UserStore::find_by_name(std::string_view name) {
    return one(database_.prepare(user_by_name, name), read_user);
}

Result<std::vector<teams::User>> UserStore::list() {
    return all(database_.prepare(every_user), read_user);
}

Result<void> UserStore::update(const teams::User& user) {
    auto transaction = Transaction::begin(database_);
    if (!transaction) return transaction.error();
    auto version = next_version(database_);
    if (!version) return version.error();
    auto done = database_
                    .prepare("UPDATE users SET full_name = ?, admin = ?, deactivated_at_ms = ?, "
                             "version = ? WHERE id = ?",
                             user.full_name, user.admin, user.deactivated_at, *version, user.id)
                    .run();
    if (!done) return done;
    if (database_.changed() == 0) return fail(ErrorCode::not_found, "There is no such user.");
    done = database_
               .prepare("UPDATE accounts SET email = ?, language = ?, theme = ?, version = ? "
                        "WHERE user = ?",
                        user.email, user.language, user.theme, *version, user.id)
               .run();
    if (!done) return done;
    return transaction->commit();
}

Result<std::string> UserStore::password_hash(UserId id) {
    auto hash = one(database_.prepare("SELECT password_hash FROM users WHERE id = ?", id),
                    only_column<std::string>);
    if (!hash) return hash.error();
    return hash->value_or("");
}

Result<void> UserStore::set_password_hash(UserId id, std::string_view hash) {
    const auto stored = hash.empty() ? std::nullopt : std::optional(hash);
    auto done =
        database_.prepare("UPDATE users SET password_hash = ? WHERE id = ?", stored, id).run();
    if (!done) return done;
    if (database_.changed() == 0) return fail(ErrorCode::not_found, "There is no such user.");
    return {};
}

Result<std::optional<teams::Team>> UserStore::find_team(TeamId id) {
    return one(database_.prepare(team_by_id, id), read_team);
}

Result<std::optional<teams::Team>> UserStore::find_team_by_name(std::string_view name) {
    return one(database_.prepare(team_by_name, name), read_team);
}

Result<std::vector<teams::Team>> UserStore::teams_of(UserId user) {
    return all(database_.prepare(teams_of_member, user), read_team);
}

}  // namespace ensemble::storage
