// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/control_store.h"
#include "daemon/storage/database.h"
#include "daemon/storage/rows.h"

namespace ensemble::storage {

namespace {

const std::string select_key = "SELECT id, user, name, prefix, team, project, read_only, made_by, "
                               "created_at_ms, expires_at_ms, last_used_at_ms, revoked_at_ms "
                               "FROM api_keys";
const std::string key_by_id = select_key + " WHERE id = ?";
const std::string key_by_hash = select_key + " WHERE hash = ?";
const std::string live_keys_of =
    select_key + " WHERE user = ? AND revoked_at_ms IS NULL ORDER BY id DESC";

ApiKey read_key(const Statement& row) {
    ApiKey key;
    row.read(key.id, key.user, key.name, key.prefix, key.team, key.project, key.read_only,
             key.made_by, key.created_at, key.expires_at, key.last_used_at, key.revoked_at);
    return key;
}

KeyStore::Session read_session(const Statement& row) {
    KeyStore::Session session;
    row.read(session.user, session.created_at, session.expires_at);
    return session;
}

// Adds one and drops those that had expired by then.
Result<void> add_token(Database& database, std::string_view insert, std::string_view expire,
                       std::string_view hash, const KeyStore::Session& token) {
    auto transaction = Transaction::begin(database);
    if (!transaction) return transaction.error();
    if (auto done = database.prepare(expire, token.created_at).run(); !done) return done;
    auto added =
        database.prepare(insert, Bytes{hash}, token.user, token.created_at, token.expires_at).run();
    if (!added) return added;
    return transaction->commit();
}

}  // namespace

Result<ApiKey> KeyStore::add(const ApiKey& key, std::string_view hash) {
    auto done = database_
                    .prepare("INSERT INTO api_keys (user, name, prefix, hash, team, project, "
                             "read_only, made_by, created_at_ms, expires_at_ms, last_used_at_ms, "
                             "revoked_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                             key.user, key.name, key.prefix, Bytes{hash}, key.team, key.project,
                             key.read_only, key.made_by, key.created_at, key.expires_at,
                             key.last_used_at, key.revoked_at)
                    .run();
    if (!done) return done.error();
    ApiKey added = key;
    added.id = {database_.last_id()};
    return added;
}

Result<std::optional<ApiKey>> KeyStore::find_by_hash(std::string_view hash) {
    return one(database_.prepare(key_by_hash, Bytes{hash}), read_key);
}

Result<std::optional<ApiKey>> KeyStore::find(ApiKeyId id) {
    return one(database_.prepare(key_by_id, id), read_key);
}

Result<std::vector<ApiKey>> KeyStore::list(UserId user) {
    return all(database_.prepare(live_keys_of, user), read_key);
}

Result<void> KeyStore::expire(ApiKeyId id, Instant end) {
    return database_
        .prepare("UPDATE api_keys SET expires_at_ms = min(coalesce(expires_at_ms, ?), ?) "
                 "WHERE id = ?",
                 end, end, id)
        .run();
}

Result<void> KeyStore::revoke(ApiKeyId id, Instant now) {
    return database_
        .prepare("UPDATE api_keys SET revoked_at_ms = ? WHERE id = ? AND revoked_at_ms IS NULL",
                 now, id)
        .run();
}

Result<void> KeyStore::used(ApiKeyId id, Instant now) {
    return database_.unsynced([&] {
        return database_.prepare("UPDATE api_keys SET last_used_at_ms = ? WHERE id = ?", now, id)
            .run();
    });
}

Result<void> KeyStore::add_session(std::string_view hash, const Session& session) {
    auto forgotten =
        database_.prepare("DELETE FROM sessions WHERE expires_at_ms <= ?", session.created_at)
            .run();
    if (!forgotten) return forgotten;
    return database_
        .prepare("INSERT INTO sessions (hash, user, created_at_ms, expires_at_ms, device, "
                 "used_at_ms) VALUES (?, ?, ?, ?, ?, ?)",
                 Bytes{hash}, session.user, session.created_at, session.expires_at, session.device,
                 session.created_at)
        .run();
}

Result<std::optional<KeyStore::Session>> KeyStore::find_session(std::string_view hash) {
    return one(database_.prepare("SELECT user, created_at_ms, expires_at_ms, device, used_at_ms "
                                 "FROM sessions WHERE hash = ?",
                                 Bytes{hash}),
               [](const Statement& row) {
                   Session session;
                   row.read(session.user, session.created_at, session.expires_at, session.device,
                            session.used_at);
                   return session;
               });
}

Result<std::vector<KeyStore::Session>> KeyStore::sessions(UserId user, Instant now) {
    return all(database_.prepare("SELECT hash, user, created_at_ms, expires_at_ms, device, "
                                 "used_at_ms FROM sessions WHERE user = ? AND expires_at_ms > ? "
                                 "ORDER BY used_at_ms DESC, created_at_ms DESC",
                                 user, now),
               [](const Statement& row) {
                   Session session;
                   row.read(session.hash, session.user, session.created_at, session.expires_at,
                            session.device, session.used_at);
                   return session;
               });
}

Result<void> KeyStore::session_used(std::string_view hash, Instant now) {
    return database_.unsynced([&] {
        return database_
            .prepare("UPDATE sessions SET used_at_ms = ? WHERE hash = ?", now, Bytes{hash})
            .run();
    });
}

Result<void> KeyStore::remove_session(std::string_view hash) {
    return database_.prepare("DELETE FROM sessions WHERE hash = ?", Bytes{hash}).run();
}

Result<void> KeyStore::remove_sessions_of(UserId user) {
    return database_.prepare("DELETE FROM sessions WHERE user = ?", user).run();
}

Result<void> KeyStore::add_link(std::string_view hash, const Session& link) {
    return add_token(database_,
                     "INSERT INTO links (hash, user, created_at_ms, expires_at_ms) "
                     "VALUES (?, ?, ?, ?)",
                     "DELETE FROM links WHERE expires_at_ms <= ?", hash, link);
}

Result<std::optional<KeyStore::Session>> KeyStore::take_link(std::string_view hash) {
    return one(database_.prepare("DELETE FROM links WHERE hash = ? "
                                 "RETURNING user, created_at_ms, expires_at_ms",
                                 Bytes{hash}),
               read_session);
}

Result<std::string> KeyStore::secret(std::string_view name, std::string (*make)()) {
    auto known = one(database_.prepare("SELECT bytes FROM secrets WHERE name = ?", name),
                     only_column<std::string>);
    if (!known) return known.error();
    if (*known) return **known;
    std::string made = make();
    auto done =
        database_.prepare("INSERT INTO secrets (name, bytes) VALUES (?, ?)", name, Bytes{made})
            .run();
    if (!done) return done.error();
    return made;
}

}  // namespace ensemble::storage
