// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/tokens.h"

#include "shared/base/encoding.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

using namespace ensemble;

TEST_CASE("a signature is the HMAC of RFC 4231, case 2, in url-safe text") {
    REQUIRE(auth::ready());
    // HMAC pads a short key with zeros, so "Jefe" can be given as 32 bytes.
    std::string key = "Jefe";
    key.resize(32, '\0');
    const std::string text = "what do ya want for nothing?";
    const std::string expected =
        *from_hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    const std::string made = auth::signature(key, text);
    CHECK(made == "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
    CHECK(base64(expected) == made + "=");
    CHECK(made.size() == 43);
}

TEST_CASE("a signature holds for its text alone") {
    REQUIRE(auth::ready());
    const auto key = auth::random_key();
    const auto made = auth::signature(key, "upload\n7\n1000");
    CHECK(auth::signature_matches(key, "upload\n7\n1000", made));
    CHECK_FALSE(auth::signature_matches(key, "upload\n7\n1001", made));
    CHECK_FALSE(auth::signature_matches(auth::random_key(), "upload\n7\n1000", made));
    CHECK_FALSE(auth::signature_matches(key, "upload\n7\n1000", ""));
    CHECK_FALSE(auth::signature_matches(key, "upload\n7\n1000", made + "="));
    CHECK_FALSE(auth::signature_matches(key, "upload\n7\n1000", made.substr(1)));
    for (std::size_t i = 0; i < made.size(); ++i) {
        auto changed = made;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK_FALSE(auth::signature_matches(key, "upload\n7\n1000", changed));
    }
    CHECK(made.find_first_of("+/=") == std::string::npos);
}

TEST_CASE("a keyed hash depends on key, purpose and text") {
    REQUIRE(auth::ready());
    const std::string key(32, 'k');
    std::set<std::string> hashes;
    for (const auto* purpose : {"key", "session"}) {
        for (const auto* text : {"", "a", "b"})
            hashes.insert(auth::keyed_hash(key, purpose, text));
    }
    hashes.insert(auth::keyed_hash(std::string(32, 'l'), "key", "a"));
    CHECK(hashes.size() == 7);
    CHECK(auth::keyed_hash(key, "key", "a") == auth::keyed_hash(key, "key", "a"));
    CHECK(auth::keyed_hash(key, "key", "a").size() == 32);
}

TEST_CASE("random text uses every letter and digit about as often") {
    REQUIRE(auth::ready());
    constexpr int count = 360'000;
    std::map<char, int> seen;
    for (const char c : auth::random_text(count))
        ++seen[c];
    CHECK(seen.size() == 36);
    // Ten standard deviations around 10,000; a modulo of random bytes would be off by 1,400.
    for (const auto& [c, times] : seen) {
        CAPTURE(c);
        CHECK(times > 9000);
        CHECK(times < 11000);
    }
}
