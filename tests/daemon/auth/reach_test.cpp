// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/reach.h"
#include "tests/daemon/auth/world.h"

using namespace ensemble;
using namespace ensemble::tests;
using Allow = auth::Accounts::Allow;

namespace {

struct Reach : Doors {
    auth::Caller caller(const storage::ApiKey& wanted) {
        const auto made = must(accounts->make_key(wanted, {1}));
        return must(accounts->identify(with_key(made.secret), Allow::key, {2}));
    }
};

}  // namespace

TEST_CASE("a key has bounds when it reads only, is for one place, or ends") {
    Reach doors;
    storage::ApiKey whole;
    whole.user = doors.alice.id;
    CHECK_FALSE(auth::bounded(doors.caller(whole)));
    CHECK(auth::check_reach(doors.caller(whole)));
    storage::ApiKey reads = whole;
    reads.read_only = true;
    storage::ApiKey of_team = whole;
    of_team.team = doors.alice.personal_team;
    storage::ApiKey of_project = of_team;
    of_project.project = doors.project.id;
    storage::ApiKey ends = whole;
    ends.expires_at = Instant{9};
    for (const auto& [key, word] :
         {std::pair{reads, "only reads"}, std::pair{of_team, "one team"},
          std::pair{of_project, "one project"}, std::pair{ends, "ends some day"}}) {
        const auto caller = doors.caller(key);
        CHECK(auth::bounded(caller));
        const auto refused = auth::check_reach(caller);
        CHECK(code_of(refused) == ErrorCode::forbidden);
        CHECK(refused.error().detail.find(word) != std::string::npos);
    }
}

TEST_CASE("a session has no bounds though it ends") {
    Reach doors;
    const auto token = must(doors.accounts->make_session(doors.alice.id, {1}));
    const auto caller = must(doors.accounts->identify(with_session(token), Allow::either, {2}));
    CHECK(caller.ends_at == Instant{1 + 30 * day_ms});
    CHECK_FALSE(auth::bounded(caller));
}
