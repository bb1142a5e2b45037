// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/auth/world.h"

using namespace ensemble;
using namespace ensemble::tests;
using Allow = auth::Accounts::Allow;

namespace {

const std::string chosen = "local-0123456789012345678901234567890123456789";

}  // namespace

TEST_CASE("a key opens the door in every form that a script may send it") {
    Doors doors;
    must(doors.accounts->take_key(doors.alice.id, "chosen", chosen, {1}));
    const struct {
        const char* what;
        std::string header;
        bool fine;
    } rows[] = {
        {"the SDK", "Basic " + base64("api:" + chosen), true},
        {"another user part", "Basic " + base64("alice:" + chosen), true},
        {"no user part", "Basic " + base64(":" + chosen), true},
        {"scheme in other case", "bAsIc " + base64("api:" + chosen), true},
        {"two blanks", "Basic  " + base64("api:" + chosen), true},
        {"bearer", "Bearer " + chosen, true},
        {"no colon", "Basic " + base64(chosen), false},
        {"not base 64", "Basic !" + base64("api:" + chosen), false},
        {"another scheme", "Digest " + chosen, false},
        {"no scheme", chosen, false},
        {"scheme alone", "Basic", false},
        {"scheme and blank", "Basic ", false},
        {"no key", "Basic " + base64("api:"), false},
        {"one character less", "Bearer " + chosen.substr(1), false},
        {"one character more", "Bearer " + chosen + "0", false},
        {"other case", "Bearer L" + chosen.substr(1), false},
        {"trailing blank", "Bearer " + chosen + " ", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.what);
        const auto caller =
            doors.accounts->identify(request_with("authorization", row.header), Allow::either, {5});
        REQUIRE(static_cast<bool>(caller) == row.fine);
        if (row.fine) {
            CHECK(caller->user.id == doors.alice.id);
            CHECK(caller->user.name == "alice");
            CHECK(static_cast<bool>(caller->key));
            CHECK(caller->session.empty());
            CHECK(caller->asker.user == caller->user.id);
        } else {
            CHECK(caller.error().code == ErrorCode::unauthenticated);
        }
    }
}

TEST_CASE("nothing at all opens no door") {
    Doors doors;
    for (const auto allow : {Allow::key, Allow::session, Allow::either})
        CHECK(code_of(doors.accounts->identify({}, allow, {5})) == ErrorCode::unauthenticated);
    CHECK(code_of(doors.accounts->identify(with_session(""), Allow::either, {5})) ==
          ErrorCode::unauthenticated);
}

TEST_CASE("a session counts only where it is allowed, and so does a key") {
    Doors doors;
    const auto key = must(doors.accounts->make_key(doors.alice.id, "k", {1})).secret;
    const auto session = must(doors.accounts->make_session(doors.alice.id, {1}));
    CHECK(doors.accounts->identify(with_key(key), Allow::key, {5}));
    CHECK(doors.accounts->identify(with_key(key), Allow::either, {5}));
    CHECK_FALSE(doors.accounts->identify(with_key(key), Allow::session, {5}));
    CHECK_FALSE(doors.accounts->identify(with_session(session), Allow::key, {5}));
    CHECK(doors.accounts->identify(with_session(session), Allow::either, {5}));
    const auto caller = must(doors.accounts->identify(with_session(session), Allow::session, {5}));
    CHECK(caller.user.id == doors.alice.id);
    CHECK_FALSE(static_cast<bool>(caller.key));
    CHECK_FALSE(caller.session.empty());
    CHECK(caller.session.find(session) == std::string::npos);
}

TEST_CASE("a wrong key is refused although the session beside it is good") {
    Doors doors;
    auto request = with_session(must(doors.accounts->make_session(doors.alice.id, {1})));
    request.headers.emplace_back("Authorization", "Bearer " + std::string(40, 'x'));
    CHECK(code_of(doors.accounts->identify(request, Allow::either, {5})) ==
          ErrorCode::unauthenticated);
}

TEST_CASE("a session token is not a key and a link is not a session") {
    Doors doors;
    const auto session = must(doors.accounts->make_session(doors.alice.id, {1}));
    const auto link = must(doors.accounts->make_link(doors.alice.id, {1}));
    CHECK_FALSE(doors.accounts->identify(with_key(session), Allow::either, {5}));
    CHECK_FALSE(doors.accounts->identify(with_session(link), Allow::either, {5}));
    CHECK_FALSE(doors.accounts->take_link(session, {5}));
}

TEST_CASE("a deactivated user is refused at once, whoever deactivated them") {
    Doors doors;
    const auto key = must(doors.accounts->make_key(doors.alice.id, "k", {1})).secret;
    const auto session = must(doors.accounts->make_session(doors.alice.id, {1}));
    CHECK(doors.accounts->identify(with_key(key), Allow::key, {5}));
    CHECK(doors.accounts->identify(with_session(session), Allow::session, {5}));
    doors.deactivate(doors.alice);
    CHECK_FALSE(doors.accounts->identify(with_key(key), Allow::key, {5}));
    CHECK_FALSE(doors.accounts->identify(with_session(session), Allow::session, {5}));
    doors.alice.deactivated_at.reset();
    must(doors.users.update(doors.alice));
    CHECK(doors.accounts->identify(with_key(key), Allow::key, {5}));
}
