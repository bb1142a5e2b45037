// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/protocol/commands.h"
#include "shared/protocol/messages.h"
#include "shared/protocol/rows.h"
#include "shared/protocol/stored.h"
#include "tests/shared/protocol/chance.h"
#include "tests/shared/protocol/members.h"

using namespace ensemble;
using namespace ensemble::protocol;

namespace {

// The same value and the same text come back; each alternative comes up.
template <class Variant, class Write, class Read>
void check_law(Write write, Read read) {
    constexpr std::uint64_t rounds = 100 * std::variant_size_v<Variant>;
    std::size_t seen = 0;
    for (std::uint64_t seed = 1; seed <= rounds; ++seed) {
        CAPTURE(seed);
        Chance chance(seed);
        Variant value;
        Filling filling(chance);
        filling.which("", value);
        filling.content(value);
        seen |= std::size_t{1} << (value.index() % 32);
        const std::string text = write(value);
        CAPTURE(text);
        const auto back = read(text);
        REQUIRE_MESSAGE(static_cast<bool>(back), back.error().detail);
        CHECK(same(*back, value));
        CHECK(write(*back) == text);
    }
    CHECK(seen != 0);
}

}  // namespace

TEST_CASE("Every command comes back from its text") {
    check_law<sync::Command>([](const auto& c) { return to_text(c); }, parse_command);
}

TEST_CASE("Every row comes back from its text") {
    check_law<records::Row>([](const auto& r) { return to_text(r); }, parse_row);
}

TEST_CASE("Every message of a page comes back from its text") {
    check_law<sync::FromPage>([](const auto& m) { return encode(m); }, decode_from_page);
}

TEST_CASE("Every message of the daemon comes back from its text") {
    check_law<sync::FromDaemon>([](const auto& m) { return encode(m); }, decode_from_daemon);
}

TEST_CASE("Everything that a page keeps comes back from its text") {
    check_law<sync::Stored>([](const auto& s) { return encode(s); }, decode_stored);
}

TEST_CASE("Every refusal comes back from its text") {
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        CAPTURE(seed);
        const auto refused = Chance(seed).any<records::Refused>();
        const auto back = parse_refused(to_text(refused));
        REQUIRE(back);
        CHECK(*back == refused);
    }
}
