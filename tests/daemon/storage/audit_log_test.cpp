// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/audit_log.h"

#include "daemon/storage/log_notes.h"
#include "daemon/storage/rows.h"
#include "tests/daemon/storage/decisions.h"

using namespace ensemble;
using namespace ensemble::tests;
using storage::AuditLog;
using storage::Decided;
using Filter = AuditLog::Filter;

namespace {

const TeamId lab{std::int64_t{1} << 40};
const UserId bo{std::int64_t{1} << 41};

// The team, bo in it, bo promoted, a run moved into it, an event of the daemon; two refusals.
struct Audited : Decisions {
    Audited() {
        records::Member member{lab, bo, {records::Role::member, {}}};
        auto made = accepted({team_named(lab, "lab")}, {}, {1000});
        made.command = teams::CreateTeam{lab, "lab"};
        auto joined = accepted(
            {records::User{.id = bo, .name = "bo", .kind = records::UserKind::instance_service},
             records::Account{.user = bo}, member},
            {}, {2000});
        joined.command.reset();
        joined.event = "user_added";
        joined.detail = "by invitation";
        auto promoted = accepted({}, {}, {3000});
        promoted.before = {member};
        member.role.base = records::Role::admin;
        promoted.changes.put = {member};
        promoted.command = teams::ChangeRole{lab, bo, member.role};
        promoted.device = "laptop";
        promoted.claimed_at = {2999};
        promoted.rule = permissions::Rule::instance_admin;
        auto by_robot = accepted({}, {}, {4000});
        by_robot.actor = bo;
        by_robot.on_behalf_of = alice.id;
        by_robot.command = projects::StarProject{project.id, true};
        auto first = refused("team", {5000});
        auto second = refused("id", {6000});
        second.actor = bo;
        second.command = projects::DeleteProject{project.id};
        must(ledger.commit({made, joined, from(promoted, "page", 1, "cmd"), by_robot, first}));
        must(ledger.commit({second}));
    }

    std::vector<std::string> names(const Filter& filter) {
        std::vector<std::string> found;
        for (const auto& entry : must(log.list(filter)))
            found.push_back(entry.name);
        return found;
    }

    std::vector<std::int64_t> refused_numbers(const Filter& filter) {
        std::vector<std::int64_t> found;
        for (const auto& entry : must(log.refusals(filter)))
            found.push_back(entry.number);
        return found;
    }

    AuditLog log{*database};
};

using Names = std::vector<std::string>;
using Numbers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("the audit tells who did what, from where, by which rule, before and after") {
    Audited world;
    const auto entries = must(world.log.list({.name = "change_role"}));
    REQUIRE(entries.size() == 1);
    const auto& entry = entries[0];
    CHECK(entry.number == entry.version);
    CHECK(entry.at == Instant{3000});
    CHECK(entry.actor == world.alice.id);
    CHECK(entry.client == "page");
    CHECK(entry.seq == 1);
    CHECK(entry.command_id == "cmd");
    CHECK(entry.device == "laptop");
    CHECK(entry.claimed_at == Instant{2999});
    CHECK(entry.rule == permissions::Rule::instance_admin);
    CHECK(entry.text.find("\"change_role\"") != std::string::npos);
    CHECK(entry.refused.empty());
    CHECK(entry.before.find("\"member\"") != std::string::npos);
    CHECK(entry.before.find("\"admin\"") == std::string::npos);
    CHECK(entry.after.find("\"admin\"") != std::string::npos);
    const auto event = must(world.log.list({.name = "user_added"})).at(0);
    CHECK(event.text.empty());
    CHECK(event.detail == "by invitation");
    CHECK(event.before == "[]");
    const auto refusal = must(world.log.refusals({.actor = bo})).at(0);
    CHECK(refusal.name == "delete_project");
    CHECK(refusal.number == 2);
    CHECK(refusal.version == world.version);
    CHECK(refusal.refused.find("\"invalid\"") != std::string::npos);
    CHECK(refusal.after == "[]");
}

TEST_CASE("a rule stands where one decided, and nowhere else") {
    Audited world;
    CHECK_FALSE(must(world.log.list({.name = "user_added"})).at(0).rule.has_value());
    const auto invalid = must(world.log.refusals({})).at(0);
    CHECK_FALSE(invalid.rule.has_value());
    CHECK(invalid.refused.find("\"rule\":\"\"") != std::string::npos);
    auto forbidden = world.refused("", {7000});
    forbidden.refused = records::Refused{.rule = permissions::Rule::role_lacks};
    must(world.ledger.commit({forbidden}));
    CHECK(must(world.log.refusals({})).at(0).rule == permissions::Rule::role_lacks);
}

TEST_CASE("what is no row of the control plane is told of, and is no part of the past") {
    Audited world;
    storage::Decided event{.version = ++world.version, .at = {7000}, .actor = bo};
    event.event = "key_rotated";
    event.team = lab;
    storage::ApiKey key;
    key.name = "ci";
    key.read_only = true;
    event.noted_before = {storage::key_note(key, "lab", "")};
    key.expires_at = Instant{9000};
    event.noted_after = {storage::key_note(key, "lab", ""), storage::key_note({}, "", "")};
    must(world.ledger.commit({event}));
    const auto entry = must(world.log.list({.team = lab})).at(0);
    CHECK(entry.name == "key_rotated");
    CHECK(entry.before ==
          R"([{"k":"key","id":0,"prefix":"","name":"ci","read_only":true,"only_team":"lab",)"
          R"("only_project":"","expires_at_ms":0}])");
    CHECK(entry.after.find("9000") != std::string::npos);
    CHECK(must(world.log.verify()).commands.entries == 5);
    CHECK_FALSE(must(world.log.verify()).commands.broken.has_value());
    CHECK(must(world.log.state_at(world.version - 1)).own() ==
          must(world.log.state_at(world.version)).own());
}

TEST_CASE("entries that were written when none was kept as a rule are read as they were") {
    Audited world;
    must(world.database->execute("UPDATE command_log SET rule = 1 WHERE name = 'user_added'"));
    CHECK(must(world.log.list({.name = "user_added"})).at(0).rule == permissions::Rule::team_role);
}

TEST_CASE("the audit is filtered by everything at once, newest first") {
    Audited world;
    CHECK(world.names({}) == Names{"star_project", "change_role", "user_added", "create_team"});
    CHECK(world.names({.limit = 2}) == Names{"star_project", "change_role"});
    CHECK(world.names({.actor = bo}) == Names{"star_project"});
    CHECK(world.names({.actor = world.alice.id}).size() == 4);
    CHECK(world.names({.actor = {99}}).empty());
    // A star is the person's own, whichever team the project is of.
    CHECK(world.names({.team = lab}) == Names{"change_role", "user_added", "create_team"});
    CHECK(world.names({.team = world.alice.personal_team}).empty());
    CHECK(world.names({.name = "create_team"}) == Names{"create_team"});
    CHECK(world.names({.from = Instant{2000}, .to = Instant{4000}}) ==
          Names{"change_role", "user_added"});
    CHECK(world.names({.before = world.version - 1}) == Names{"user_added", "create_team"});
    CHECK(world.names({.actor = world.alice.id,
                       .team = lab,
                       .name = "user_added",
                       .from = Instant{2000},
                       .to = Instant{2001},
                       .before = world.version,
                       .limit = 1}) == Names{"user_added"});
    CHECK(world.refused_numbers({}) == Numbers{2, 1});
    CHECK(world.refused_numbers({.before = 2}) == Numbers{1});
    CHECK(world.refused_numbers({.team = world.alice.personal_team}) == Numbers{2, 1});
    CHECK(world.refused_numbers({.team = lab}).empty());
    CHECK(world.refused_numbers({.actor = bo, .from = Instant{6000}}) == Numbers{2});
}

TEST_CASE("a log that nobody touched is whole, even after the oldest refusals went") {
    Audited world;
    auto verified = must(world.log.verify());
    CHECK(verified.commands.entries == 4);
    CHECK_FALSE(verified.commands.broken.has_value());
    CHECK(verified.refusals.entries == 2);
    CHECK_FALSE(verified.refusals.broken.has_value());
    storage::Retention retention;
    retention.refusals_max = 1;
    storage::ControlLedger forgetful(*world.database, retention);
    must(forgetful.commit({world.refused("again")}));
    verified = must(world.log.verify());
    CHECK(verified.refusals.entries == 1);
    CHECK_FALSE(verified.refusals.broken.has_value());
    Decisions empty;
    CHECK_FALSE(must(AuditLog(*empty.database).verify()).commands.broken.has_value());
}

TEST_CASE("whatever is changed in a log, the first entry that does not fit is named") {
    const std::string changes[] = {
        "at_ms = at_ms + 1",  "actor = 77",        "actor = NULL",       "on_behalf_of = 77",
        "client = 'x'",       "seq = 77",          "command_id = 'x'",   "device = 'x'",
        "claimed_at_ms = 77", "name = 'x'",        "text = text || ' '", "detail = 'x'",
        "rule = 77",          "prev_hash = x'00'", "hash = x'00'",
    };
    const auto broken = [](const std::string& table, const std::string& sql, std::int64_t number) {
        CAPTURE(sql);
        Audited world;
        must(world.database->execute(sql));
        const auto verified = must(world.log.verify());
        const bool commands = table == "command_log";
        CHECK((commands ? verified.commands : verified.refusals).broken == number);
        CHECK_FALSE((commands ? verified.refusals : verified.commands).broken.has_value());
    };
    const std::int64_t third = Audited().version - 1;
    for (const std::string& change : changes) {
        broken("command_log",
               "UPDATE command_log SET " + change + " WHERE version = " + std::to_string(third),
               third);
        broken("refusal_log", "UPDATE refusal_log SET " + change + " WHERE number = 2", 2);
    }
    for (const std::string change : {"before = '[]'", "after = '[]'"})
        broken("command_log",
               "UPDATE command_log SET " + change + " WHERE version = " + std::to_string(third),
               third);
    for (const std::string change : {"refused = '{}'", "version = version + 1", "number = 7"})
        broken("refusal_log", "UPDATE refusal_log SET " + change + " WHERE number = 2",
               change == "number = 7" ? 7 : 2);
}

TEST_CASE("entries that were taken out are missed, at the end too") {
    const auto after = [](const std::string& sql) {
        Audited world;
        must(world.database->execute(sql));
        return must(world.log.verify());
    };
    const std::int64_t last = Audited().version;
    CHECK(after("DELETE FROM command_log WHERE version = " + std::to_string(last - 1))
              .commands.broken == last);
    CHECK(
        after("DELETE FROM command_log WHERE version = " + std::to_string(last)).commands.broken ==
        last - 1);
    CHECK(after("DELETE FROM command_log").commands.broken == 0);
    CHECK(after("DELETE FROM refusal_log WHERE number = 2").refusals.broken == 1);
}

TEST_CASE("a check of the database names the entry") {
    Audited world;
    CHECK(must(world.database->check()).empty());
    must(world.database->execute("UPDATE command_log SET actor = 77 WHERE version = 3;"
                                 "DELETE FROM refusal_log WHERE number = 2"));
    const std::string rest =
        " of the audit is not what was written, or what followed it is missing.";
    CHECK(must(world.database->check()) ==
          std::vector<std::string>{"Entry 3" + rest, "Refusal 1" + rest});
}

TEST_CASE("the past is told as far as the log reaches, and never guessed at") {
    Audited world;
    const std::int64_t last = world.version;
    const auto role = [&](std::int64_t version) {
        const auto state = must(world.log.state_at(version));
        const auto* member = state.member(lab, bo);
        return member == nullptr ? records::Role::none : member->role.base;
    };
    CHECK(role(last) == records::Role::admin);
    CHECK(role(last + 100) == records::Role::admin);
    CHECK(role(last - 2) == records::Role::member);
    CHECK(role(last - 3) == records::Role::none);
    CHECK(must(world.log.state_at(last - 4)).team(lab) == nullptr);
    CHECK(code_of(world.log.state_at(last - 5)) == ErrorCode::not_found);
    must(world.database->execute("UPDATE command_log SET after = '[7]' WHERE version = " +
                                 std::to_string(last - 1)));
    CHECK(must(world.log.state_at(last)).team(lab) != nullptr);
    CHECK(code_of(world.log.state_at(last - 2)) == ErrorCode::corrupt);
}

TEST_CASE("the audit is answered by an index whatever it is filtered by") {
    Audited world;
    const auto plan = [&](const std::string& condition) {
        std::string text;
        for (const auto& step : must(storage::all(
                 world.database->prepare("EXPLAIN QUERY PLAN SELECT text FROM command_log WHERE " +
                                         condition + " ORDER BY version DESC LIMIT 1"),
                 [](const storage::Statement& row) {
                     int ignored = 0;
                     std::string detail;
                     row.read(ignored, ignored, ignored, detail);
                     return detail;
                 })))
            text += step + "\n";
        return text;
    };
    CHECK(plan("version < ? AND (actor = ? OR on_behalf_of = ?)").find("command_log_by_actor") !=
          std::string::npos);
    CHECK(plan("version < ? AND (actor = ? OR on_behalf_of = ?)").find("command_log_by_person") !=
          std::string::npos);
    CHECK(plan("version < ? AND version IN (SELECT version FROM command_log_teams WHERE team = ?)")
              .find("SEARCH command_log_teams USING PRIMARY KEY") != std::string::npos);
    CHECK(plan("command_id = ? AND command_id <> ''").find("command_log_by_id") !=
          std::string::npos);
}
