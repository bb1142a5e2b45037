// SPDX-License-Identifier: Apache-2.0
#include "shared/base/limits.h"
#include "tests/daemon/auth/world.h"

using namespace ensemble;
using namespace ensemble::tests;

TEST_CASE("a user name is short, plain and not a word of the page's addresses") {
    using limits::user_name_bytes_max;
    const struct {
        std::string name;
        bool fine;
    } rows[] = {
        {"alice", true},
        {"A-l_1ce", true},
        {"7", true},
        {"s-1", true},
        {"apis", true},
        {std::string(user_name_bytes_max, 'a'), true},
        {std::string(user_name_bytes_max + 1, 'a'), false},
        {"", false},
        {"a b", false},
        {"a.b", false},
        {"a/b", false},
        {"j\xc3\xbcrgen", false},
        {std::string("a\0b", 3), false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto checked = auth::Accounts::check_user_name(row.name);
        CHECK(static_cast<bool>(checked) == row.fine);
        if (!row.fine) CHECK(checked.error().code == ErrorCode::bad_request);
    }
}

TEST_CASE("an operator may be called admin or root") {
    CHECK(auth::Accounts::check_user_name("admin"));
    CHECK(auth::Accounts::check_user_name("root"));
}

TEST_CASE("reserved words are refused in any case") {
    for (const auto* word :
         {"signin",    "setup",  "inbox",   "search",  "activity",    "settings",
          "registry",  "api",    "files",   "graphql", "artifactsV2", "artifacts",
          "authorize", "assets", "storage", "ready",   "health",      "metrics",
          "s",         "sdk",    "oidc",    "API",     "Settings"}) {
        CAPTURE(word);
        CHECK_FALSE(auth::Accounts::check_user_name(word));
    }
}
