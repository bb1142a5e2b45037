// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/auth/world.h"

using namespace ensemble;
using namespace ensemble::tests;
using Allow = auth::Accounts::Allow;

TEST_CASE("a session lasts thirty days to the millisecond") {
    Doors doors;
    const auto token = must(doors.accounts->make_session(doors.alice.id, {1000}));
    const Instant end{1000 + 30 * day_ms};
    CHECK(doors.accounts->identify(with_session(token), Allow::session, {1000}));
    CHECK(doors.accounts->identify(with_session(token), Allow::session, {end.ms - 1}));
    CHECK(code_of(doors.accounts->identify(with_session(token), Allow::session, end)) ==
          ErrorCode::unauthenticated);
}

TEST_CASE("sessions end one by one and all together") {
    Doors doors;
    const auto bo = must(doors.users.add(user_named("bo")));
    const auto first = must(doors.accounts->make_session(doors.alice.id, {1}));
    const auto second = must(doors.accounts->make_session(doors.alice.id, {1}));
    const auto third = must(doors.accounts->make_session(doors.alice.id, {1}));
    const auto of_bo = must(doors.accounts->make_session(bo.id, {1}));
    const auto works = [&](const std::string& token) {
        return static_cast<bool>(
            doors.accounts->identify(with_session(token), Allow::session, {2}));
    };
    const auto caller = must(doors.accounts->identify(with_session(first), Allow::session, {2}));
    must(doors.accounts->end_session(caller.session));
    CHECK_FALSE(works(first));
    CHECK(works(second));
    must(doors.accounts->end_sessions(doors.alice.id));
    CHECK_FALSE(works(second));
    CHECK_FALSE(works(third));
    CHECK(works(of_bo));
}

TEST_CASE("a link works once, within 24 hours") {
    Doors doors;
    const auto token = must(doors.accounts->make_link(doors.alice.id, {1000}));
    CHECK(must(doors.accounts->take_link(token, {1000 + day_ms - 1})).id == doors.alice.id);
    CHECK(code_of(doors.accounts->take_link(token, {1001})) == ErrorCode::unauthenticated);
    const auto late = must(doors.accounts->make_link(doors.alice.id, {1000}));
    CHECK(code_of(doors.accounts->take_link(late, {1000 + day_ms})) == ErrorCode::unauthenticated);
    CHECK(code_of(doors.accounts->take_link(late, {1001})) == ErrorCode::unauthenticated);
    for (const auto& wrong : {std::string(), std::string("x"), std::string(100'000, 'x')})
        CHECK(code_of(doors.accounts->take_link(wrong, {1001})) == ErrorCode::unauthenticated);
}

TEST_CASE("the deactivated get neither sessions nor links and cannot use old ones") {
    Doors doors;
    const auto link = must(doors.accounts->make_link(doors.alice.id, {1}));
    doors.deactivate(doors.alice);
    CHECK(code_of(doors.accounts->make_session(doors.alice.id, {2})) == ErrorCode::unauthenticated);
    CHECK(code_of(doors.accounts->make_link(doors.alice.id, {2})) == ErrorCode::unauthenticated);
    CHECK(code_of(doors.accounts->take_link(link, {2})) == ErrorCode::unauthenticated);
    CHECK(code_of(doors.accounts->make_session({99}, {2})) == ErrorCode::unauthenticated);
}
