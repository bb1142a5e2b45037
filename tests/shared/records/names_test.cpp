// SPDX-License-Identifier: Apache-2.0
#include "shared/records/names.h"

#include <doctest/doctest.h>

#include <string>

#include "shared/base/limits.h"

using namespace ensemble;
using namespace ensemble::records;

namespace {

bool good_team(std::string_view name) {
    return fault_of_team_name(name).empty();
}
bool good_project(std::string_view name) {
    return fault_of_project_name(name).empty();
}
bool nothing_is_free(std::string_view) {
    return false;
}

}  // namespace

TEST_CASE("a team is called by 1 to 64 letters, digits, hyphens and underscores") {
    for (const char* name : {"a", "Z9", "my-team_2", "-", "admin", "vision"}) {
        CAPTURE(name);
        CHECK(good_team(name));
    }
    for (const char* name : {"", "a b", "a.b", "a/b", "ä", "a\n", "..", "a%20", "日本"}) {
        CAPTURE(name);
        CHECK_FALSE(good_team(name));
    }
    CHECK(good_team(std::string(limits::user_name_bytes_max, 'a')));
    CHECK_FALSE(good_team(std::string(limits::user_name_bytes_max + 1, 'a')));
    CHECK_FALSE(good_team(std::string_view("a\0b", 3)));
}

TEST_CASE("no team takes the first word of one of the server's own paths, in any case") {
    for (const char* name :
         {"signin",    "setup",  "inbox",     "search",      "activity", "settings", "registry",
          "api",       "files",  "graphql",   "artifactsV2", "invite",   "assets",   "authorize",
          "storage",   "ready",  "health",    "metrics",     "s",        "sdk",      "oidc",
          "artifacts", "orgs",   "join",      "users",       "API",      "GraphQL",  "SETTINGS",
          "Files",     "SignIn", "admin-area"}) {
        CAPTURE(name);
        CHECK_FALSE(good_team(name));
    }
    for (const char* name : {"apis", "s-1", "admin", "root"})
        CHECK(good_team(name));
}

TEST_CASE("a project is called by 1 to 128 bytes of plain text without the signs of addresses") {
    for (const char* name : {"a", "my project", "résumé", "v1.2", "...", "a&b=c", "日本"}) {
        CAPTURE(name);
        CHECK(good_project(name));
    }
    for (const char* name : {"", "a/b", "a\\b", "a#b", "a?b", "a%b", "a:b", "a\nb", "a\tb", "a\x7f",
                             "\xff", ".", ".."}) {
        CAPTURE(name);
        CHECK_FALSE(good_project(name));
    }
    CHECK(good_project(std::string(limits::project_name_bytes_max, 'a')));
    CHECK_FALSE(good_project(std::string(limits::project_name_bytes_max + 1, 'a')));
}

TEST_CASE("clean text is UTF-8 without control characters; only several lines may break") {
    CHECK(clean_text("", Shape::line));
    CHECK(clean_text("naïve 日本", Shape::line));
    CHECK_FALSE(clean_text("two\nlines", Shape::line));
    CHECK_FALSE(clean_text("a\tb", Shape::line));
    CHECK(clean_text("two\r\n\tlines", Shape::lines));
    for (const Shape shape : {Shape::line, Shape::lines}) {
        CHECK_FALSE(clean_text("\x1b[31m", shape));
        CHECK_FALSE(clean_text("\x7f", shape));
        CHECK_FALSE(clean_text(std::string_view("\0", 1), shape));
        CHECK_FALSE(clean_text("\xc3", shape));
    }
}

TEST_CASE("a role is called by what can be seen, and not as a built-in role") {
    using records::fault_of_role_name;
    for (const char* fine :
         {"Reviewer", "Prüfer 2", "검토자", "مراجع", "👩‍🔬 lab", "Members", "ad min s"})
        CHECK_MESSAGE(fault_of_role_name(fine) == "", fine);
    for (const char* wrong : {"", " a", "a ", "a\u200bb", "\u202eabc", "a\u00a0b", "\u2066a",
                              "\ufeffa", "a\u0085b", "a\u00adb", "a\u3000", "a\u2028b", "a\tb",
                              "Admin", "VIEW_ONLY", "view only", "Registry Admin", "n-o-n-e"})
        CHECK_MESSAGE(fault_of_role_name(wrong) != "", wrong);
}

TEST_CASE("what is suggested for a taken name is the first that is free") {
    const auto not_two = [](std::string_view name) { return name != "team-2"; };
    CHECK(free_variant("team", 64, not_two) == "team-3");
    CHECK(free_variant("team", 64, nothing_is_free) == "");
}

TEST_CASE("what is suggested is as long as a name may be, and cut between characters") {
    const auto any = [](std::string_view) { return true; };
    CHECK(free_variant(std::string(64, 'a'), 64, any) == std::string(62, 'a') + "-2");
    CHECK(free_variant(std::string(63, 'a'), 64, any) == std::string(62, 'a') + "-2");
    CHECK(free_variant(std::string(62, 'a'), 64, any) == std::string(62, 'a') + "-2");
    CHECK(free_variant("aaaé", 5, any) == "aaa-2");
    CHECK(free_variant("aaé", 5, any) == "aa-2");
    CHECK(free_variant("aé", 5, any) == "aé-2");
}

TEST_CASE("an address has something on both sides of an @ and nothing that ends a header") {
    for (const char* address : {"a@b", "ann.lee+tag@example.org", "ü@example.org"}) {
        CAPTURE(address);
        CHECK(is_address(address));
    }
    for (const char* address : {"", "@", "a@", "@b", "ab", "a b@c", "a@b\nBcc: x@y", "a@b\r"}) {
        CAPTURE(address);
        CHECK_FALSE(is_address(address));
    }
    const std::string host = "@example.org";
    const std::string longest = std::string(limits::email_bytes_max - host.size(), 'a') + host;
    CHECK(is_address(longest));
    CHECK_FALSE(is_address("a" + longest));
}
