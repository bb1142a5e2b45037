// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <doctest/doctest.h>

#include "shared/protocol/commands.h"
#include "shared/protocol/messages.h"
#include "shared/protocol/rows.h"
#include "shared/protocol/stored.h"
#include "shared/protocol/version.h"

using namespace ensemble;
using namespace ensemble::protocol;

namespace {

std::string detail_of(std::string_view text) {
    const auto message = decode_from_page(text);
    return message ? "" : message.error().detail;
}

std::string push_of(const std::string& command) {
    return R"({"t":"push","commands":[{"seq":1,"id":"a","do":"leave_team","team":7},{"seq":2,"id":"b",)" +
           command + "}]}";
}

std::string hello_of(std::int64_t proto) {
    return R"({"t":"hello","proto":)" + std::to_string(proto) +
           R"(,"schema":"whatever","client":"c","device":"d"})";
}

}  // namespace

TEST_CASE("What is wrong with a message is told with the way to it") {
    const auto said = [](const std::string& command) { return detail_of(push_of(command)); };
    CHECK(said(R"("do":"change_role","team":7,"user":9,"role":{"base":"chief"})") ==
          "commands[1].role.base: not a role");
    CHECK(said(R"("do":"change_role","team":7,"user":9,"role":{})") ==
          "commands[1].role.base: missing");
    CHECK(said(R"("do":"change_role","team":7,"user":9)") == "commands[1].role: missing");
    CHECK(said(R"("do":"change_role","team":7,"user":9,"role":7)") ==
          "commands[1].role: not an object");
    CHECK(said(R"("do":"change_role","team":"7")") == "commands[1].team: not a whole number");
    CHECK(said(R"("do":"change_role","team":7.5)") == "commands[1].team: not a whole number");
    CHECK(said(R"("do":"change_role","team":-7)") == "commands[1].team: not an id");
    CHECK(said(R"("do":"fly")") == "commands[1].do: not a command");
    CHECK(said(R"("team":7)") == "commands[1].do: missing");
    CHECK(said(R"("do":"edit_role","role":5,"extra":["run:read","run:fly"])") ==
          "commands[1].extra[1]: not an action");
    CHECK(said(R"("do":"set_active","user":9)") == "commands[1].on: missing");
    CHECK(said(R"("do":"set_active","user":9,"on":1)") == "commands[1].on: neither true nor false");
    CHECK(said(R"("do":"change_setting","setting":"fun","on":true)") ==
          "commands[1].setting: not a setting");
    CHECK(detail_of(R"({"t":"nap"})") == "t: not a message");
    CHECK(detail_of(R"({"t":null})") == "t: missing");
    CHECK(detail_of("[]") == "not an object");
    CHECK(detail_of("{") == "Not JSON at byte 2.");
    CHECK(detail_of(R"({"t":"seen","seq":1,"seq":2})") == "\"seq\" is in an object twice.");
}

TEST_CASE("A scope has one name") {
    const auto said = [](const std::string& scope) {
        return detail_of(R"({"t":"unsubscribe","scope":")" + scope + "\"}");
    };
    for (const char* scope : {"instance", "user:9", "team:0", "runs:9007199254740992"})
        CHECK(said(scope).empty());
    for (const char* scope : {"", "instance:0", "team", "team:", "team:07", "team:-1", "team:7 ",
                              "Team:7", "runs:9007199254740993", "project:99999999999999999"})
        CHECK(said(scope) == "scope: not a scope");
}

TEST_CASE("Fields that are not known are passed over, wherever they are") {
    const auto message = decode_from_page(
        R"({"later":{"a":[1,2]},"t":"push","commands":[{"why":"x","seq":1,"id":"a","do":"set_project_role",)"
        R"("project":3,"user":9,"role":{"base":"member","until_ms":5},"claimed_at_ms":8}],"more":1.5})");
    REQUIRE(message);
    const auto& numbered = std::get<sync::Push>(*message).commands.at(0);
    CHECK(numbered.claimed_at.ms == 8);
    const auto& command = std::get<projects::SetProjectRole>(numbered.command);
    CHECK(command.project.value == 3);
    CHECK(command.role == records::Holding{});
}

TEST_CASE("What a command does not say stays unsaid, what it says empty is empty") {
    const auto nothing = parse_command(R"({"do":"edit_team_profile","team":7})");
    REQUIRE(nothing);
    const auto& unsaid = std::get<teams::EditTeamProfile>(*nothing);
    CHECK_FALSE(unsaid.intro);
    CHECK_FALSE(unsaid.links);
    const auto empty =
        parse_command(R"({"do":"edit_team_profile","team":7,"intro":"","links":[],"avatar":null})");
    REQUIRE(empty);
    const auto& said = std::get<teams::EditTeamProfile>(*empty);
    CHECK(said.intro == "");
    CHECK(said.links->empty());
    CHECK_FALSE(said.avatar);
    CHECK(to_text(*empty) == R"({"do":"edit_team_profile","team":7,"intro":"","links":[]})");
}

TEST_CASE("Optional fields of a row that are missing are empty") {
    const auto row = parse_row(R"({"k":"team","id":7,"name":"vision","created_at_ms":5})");
    REQUIRE(row);
    CHECK(*row == records::Row(records::Team{.id = {7}, .name = "vision", .created_at = {5}}));
    const auto other = parse_row(R"({"k":"team","id":7})");
    REQUIRE_FALSE(other);
    CHECK(other.error() == Error{ErrorCode::bad_request, "name: missing"});
}

TEST_CASE("Actions are written by name in order and read in any") {
    const auto command = parse_command(
        R"({"do":"edit_role","role":5,"extra":["run:read","artifact:read","run:read"]})");
    REQUIRE(command);
    CHECK(to_text(*command) ==
          R"({"do":"edit_role","role":5,"extra":["artifact:read","run:read"]})");
}

TEST_CASE("A hello of another version of the protocol is unsupported") {
    CHECK(decode_from_page(hello_of(version)));
    CHECK(decode_from_page(hello_of(oldest_version)));
    for (const std::int64_t proto : {oldest_version - 1, version + 1}) {
        const auto message = decode_from_page(hello_of(proto));
        REQUIRE_FALSE(message);
        CHECK(message.error().code == ErrorCode::unsupported);
        CHECK(message.error().detail ==
              "proto: version " + std::to_string(proto) + " is not spoken here");
    }
    CHECK(detail_of(R"({"t":"hello","client":"c","device":"d"})") == "proto: missing");
}

TEST_CASE("The answer of a daemon of another version is unsupported, too") {
    const std::string text = R"({"t":"hello_ok","proto":)" + std::to_string(version + 1) +
                             R"(,"user":9,"epoch":"e","now_ms":1,"last_seq":0,"lease_hours":1})";
    const auto message = decode_from_daemon(text);
    REQUIRE_FALSE(message);
    CHECK(message.error().code == ErrorCode::unsupported);
}

TEST_CASE("A damaged record is corrupt, one of a newer page is left to it") {
    const auto code = [](std::string_view text) {
        const auto stored = decode_stored(text);
        return stored ? ErrorCode::internal : stored.error().code;
    };
    CHECK(code("") == ErrorCode::corrupt);
    CHECK(code("{}") == ErrorCode::corrupt);
    CHECK(code(R"({"format":0,"kind":"meta","device":"d","lease_hours":1})") == ErrorCode::corrupt);
    CHECK(code(R"({"format":1,"kind":"wish"})") == ErrorCode::corrupt);
    CHECK(code(R"({"format":1,"kind":"meta","device":"d"})") == ErrorCode::corrupt);
    CHECK(code(R"({"format":2,"kind":"wish"})") == ErrorCode::newer_version);
    CHECK(code(R"({"format":1,"kind":"meta","device":"d","lease_hours":1})") ==
          ErrorCode::internal);
}

TEST_CASE("A message of the wrong side is no message") {
    CHECK_FALSE(decode_from_page(encode(sync::FromDaemon(sync::Bye{"internal", 0}))));
    CHECK_FALSE(decode_from_daemon(encode(sync::FromPage(sync::Seen{1}))));
}

TEST_CASE("A name that a command does not have is found, whatever else is in it") {
    const auto unknown = [](std::string_view text) {
        const auto command = parse_command(text);
        REQUIRE(command);
        return unknown_field(text, *command);
    };
    CHECK(unknown(R"({"do":"edit_role","role":4294967296,"extra":["run:stop"]})") == "");
    CHECK(unknown(R"({"do":"edit_role","role":4294967296,"extras":["run:stop"]})") == "extras");
    CHECK(unknown(R"({"base":"member","do":"edit_role","role":4294967296})") == "base");
    CHECK(unknown(R"({"do":"change_role","team":7,"user":4,"role":{"base":"member"}})") == "");
}
