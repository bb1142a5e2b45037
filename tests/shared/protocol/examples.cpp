// SPDX-License-Identifier: Apache-2.0
#include "tests/shared/protocol/examples.h"

#include "shared/protocol/commands.h"
#include "shared/protocol/messages.h"
#include "shared/protocol/rows.h"
#include "shared/protocol/stored.h"
#include "shared/protocol/sums.h"

namespace ensemble::protocol::examples {

namespace {

using permissions::Action;
using permissions::ActionSet;
using permissions::Role;
using permissions::Rule;
using permissions::Visibility;
using records::Scope;
using records::ScopeKind;

constexpr Instant monday{1'764'576'000'000};
constexpr Instant tuesday{1'764'662'400'000};
constexpr UserId ana{3};
constexpr UserId bob{9};
constexpr TeamId vision{7};
constexpr ProjectId speech{12};
constexpr RoleId reviewer{4'318'207'561'290};
constexpr Scope team{ScopeKind::team, 7};
constexpr Scope project{ScopeKind::project, 12};
const std::string client = "b1946ac92492d2347c6235b4d2611184";
const std::string device = "591785b794601e212b260e25925636fd";
const std::string epoch = "9d2f7c0b61a34e58";
const std::string id = "0f343b0931126a20f133d67c2b018a3b";

records::Member member() {
    return {vision, bob, {Role::view_only, reviewer}, false, monday, {ana, tuesday}};
}

sync::ScopePatch scope_patch() {
    return {.scope = team,
            .from = 809,
            .to = 812,
            .put = {{member(), 812}},
            .erased = {{records::Kind::member, 7, 11}},
            .sum = 0x5be1f0c2a9934d07};
}

sync::Outcome refusal() {
    return {.seq = 2,
            .id = id,
            .version = 812,
            .refused = records::Refused{.code = records::Refusal::forbidden,
                                        .rule = Rule::role_lacks,
                                        .needed = Role::admin,
                                        .changed = {ana, tuesday}}};
}

// Of every alternative, by the name of its sum.
template <class Sum, class Write, class Read>
void add(std::vector<Example>& all, const std::string& kind, const std::vector<Sum>& values,
         Write write, Read read) {
    for (const Sum& value : values) {
        const auto again = [=](std::string_view text) -> Result<std::string> {
            const auto back = read(text);
            if (!back) return back.error();
            return write(*back);
        };
        all.push_back({kind + "_" + std::string(protocol::Sum<Sum>::name(value.index())),
                       write(value), again});
    }
}

}  // namespace

std::vector<records::Row> rows() {
    return {
        records::Settings{.users_create_teams = true},
        records::User{.id = bob,
                      .name = "bob",
                      .full_name = "Bob Ross",
                      .personal_team = {8},
                      .created_at = monday,
                      .deactivated_at = tuesday},
        records::Account{bob, "bob@example.com", "zh-Hans", "dark", vision},
        records::CustomRole{reviewer, "Reviewer", "Reads all and comments", Role::view_only,
                            ActionSet::of(Action::report_comment, Action::artifact_download)},
        records::Team{.id = vision,
                      .name = "vision",
                      .created_at = monday,
                      .members_invite = true,
                      .intro = "We teach machines to *see*.",
                      .links = {{"Paper", "https://example.com/paper"}},
                      .showcase = {speech}},
        member(),
        records::Invite{{5'120'934'771'002},
                        vision,
                        {},
                        "carol@example.com",
                        {Role::member, {}},
                        ana,
                        monday,
                        tuesday},
        records::Invitation{
            bob, {5'120'934'771'002}, vision, "vision", {Role::member, {}}, ana, tuesday},
        records::Project{.id = speech,
                         .team = vision,
                         .name = "speech",
                         .description = "Words from sounds",
                         .author = ana,
                         .visibility = Visibility::restricted,
                         .created_at = monday,
                         .changed = {ana, tuesday}},
        records::ProjectMember{speech, bob, {Role::member, {}}, {ana, monday}},
        records::Star{bob, speech},
        records::Run{.id = {4711},
                     .project = speech,
                     .author = bob,
                     .name = "x7k2p9qa",
                     .display_name = "baseline, more warm-up",
                     .tags = {"baseline"},
                     .ended = true},
    };
}

std::vector<sync::FromPage> from_page() {
    return {
        sync::Hello{client, device, epoch, {{{}, 790}, {team, 809}}},
        sync::Push{{{2, id, teams::ChangeRole{vision, bob, {Role::view_only, reviewer}}, tuesday}}},
        sync::Seen{2},
        sync::Subscribe{{ScopeKind::runs, 12}, 801},
        sync::Unsubscribe{{ScopeKind::runs, 12}},
    };
}

std::vector<sync::FromDaemon> from_daemon() {
    return {
        sync::HelloOk{bob, epoch, tuesday, 1, 336},
        sync::Patch{.drops = {{project, sync::DropReason::revoked}},
                    .scopes = {scope_patch()},
                    .outcomes = {refusal()},
                    .last_seq = 2,
                    .now = tuesday},
        sync::Bye{"rate_limited", 2000},
    };
}

std::vector<sync::Stored> stored() {
    const sync::Command command = teams::ChangeRole{vision, bob, {Role::view_only, reviewer}};
    return {
        sync::StoredMeta{device, bob, epoch, tuesday, 336},
        sync::StoredScope{team, 812, {{member(), 812}}},
        sync::StoredCommand{.local = 12,
                            .id = id,
                            .command = command,
                            .made_at = monday,
                            .confirmed = true,
                            .version = 812,
                            .settled_at = tuesday},
        sync::StoredRefusal{12, id, command, monday, tuesday, refusal()},
    };
}

std::vector<Example> all() {
    std::vector<Example> all;
    add(
        all, "command", commands(), [](const sync::Command& c) { return to_text(c); },
        parse_command);
    add(
        all, "row", rows(), [](const records::Row& r) { return to_text(r); }, parse_row);
    add(
        all, "message", from_page(), [](const sync::FromPage& m) { return encode(m); },
        decode_from_page);
    add(
        all, "message", from_daemon(), [](const sync::FromDaemon& m) { return encode(m); },
        decode_from_daemon);
    add(
        all, "stored", stored(), [](const sync::Stored& s) { return encode(s); }, decode_stored);
    return all;
}

}  // namespace ensemble::protocol::examples
