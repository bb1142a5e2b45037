// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/auth/world.h"

#include <vector>

using namespace ensemble;
using namespace ensemble::tests;
using Allow = auth::Accounts::Allow;

namespace {

struct Told : Doors {
    std::vector<std::pair<UserId, std::string>> ends;

    Told() {
        accounts->endings().when_ended([this](UserId user, std::string_view credential) {
            ends.emplace_back(user, std::string(credential));
        });
    }
    auth::Caller by_session(Instant now) {
        const auto token = must(accounts->make_session(alice.id, now));
        return must(accounts->identify(with_session(token), Allow::session, now));
    }
    storage::ApiKey key_until(std::optional<Instant> end) {
        storage::ApiKey wanted;
        wanted.user = alice.id;
        wanted.expires_at = end;
        const auto made = must(accounts->make_key(wanted, {1}));
        accounts->stays_open(must(accounts->identify(with_key(made.secret), Allow::key, {2})));
        return made.key;
    }
    std::vector<std::string> of_alice() {
        std::vector<std::string> credentials;
        for (const auto& [user, credential] : ends) {
            CHECK(user == alice.id);
            credentials.push_back(credential);
        }
        ends.clear();
        return credentials;
    }
    static std::string name(const storage::ApiKey& key) {
        return "key:" + std::to_string(key.id.value);
    }
};

using Credentials = std::vector<std::string>;

}  // namespace

TEST_CASE("the end of a session and of a key is told once, to whoever asked") {
    Told doors;
    const auto caller = doors.by_session({1});
    const auto key = doors.key_until({});
    must(doors.accounts->end_session(caller.session));
    CHECK(doors.of_alice() == Credentials{caller.session});
    CHECK(caller.credential() == caller.session);
    must(doors.accounts->end_session(caller.session));
    CHECK(doors.of_alice().empty());
    must(doors.accounts->revoke_key(doors.alice.id, key.id, {3}));
    CHECK(doors.of_alice() == Credentials{Told::name(key)});
    must(doors.accounts->end_sessions(doors.alice.id));
    CHECK(doors.of_alice() == Credentials{""});
}

TEST_CASE("what ends by itself is told when its time has come, not before") {
    Told doors;
    const auto caller = doors.by_session({1});
    doors.accounts->stays_open(caller);
    const auto key = doors.key_until(Instant{5'000});
    doors.key_until({});
    doors.accounts->endings().flush({4'999});
    CHECK(doors.of_alice().empty());
    doors.accounts->endings().flush({5'000});
    CHECK(doors.of_alice() == Credentials{Told::name(key)});
    doors.accounts->endings().flush({30 * day_ms});
    CHECK(doors.of_alice().empty());
    doors.accounts->endings().flush({30 * day_ms + 1});
    CHECK(doors.of_alice() == Credentials{caller.session});
}

TEST_CASE("a key that is replaced ends at once, or with its overlap") {
    Told doors;
    const auto at_once = doors.key_until({});
    const auto later = doors.key_until({});
    must(doors.accounts->expire_key(doors.alice.id, at_once.id, {10}, {10}));
    CHECK(doors.of_alice() == Credentials{Told::name(at_once)});
    must(doors.accounts->expire_key(doors.alice.id, later.id, {20}, {10}));
    CHECK(doors.of_alice().empty());
    doors.accounts->endings().flush({20});
    CHECK(doors.of_alice() == Credentials{Told::name(later)});
}
