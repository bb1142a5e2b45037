// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/control_store.h"
#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

const std::string select_user =
    "SELECT u.id, u.name, u.full_name, u.email, u.admin, t.id, u.language, u.theme, "
    "u.created_at_ms, u.deactivated_at_ms FROM users u JOIN teams t ON t.owner = u.id";
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
const std::string team_by_id = select_team + " WHERE id = ?";
const std::string team_by_name = select_team + " WHERE name = ?";
const std::string teams_by_owner = select_team + " WHERE owner = ? ORDER BY name";

teams::Team read_team(const Statement& row) {
    teams::Team team;
    row.read(team.id, team.name, team.owner, team.created_at);
    return team;
}

Error taken(const Error& error, std::string_view name) {
    if (error.code != ErrorCode::conflict) return error;
    return fail(ErrorCode::conflict, "The name \"" + std::string(name) + "\" is taken.");
}

}  // namespace

Result<teams::User> UserStore::add(const teams::User& user) {
    auto transaction = Transaction::begin(database_);
    if (!transaction) return transaction.error();
    teams::User added = user;
    auto done = database_
                    .prepare("INSERT INTO users (name, full_name, email, admin, language, theme, "
                             "created_at_ms, deactivated_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                             user.name, user.full_name, user.email, user.admin, user.language,
                             user.theme, user.created_at, user.deactivated_at)
                    .run();
    if (!done) return taken(done.error(), user.name);
    added.id = {database_.last_id()};
    done = database_
               .prepare("INSERT INTO teams (name, owner, created_at_ms) VALUES (?, ?, ?)",
                        user.name, added.id, user.created_at)
               .run();
    if (!done) return taken(done.error(), user.name);
    added.personal_team = {database_.last_id()};
    if (auto committed = transaction->commit(); !committed) return committed.error();
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
    auto done = database_
                    .prepare("UPDATE users SET full_name = ?, email = ?, admin = ?, language = ?, "
                             "theme = ?, deactivated_at_ms = ? WHERE id = ?",
                             user.full_name, user.email, user.admin, user.language, user.theme,
                             user.deactivated_at, user.id)
                    .run();
    if (!done) return done;
    if (database_.changed() == 0) return fail(ErrorCode::not_found, "There is no such user.");
    return {};
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
    return all(database_.prepare(teams_by_owner, user), read_team);
}

}  // namespace ensemble::storage
