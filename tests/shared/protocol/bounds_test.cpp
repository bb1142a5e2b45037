// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/protocol/messages.h"
#include "shared/protocol/stored.h"
#include "shared/protocol/version.h"

using namespace ensemble;
using namespace ensemble::protocol;

namespace {

// A message with something unknown in it, so many bytes long.
std::string padded(const std::string& start, std::size_t bytes) {
    const std::string head = start + ",\"later\":\"";
    return head + std::string(bytes - head.size() - 2, 'x') + "\"}";
}

ErrorCode code_of(const std::string& text) {
    const auto message = decode_from_page(text);
    return message ? ErrorCode::internal : message.error().code;
}

std::string hello_with(std::size_t positions) {
    std::string text = "{\"t\":\"hello\",\"proto\":" + std::to_string(version) +
                       ",\"client\":\"c\",\"device\":\"d\",\"positions\":[";
    for (std::size_t i = 0; i < positions; ++i)
        text += std::string(i == 0 ? "" : ",") + R"({"scope":"team:1","version":1})";
    return text + "]}";
}

std::string push_with(std::size_t commands) {
    std::string text = R"({"t":"push","commands":[)";
    for (std::size_t i = 0; i < commands; ++i)
        text += std::string(i == 0 ? "" : ",") + R"({"seq":1,"id":"a","do":"stop_run","run":1})";
    return text + "]}";
}

std::string seen_with(const std::string& later) {
    return R"({"t":"seen","seq":1,"later":)" + later + "}";
}

}  // namespace

TEST_CASE("A message at the bound of bytes is read, one more is too large") {
    const std::string seen = R"({"t":"seen","seq":1)";
    CHECK(decode_from_page(padded(seen, limits::sync_message_bytes_max)));
    CHECK(code_of(padded(seen, limits::sync_message_bytes_max + 1)) == ErrorCode::too_large);
}

TEST_CASE("As many commands as the bound are read, one more is too large") {
    CHECK(decode_from_page(push_with(limits::commands_per_push_max)));
    CHECK(code_of(push_with(limits::commands_per_push_max + 1)) == ErrorCode::too_large);
}

TEST_CASE("As many positions as the bound are read, one more is too large") {
    CHECK(decode_from_page(hello_with(limits::scopes_per_page_max)));
    CHECK(code_of(hello_with(limits::scopes_per_page_max + 1)) == ErrorCode::too_large);
}

TEST_CASE("Depth at the bound is read, one more is too large") {
    const auto nested = [](std::size_t depth) {
        return seen_with(std::string(depth, '[') + std::string(depth, ']'));
    };
    CHECK(decode_from_page(nested(limits::sync_depth_max - 1)));
    CHECK(code_of(nested(limits::sync_depth_max)) == ErrorCode::too_large);
}

TEST_CASE("As many members of an object as the bound are read, one more is too large") {
    const auto object = [](std::size_t members) {
        std::string text;
        for (std::size_t i = 0; i < members; ++i)
            text += (i == 0 ? "{\"m" : ",\"m") + std::to_string(i) + "\":0";
        return seen_with(text + "}");
    };
    CHECK(decode_from_page(object(limits::sync_members_max)));
    CHECK(code_of(object(limits::sync_members_max + 1)) == ErrorCode::too_large);
}

TEST_CASE(
    "A list in a command may be longer than its decision allows: that refuses with a reason") {
    std::string links;
    for (std::size_t i = 0; i <= limits::links_max; ++i)
        links += std::string(i == 0 ? "" : ",") + R"({"title":"t","url":"https://example.com"})";
    const auto push = decode_from_page(
        R"({"t":"push","commands":[{"seq":1,"id":"a","do":"edit_team_profile","team":7,"links":[)" +
        links + "]}]}");
    REQUIRE(push);
    const auto& command = std::get<sync::Push>(*push).commands[0].command;
    CHECK(std::get<teams::EditTeamProfile>(command).links->size() == limits::links_max + 1);
}

// The bound for what the daemon sends and the disk keeps is there to end what never ends; a text of
// that length would take more memory than a test should.
TEST_CASE("A patch may be longer than what a page sends") {
    const std::string bye = R"({"t":"bye","code":"internal")";
    CHECK(decode_from_daemon(padded(bye, limits::sync_message_bytes_max + 1)));
    const std::string meta = R"({"format":1,"kind":"meta","device":"d","lease_hours":1)";
    CHECK(decode_stored(padded(meta, limits::sync_message_bytes_max + 1)));
}
