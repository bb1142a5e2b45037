// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/accounts.h"

#include "daemon/auth/credentials.h"
#include "daemon/auth/tokens.h"

#include <algorithm>
#include <utility>

namespace ensemble::auth {

namespace {

constexpr std::size_t key_characters = 40;
constexpr std::size_t token_characters = 50;
constexpr std::size_t prefix_characters = 4;
constexpr std::size_t token_bytes_max = 256;
constexpr std::int64_t use_noted_every_ms = 60'000;
constexpr std::int64_t session_ms = 30ll * 24 * 60 * 60 * 1000;
constexpr std::int64_t link_ms = 24ll * 60 * 60 * 1000;

// How far a key reaches is for whoever decides.
records::Asker asker_with(const storage::ApiKey& key) {
    return {.user = key.user,
            .key = key.read_only ? permissions::Key::read_only : permissions::Key::full,
            .key_team = key.team,
            .key_project = key.project};
}

std::string credential_of(ApiKeyId key) {
    return "key:" + std::to_string(key.value);
}

Error not_a_link() {
    return fail(ErrorCode::unauthenticated, "This link was used already or is too old.");
}

}  // namespace

std::string Caller::credential() const {
    return session.empty() ? credential_of(key) : session;
}

Result<std::unique_ptr<Accounts>> Accounts::open(storage::UserStore& users,
                                                 storage::KeyStore& keys) {
    if (!ready()) return fail(ErrorCode::internal, "There is no source of randomness.");
    auto key_secret = keys.secret("api_keys", random_key);
    if (!key_secret) return key_secret.error();
    auto url_secret = keys.secret("urls", random_key);
    if (!url_secret) return url_secret.error();
    const std::size_t bytes = random_key().size();
    if (key_secret->size() != bytes || url_secret->size() != bytes)
        return fail(ErrorCode::corrupt, "A stored secret has the wrong length.");
    std::unique_ptr<Accounts> accounts(new Accounts(users, keys));
    accounts->key_secret_ = *std::move(key_secret);
    accounts->url_secret_ = *std::move(url_secret);
    return accounts;
}

std::string Accounts::hash(std::string_view purpose, std::string_view secret) const {
    return keyed_hash(key_secret_, purpose, secret);
}

Result<Caller> Accounts::identify(const http::Request& request, Allow allow, Instant now) {
    const std::string_view authorization = request.header("Authorization");
    if (!authorization.empty() && allow != Allow::session) {
        const auto key = key_in(authorization);
        if (!key) return sign_in_first();
        return identify_key(*key, now);
    }
    if (allow == Allow::key) return sign_in_first();
    return identify_session(request.cookie("ensemble_session"), now);
}

Result<Caller> Accounts::identify_visitor(const http::Request& request, Instant now) {
    auto known = identify(request, Allow::either, now);
    if (known || known.error().code != ErrorCode::unauthenticated) return known;
    if (!request.header("Authorization").empty()) return known;
    return Caller{};
}

Error Accounts::sign_in_first() {
    return fail(ErrorCode::unauthenticated, "Sign in, or send a valid API key.");
}

Result<Caller> Accounts::identify_key(std::string_view secret, Instant now) {
    if (!check_key(secret)) return sign_in_first();
    auto key = keys_.find_by_hash(hash("key", secret));
    if (!key) return key.error();
    if (!*key || (*key)->revoked_at) return sign_in_first();
    if ((*key)->expires_at && *(*key)->expires_at <= now)
        return fail(ErrorCode::unauthenticated, "This API key has expired. Make a new one.");
    auto user = active_user((*key)->user);
    if (!user) return user.error();
    const auto noted = (*key)->last_used_at;
    if (!noted || now.ms - noted->ms >= use_noted_every_ms) {
        // The request goes on when the note cannot be written, e.g. on a full disk.
        (void)keys_.used((*key)->id, now);
    }
    return Caller{*std::move(user), (*key)->id, "", asker_with(**key), {}, (*key)->expires_at};
}

Result<Caller> Accounts::identify_session(std::string_view token, Instant now) {
    if (token.empty() || token.size() > token_bytes_max) return sign_in_first();
    std::string hashed = hash("session", token);
    auto session = keys_.find_session(hashed);
    if (!session) return session.error();
    if (!*session || (*session)->expires_at <= now) return sign_in_first();
    auto user = active_user((*session)->user);
    if (!user) return user.error();
    if (now.ms - (*session)->used_at.ms >= use_noted_every_ms)
        (void)keys_.session_used(hashed, now);
    const records::Asker asker{.user = user->id};
    return Caller{*std::move(user), {}, std::move(hashed), asker, {}, (*session)->expires_at};
}

Result<teams::User> Accounts::active_user(UserId id) {
    auto user = users_.find(id);
    if (!user) return user.error();
    if (!*user || (*user)->deactivated_at) return sign_in_first();
    return **std::move(user);
}

Result<Accounts::NewKey> Accounts::make_key(UserId user, std::string_view name, Instant now) {
    std::string secret = random_text(key_characters);
    auto key = take_key(user, name, secret, now);
    if (!key) return key.error();
    return NewKey{*std::move(key), std::move(secret)};
}

Result<Accounts::NewKey> Accounts::make_key(const storage::ApiKey& wanted, Instant now) {
    std::string secret = random_text(key_characters);
    storage::ApiKey key = wanted;
    key.prefix = secret.substr(0, prefix_characters);
    key.created_at = now;
    key.last_used_at.reset();
    auto added = keys_.add(key, hash("key", secret));
    if (!added) return added.error();
    return NewKey{*std::move(added), std::move(secret)};
}

Result<storage::ApiKey> Accounts::take_key(UserId user, std::string_view name,
                                           std::string_view secret, Instant now) {
    if (auto fine = check_key(secret); !fine) return fine.error();
    const std::string hashed = hash("key", secret);
    auto known = keys_.find_by_hash(hashed);
    if (!known) return known.error();
    if (*known) return fail(ErrorCode::conflict, "This API key is in use already or was revoked.");
    storage::ApiKey key;
    key.user = user;
    key.name = std::string(name);
    key.prefix = std::string(secret.substr(0, prefix_characters));
    key.created_at = now;
    return keys_.add(key, hashed);
}

Result<void> Accounts::revoke_key(UserId user, ApiKeyId id, Instant now) {
    auto live = keys_.list(user);
    if (!live) return live.error();
    const bool own = std::any_of(live->begin(), live->end(),
                                 [&](const storage::ApiKey& key) { return key.id == id; });
    if (!own) return fail(ErrorCode::not_found, "There is no such API key.");
    if (auto done = keys_.revoke(id, now); !done) return done;
    endings_.ended(user, credential_of(id));
    return {};
}

Result<void> Accounts::expire_key(UserId user, ApiKeyId id, Instant end, Instant now) {
    if (auto done = keys_.expire(id, end); !done) return done;
    endings_.expect(end, user, credential_of(id));
    endings_.flush(now);
    return {};
}

void Accounts::stays_open(const Caller& caller) {
    if (caller.ends_at) endings_.expect(*caller.ends_at, caller.user.id, caller.credential());
}

Result<std::string> Accounts::make_session(UserId user, Instant now, std::string_view device) {
    auto active = active_user(user);
    if (!active) return active.error();
    std::string token = random_text(token_characters);
    auto added = keys_.add_session(hash("session", token),
                                   {user, now, {now.ms + session_ms}, std::string(device)});
    if (!added) return added.error();
    return token;
}

std::string Accounts::session_hash(std::string_view token) const {
    return hash("session", token);
}

Result<void> Accounts::end_session(std::string_view hash) {
    auto session = keys_.find_session(hash);
    if (!session) return session.error();
    if (auto done = keys_.remove_session(hash); !done) return done;
    if (*session) endings_.ended((*session)->user, hash);
    return {};
}

Result<void> Accounts::end_sessions(UserId user) {
    if (auto done = keys_.remove_sessions_of(user); !done) return done;
    endings_.ended(user, "");
    return {};
}

Result<std::string> Accounts::make_link(UserId user, Instant now) {
    auto active = active_user(user);
    if (!active) return active.error();
    std::string token = random_text(token_characters);
    auto added = keys_.add_link(hash("link", token), {user, now, {now.ms + link_ms}});
    if (!added) return added.error();
    return token;
}

Result<teams::User> Accounts::take_link(std::string_view token, Instant now) {
    if (token.empty() || token.size() > token_bytes_max) return not_a_link();
    auto link = keys_.take_link(hash("link", token));
    if (!link) return link.error();
    if (!*link || (*link)->expires_at <= now) return not_a_link();
    auto user = active_user((*link)->user);
    if (!user && user.error().code == ErrorCode::unauthenticated) return not_a_link();
    return user;
}

bool Accounts::may_attempt(std::string_view account, std::string_view address, Instant now) {
    return throttle_.may_attempt(account, address, now);
}

void Accounts::failed_attempt(std::string_view account, std::string_view address, Instant now) {
    throttle_.failed(account, address, now);
}

bool Accounts::may_open_link(std::string_view address, Instant now) {
    return link_throttle_.may_attempt("", address, now);
}

void Accounts::failed_link(std::string_view address, Instant now) {
    link_throttle_.failed("", address, now);
}

std::string Accounts::sign(std::string_view text) const {
    return signature(url_secret_, text);
}

bool Accounts::verify(std::string_view text, std::string_view signature) const {
    return signature_matches(url_secret_, text, signature);
}

}  // namespace ensemble::auth
