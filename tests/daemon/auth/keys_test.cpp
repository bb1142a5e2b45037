// SPDX-License-Identifier: Apache-2.0
#include "shared/base/limits.h"
#include "tests/daemon/auth/world.h"

#include <algorithm>

using namespace ensemble;
using namespace ensemble::tests;
using Allow = auth::Accounts::Allow;

TEST_CASE("a new key is 40 letters and digits, shown once and never stored") {
    Doors doors;
    const auto made = must(doors.accounts->make_key(doors.alice.id, "laptop", {7}));
    CHECK(made.secret.size() == 40);
    CHECK(std::all_of(made.secret.begin(), made.secret.end(),
                      [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }));
    CHECK(made.key.name == "laptop");
    CHECK(made.key.user == doors.alice.id);
    CHECK(made.key.prefix == made.secret.substr(0, 4));
    CHECK(made.key.created_at == Instant{7});
    CHECK(must(doors.accounts->make_key(doors.alice.id, "laptop", {7})).secret != made.secret);
    CHECK_FALSE(must(doors.keys.find_by_hash(made.secret)).has_value());
    CHECK(must(doors.keys.list(doors.alice.id)).size() == 2);
}

TEST_CASE("a chosen key has to look like one") {
    using limits::api_key_bytes_max;
    using limits::api_key_bytes_min;
    const struct {
        std::string secret;
        bool fine;
    } rows[] = {
        {std::string(api_key_bytes_min, 'a'), true},
        {std::string(api_key_bytes_min - 1, 'a'), false},
        {std::string(api_key_bytes_max, 'Z'), true},
        {std::string(api_key_bytes_max + 1, 'Z'), false},
        {"", false},
        {"wandb_v1_" + std::string(77, '0'), true},
        {"local-" + std::string(40, '0'), true},
        {"local-" + std::string(39, '0'), false},
        {"a-b-" + std::string(38, '0'), true},
        {"-" + std::string(40, '0'), true},
        {std::string(40, '0') + "-", false},
        {std::string(40, '0') + "+", false},
        {std::string(40, '0') + " ", false},
        {std::string(40, '0') + ".", false},
        {std::string(40, '0') + "\xc3\xbc", false},
        {std::string(40, '\0'), false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.secret);
        const auto checked = auth::Accounts::check_key(row.secret);
        CHECK(static_cast<bool>(checked) == row.fine);
        if (!row.fine) CHECK(checked.error().code == ErrorCode::bad_request);
        Doors doors;
        CHECK(static_cast<bool>(doors.accounts->take_key(doors.alice.id, "k", row.secret, {1})) ==
              row.fine);
    }
}

TEST_CASE("a chosen key works once for one user, even after it was revoked") {
    Doors doors;
    const auto bo = must(doors.users.add(user_named("bo")));
    const std::string secret(40, 'a');
    const auto key = must(doors.accounts->take_key(doors.alice.id, "k", secret, {1}));
    CHECK(must(doors.accounts->identify(with_key(secret), Allow::key, {2})).key == key.id);
    for (const auto user : {doors.alice.id, bo.id})
        CHECK(code_of(doors.accounts->take_key(user, "k", secret, {3})) == ErrorCode::conflict);
    must(doors.accounts->revoke_key(doors.alice.id, key.id, {4}));
    CHECK(code_of(doors.accounts->take_key(bo.id, "k", secret, {5})) == ErrorCode::conflict);
}

TEST_CASE("a revoked key is refused at once, whoever revoked it") {
    Doors doors;
    const auto first = must(doors.accounts->make_key(doors.alice.id, "a", {1}));
    const auto second = must(doors.accounts->make_key(doors.alice.id, "b", {1}));
    CHECK(doors.accounts->identify(with_key(first.secret), Allow::key, {2}));
    CHECK(doors.accounts->identify(with_key(second.secret), Allow::key, {2}));
    must(doors.accounts->revoke_key(doors.alice.id, first.key.id, {3}));
    must(doors.keys.revoke(second.key.id, {3}));
    CHECK_FALSE(doors.accounts->identify(with_key(first.secret), Allow::key, {4}));
    CHECK_FALSE(doors.accounts->identify(with_key(second.secret), Allow::key, {4}));
}

TEST_CASE("only one's own live keys can be revoked") {
    Doors doors;
    const auto bo = must(doors.users.add(user_named("bo")));
    const auto key = must(doors.accounts->make_key(doors.alice.id, "a", {1})).key;
    CHECK(code_of(doors.accounts->revoke_key(bo.id, key.id, {2})) == ErrorCode::not_found);
    CHECK(code_of(doors.accounts->revoke_key(doors.alice.id, {99}, {2})) == ErrorCode::not_found);
    must(doors.accounts->revoke_key(doors.alice.id, key.id, {2}));
    CHECK(code_of(doors.accounts->revoke_key(doors.alice.id, key.id, {3})) == ErrorCode::not_found);
}

TEST_CASE("the use of a key is noted once a minute") {
    Doors doors;
    const auto made = must(doors.accounts->make_key(doors.alice.id, "a", {1}));
    const auto used_at = [&](std::int64_t now_ms) {
        must(doors.accounts->identify(with_key(made.secret), Allow::key, {now_ms}));
        return must(doors.keys.list(doors.alice.id)).front().last_used_at;
    };
    CHECK(used_at(1000) == Instant{1000});
    CHECK(used_at(60'999) == Instant{1000});
    CHECK(used_at(61'000) == Instant{61'000});
}

TEST_CASE("keys outlive the program") {
    Doors doors;
    const auto made = must(doors.accounts->make_key(doors.alice.id, "a", {1}));
    const auto signed_text = doors.accounts->sign("text");
    const auto later = must(auth::Accounts::open(doors.users, doors.keys));
    CHECK(later->identify(with_key(made.secret), Allow::key, {2}));
    CHECK(later->verify("text", signed_text));
}

TEST_CASE("another data directory has other secrets") {
    Doors here;
    Doors there;
    const std::string secret(40, 'a');
    CHECK_FALSE(there.accounts->verify("text", here.accounts->sign("text")));
    must(here.accounts->take_key(here.alice.id, "k", secret, {1}));
    CHECK_FALSE(there.accounts->identify(with_key(secret), Allow::key, {2}));
}

TEST_CASE("a key carries how far it reaches") {
    Doors doors;
    storage::ApiKey wanted;
    wanted.user = doors.alice.id;
    wanted.name = "ci";
    const auto asker_of = [&](const storage::ApiKey& key) {
        const auto made = must(doors.accounts->make_key(key, {1}));
        return must(doors.accounts->identify(with_key(made.secret), Allow::key, {2})).asker;
    };
    const auto whole = asker_of(wanted);
    CHECK(whole.key == permissions::Key::full);
    CHECK_FALSE(whole.key_team);
    CHECK_FALSE(whole.key_project);
    wanted.read_only = true;
    CHECK(asker_of(wanted).key == permissions::Key::read_only);
    wanted.team = doors.alice.personal_team;
    wanted.project = doors.project.id;
    const auto narrow = asker_of(wanted);
    CHECK(narrow.user == doors.alice.id);
    CHECK(narrow.key_team == doors.alice.personal_team);
    CHECK(narrow.key_project == doors.project.id);
}

TEST_CASE("a key ends in its last millisecond and says so") {
    Doors doors;
    storage::ApiKey wanted;
    wanted.user = doors.alice.id;
    wanted.expires_at = Instant{1'000};
    const auto made = must(doors.accounts->make_key(wanted, {1}));
    CHECK(doors.accounts->identify(with_key(made.secret), Allow::key, {999}));
    const auto late = doors.accounts->identify(with_key(made.secret), Allow::key, {1'000});
    CHECK(code_of(late) == ErrorCode::unauthenticated);
    CHECK(late.error().detail.find("expired") != std::string::npos);
}
