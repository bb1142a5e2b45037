// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/auth/endings.h"
#include "daemon/auth/throttle.h"
#include "daemon/http/message.h"
#include "daemon/storage/control_store.h"
#include "shared/base/result.h"
#include "shared/records/standing.h"
#include "shared/teams/user.h"

namespace ensemble::auth {

// Who sent a request.
struct Caller {
    teams::User user;
    ApiKeyId key;                      // zero when a browser session
    std::string session;               // hash of the session token, "" when a key
    records::Asker asker{};            // the same for a permission decision
    UserId on_behalf_of{};             // the person that a service account says it acts for
    std::optional<Instant> ends_at{};  // from then on the key or session opens nothing

    // Names the key or session among all, for whatever it opens: see Endings.
    std::string credential() const;
};

// Accounts, keys, sessions and links. Only the core thread calls it, apart from the password
// functions of password.h. Time comes in as an argument.
class Accounts {
public:
    // Makes the secrets of the data directory on first use.
    static Result<std::unique_ptr<Accounts>> open(storage::UserStore& users,
                                                  storage::KeyStore& keys);

    // The user behind a Basic or Bearer key or a session cookie. unauthenticated when there is
    // none, it is wrong, revoked or expired, or the user is deactivated. A key may reach less far
    // than its user; the caller's `asker` says so.
    enum class Allow { key, session, either };
    Result<Caller> identify(const http::Request& request, Allow allow, Instant now);
    // Where also those may look who have not signed in: a request without a key and without a
    // session, or with one that has ended, has a caller without user. A wrong key stays an error.
    Result<Caller> identify_visitor(const http::Request& request, Instant now);
    static Error sign_in_first();

    struct NewKey {
        storage::ApiKey key;
        std::string secret;  // shown once, never stored
    };
    Result<NewKey> make_key(UserId user, std::string_view name, Instant now);
    // For the user, with the name, bounds and end that it has; id, prefix and times are made here.
    Result<NewKey> make_key(const storage::ApiKey& wanted, Instant now);
    // A key chosen by the operator: 40 to 128 of letters, digits, '-', '_'. conflict when it is
    // somebody's already.
    Result<storage::ApiKey> take_key(UserId user, std::string_view name, std::string_view secret,
                                     Instant now);
    // not_found when the user has no such live key.
    Result<void> revoke_key(UserId user, ApiKeyId key, Instant now);
    // The key works until then, if it did not end before.
    Result<void> expire_key(UserId user, ApiKeyId key, Instant end, Instant now);

    // Tokens are random; only their hashes are stored.
    // 30 days. `device`: what the browser calls itself.
    Result<std::string> make_session(UserId user, Instant now, std::string_view device = "");
    std::string session_hash(std::string_view token) const;  // as callers have it
    Result<void> end_session(std::string_view hash);
    Result<void> end_sessions(UserId user);
    // Hears of every key and session that ends, for whatever reason.
    Endings& endings() { return endings_; }
    // What the caller opens stays open until the end of their key or session is told.
    void stays_open(const Caller& caller);
    Result<std::string> make_link(UserId user, Instant now);  // works once, 24 hours
    // unauthenticated when it is unknown, used, expired, or the user is deactivated.
    Result<teams::User> take_link(std::string_view token, Instant now);

    // Counts a failed attempt and says whether more are welcome; per account and per address.
    bool may_attempt(std::string_view account, std::string_view address, Instant now);
    void failed_attempt(std::string_view account, std::string_view address, Instant now);
    // The same for links that sign in or let somebody join, with a budget of their own: who has
    // opened old links still signs in.
    bool may_open_link(std::string_view address, Instant now);
    void failed_link(std::string_view address, Instant now);

    // Signs "purpose\n…fields…\nexpiry" for upload and download addresses; url-safe text.
    std::string sign(std::string_view text) const;
    bool verify(std::string_view text, std::string_view signature) const;

    // 40 to 128 of letters, digits, '-', '_'.
    static Result<void> check_key(std::string_view secret);

private:
    Accounts(storage::UserStore& users, storage::KeyStore& keys) : users_(users), keys_(keys) {}

    Result<Caller> identify_key(std::string_view secret, Instant now);
    Result<Caller> identify_session(std::string_view token, Instant now);
    Result<teams::User> active_user(UserId id);
    std::string hash(std::string_view purpose, std::string_view secret) const;

    storage::UserStore& users_;
    storage::KeyStore& keys_;
    std::string key_secret_;
    std::string url_secret_;
    Endings endings_;
    Throttle throttle_;
    Throttle link_throttle_;
};

}  // namespace ensemble::auth
