// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/throttle.h"

#include <doctest/doctest.h>

using namespace ensemble;
using auth::Throttle;

namespace {

constexpr std::int64_t minute_ms = 60'000;
// Far enough from one another that no burst is seen.
constexpr std::int64_t apart_ms = 2000;

// Fails `count` times and gives the time of the last failure.
Instant fail(Throttle& throttle, int count, const std::string& account, const std::string& address,
             Instant start) {
    Instant now = start;
    for (int i = 0; i < count; ++i) {
        now = {start.ms + i * apart_ms};
        throttle.failed(account, address, now);
    }
    return now;
}

}  // namespace

TEST_CASE("four failures are free, then the delay doubles up to a quarter of an hour") {
    Throttle throttle;
    Instant last = fail(throttle, 4, "alice", "10.0.0.1", {1'000'000});
    CHECK(throttle.may_attempt("alice", "10.0.0.1", last));
    std::int64_t delay_ms = 1000;
    for (int i = 5; i < 25; ++i) {
        CAPTURE(i);
        last = {last.ms + 1};
        throttle.failed("alice", "10.0.0.1", last);
        CHECK_FALSE(throttle.may_attempt("alice", "10.0.0.1", {last.ms + delay_ms - 1}));
        CHECK(throttle.may_attempt("alice", "10.0.0.1", {last.ms + delay_ms}));
        last = {last.ms + delay_ms};
        delay_ms = std::min<std::int64_t>(delay_ms * 2, 15 * minute_ms);
    }
}

TEST_CASE("the delay is for the account from that address only") {
    Throttle throttle;
    const Instant last = fail(throttle, 10, "alice", "10.0.0.1", {1'000'000});
    CHECK_FALSE(throttle.may_attempt("alice", "10.0.0.1", last));
    CHECK_FALSE(throttle.may_attempt("ALICE", "10.0.0.1", last));
    CHECK_FALSE(throttle.may_attempt("alice", "::ffff:10.0.0.1", last));
    CHECK(throttle.may_attempt("alice", "10.0.0.2", last));
    CHECK(throttle.may_attempt("bo", "10.0.0.1", last));
}

TEST_CASE("an address that tries many accounts is slowed down as a whole") {
    Throttle throttle;
    Instant now{1'000'000};
    for (int i = 0; i < 30; ++i) {
        CHECK(throttle.may_attempt("user" + std::to_string(i), "10.0.0.1", now));
        throttle.failed("user" + std::to_string(i), "10.0.0.1", now);
        now = {now.ms + apart_ms};
    }
    now = {now.ms - apart_ms};
    CHECK_FALSE(throttle.may_attempt("fresh", "10.0.0.1", {now.ms + 999}));
    CHECK(throttle.may_attempt("fresh", "10.0.0.1", {now.ms + 1000}));
    CHECK(throttle.may_attempt("fresh", "10.0.0.2", now));
}

TEST_CASE("where no account is named only the address counts") {
    Throttle throttle;
    const Instant last = fail(throttle, 29, "", "10.0.0.1", {1'000'000});
    CHECK(throttle.may_attempt("", "10.0.0.1", last));
    throttle.failed("", "10.0.0.1", last);
    CHECK_FALSE(throttle.may_attempt("", "10.0.0.1", last));
}

TEST_CASE("an IPv6 network counts as one address") {
    Throttle throttle;
    const Instant last = fail(throttle, 10, "alice", "2001:db8:1:2::1", {1'000'000});
    CHECK_FALSE(throttle.may_attempt("alice", "2001:db8:1:2:ffff::9", last));
    CHECK(throttle.may_attempt("alice", "2001:db8:1:3::1", last));
}

TEST_CASE("an hour without failures forgets them") {
    Throttle throttle;
    const Instant last = fail(throttle, 40, "alice", "10.0.0.1", {1'000'000});
    CHECK_FALSE(throttle.may_attempt("alice", "10.0.0.1", {last.ms + 15 * minute_ms - 1}));
    const Instant later{last.ms + 60 * minute_ms};
    throttle.failed("alice", "10.0.0.1", later);
    CHECK(throttle.may_attempt("alice", "10.0.0.1", later));
}

TEST_CASE("a burst whose outcome is not known yet is bounded") {
    Throttle throttle;
    const Instant now{1'000'000};
    for (int i = 0; i < 10; ++i)
        CHECK(throttle.may_attempt("alice", "10.0.0.1", now));
    CHECK_FALSE(throttle.may_attempt("alice", "10.0.0.1", {now.ms + 999}));
    CHECK(throttle.may_attempt("alice", "10.0.0.1", {now.ms + 1000}));
    for (int i = 0; i < 29; ++i)
        CHECK(throttle.may_attempt("user" + std::to_string(i), "10.0.0.1", {now.ms + 1500}));
    CHECK_FALSE(throttle.may_attempt("one more", "10.0.0.1", {now.ms + 1500}));
}

TEST_CASE("a clock that is set back locks nobody out") {
    Throttle throttle;
    fail(throttle, 10, "alice", "10.0.0.1", {1'000'000'000});
    CHECK(throttle.may_attempt("alice", "10.0.0.1", {1'000'000}));
}

TEST_CASE("only so many are remembered, the latest ones") {
    Throttle throttle;
    const Instant now{1'000'000};
    for (int i = 0; i < 10; ++i)
        throttle.failed("first", "10.0.0.1", now);
    for (int i = 0; i < 10; ++i)
        throttle.failed("second", "10.0.0.2", now);
    CHECK_FALSE(throttle.may_attempt("first", "10.0.0.1", now));
    CHECK_FALSE(throttle.may_attempt("second", "10.0.0.2", now));
    for (std::size_t i = 2; i < Throttle::remembered_max; ++i)
        throttle.failed("other", "host" + std::to_string(i), now);
    CHECK_FALSE(throttle.may_attempt("second", "10.0.0.2", now));
    throttle.failed("other", "one more", now);
    CHECK_FALSE(throttle.may_attempt("second", "10.0.0.2", now));
    CHECK(throttle.may_attempt("first", "10.0.0.1", now));
}
