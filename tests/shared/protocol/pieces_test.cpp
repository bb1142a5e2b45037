// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/protocol/messages.h"
#include "tests/shared/protocol/chance.h"
#include "tests/shared/protocol/members.h"

using namespace ensemble;
using namespace ensemble::protocol;

namespace {

sync::Push push_of(std::size_t commands, std::size_t notes_bytes) {
    sync::Push push;
    for (std::size_t i = 0; i < commands; ++i) {
        push.commands.push_back({static_cast<std::int64_t>(i + 1),
                                 "id-" + std::to_string(i),
                                 runs::NoteRun{{7}, std::string(notes_bytes, 'x')},
                                 {}});
    }
    return push;
}

// All commands of the frames, each of which the daemon takes.
sync::Push joined(const std::vector<std::string>& frames) {
    sync::Push all;
    for (const std::string& frame : frames) {
        CHECK(frame.size() <= limits::sync_message_bytes_max);
        const auto message = decode_from_page(frame);
        REQUIRE(message);
        const auto& push = std::get<sync::Push>(*message);
        CHECK_FALSE(push.commands.empty());
        all.commands.insert(all.commands.end(), push.commands.begin(), push.commands.end());
    }
    return all;
}

}  // namespace

TEST_CASE("A patch put together from pieces is the patch encoded at once") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        const auto patch = Chance(seed).any<sync::Patch>();
        std::vector<std::string> texts;
        for (const sync::ScopePatch& scope : patch.scopes)
            texts.push_back(encode(scope));
        const std::vector<std::string_view> scopes(texts.begin(), texts.end());
        CHECK(encode(PatchPieces{patch.drops, scopes, patch.outcomes, patch.last_seq, patch.now}) ==
              encode(sync::FromDaemon(patch)));
    }
}

TEST_CASE("A push within the bounds is one frame, as it is encoded") {
    const sync::FromPage push = push_of(limits::commands_per_push_max, 10);
    CHECK(frames(push) == std::vector<std::string>{encode(push)});
}

TEST_CASE("A push of more commands than fit goes as several frames in order") {
    const auto push = push_of(limits::commands_per_push_max * 2 + 1, 10);
    const auto sent = frames(push);
    CHECK(sent.size() == 3);
    CHECK(same(joined(sent), push));
}

TEST_CASE("A push of more bytes than fit goes as several frames in order") {
    const auto push = push_of(10, limits::notes_bytes_max);
    const auto sent = frames(push);
    CHECK(sent.size() == 4);
    CHECK(same(joined(sent), push));
}

TEST_CASE("An empty push is no frame") {
    CHECK(frames(sync::Push{}).empty());
}

TEST_CASE("The longest note that there may be fits in a frame, however it is escaped") {
    sync::Push push = push_of(1, 0);
    std::get<runs::NoteRun>(push.commands[0].command).notes =
        std::string(limits::notes_bytes_max, '\n');
    const auto sent = frames(push);
    CHECK(sent.size() == 1);
    CHECK(same(joined(sent), push));
}

TEST_CASE("A hello keeps back the positions that are too many") {
    sync::Hello hello{.client = "c", .device = "d"};
    const auto most = static_cast<std::int64_t>(limits::scopes_per_page_max);
    for (std::int64_t i = 1; i <= most + 1; ++i)
        hello.positions.push_back({{records::ScopeKind::project, json::integer_max - i}, i});
    const auto sent = frames(hello);
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].size() <= limits::sync_message_bytes_max);
    const auto message = decode_from_page(sent[0]);
    REQUIRE(message);
    CHECK(std::get<sync::Hello>(*message).positions.size() == limits::scopes_per_page_max);
}
