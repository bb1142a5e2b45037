// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/password.h"

#include "shared/base/limits.h"

#include <doctest/doctest.h>

using namespace ensemble;

TEST_CASE("a password matches its own hash and no other does") {
    const auto hash = auth::hash_password("correct horse");
    REQUIRE(static_cast<bool>(hash));
    CHECK(hash->find("$argon2id$") == 0);
    CHECK(hash->find("m=65536") != std::string::npos);
    CHECK(auth::verify_password(*hash, "correct horse"));
    CHECK_FALSE(auth::verify_password(*hash, "correct horsf"));
    CHECK_FALSE(auth::verify_password(*hash, ""));
    CHECK_FALSE(auth::needs_rehash(*hash));
    CHECK(*auth::hash_password("correct horse") != *hash);
}

TEST_CASE("a password has 10 to 1024 bytes of any kind") {
    using limits::password_bytes_max;
    using limits::password_bytes_min;
    CHECK(auth::hash_password(std::string(password_bytes_min, 'x')));
    CHECK_FALSE(auth::hash_password(std::string(password_bytes_min - 1, 'x')));
    CHECK_FALSE(auth::hash_password(std::string(password_bytes_max + 1, 'x')));
    const std::string longest(password_bytes_max, '\0');
    const auto hash = auth::hash_password(longest);
    REQUIRE(static_cast<bool>(hash));
    CHECK(auth::verify_password(*hash, longest));
    CHECK_FALSE(auth::verify_password(*hash, longest.substr(1)));
    CHECK_FALSE(auth::verify_password(*hash, longest + "x"));
}

TEST_CASE("no hash and a broken hash match nothing") {
    for (const auto& hash : {std::string(), std::string("x"), std::string(500, 'x')}) {
        CHECK_FALSE(auth::verify_password(hash, ""));
        CHECK_FALSE(auth::verify_password(hash, "some password"));
    }
}

TEST_CASE("what stands in for a missing hash has the costs of a real one") {
    CHECK(auth::nobody.find("$argon2id$") == 0);
    CHECK_FALSE(auth::needs_rehash(auth::nobody));
}

TEST_CASE("a hash of lower costs is to be made anew") {
    CHECK(auth::needs_rehash("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
                             "RdescudvJCsgt3ub+b/dWRWJTmaaJObGdescudvJCsg"));
}
