// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/wandb/team_world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

http::Headers named(const std::string& username, const std::string& email = "") {
    return {{"X-WANDB-USERNAME", username}, {"X-WANDB-USER-EMAIL", email}};
}

// "mia by bot" or "bot"; with "?" when somebody was named in vain.
std::string credit(TeamWorld& world, const runs::Run& run) {
    std::string text = world.name_of(run.author);
    if (run.sent_by) text += " by " + world.name_of(run.sent_by);
    const auto notes = *world.runs.notes(run.id);
    for (const auto& note : notes)
        if (note.kind == "attribution") text += "?";
    return text;
}

std::string credit_of_new_run(TeamWorld& world, const std::string& who, const json& entity,
                              const std::string& project, http::Headers headers) {
    const Reply reply = world.init(who, entity, project, nullptr, std::move(headers));
    if (reply.status != 200) return reply.message();
    const json made = reply.parsed()["data"]["upsertBucket"]["bucket"];
    const auto team =
        *world.users.find_team_by_name(made["project"]["entity"]["name"].get<std::string>());
    const auto found = *world.projects.find(team->id, made["project"]["name"].get<std::string>());
    return credit(world, **world.runs.find(found->id, made["name"].get<std::string>()));
}

}  // namespace

TEST_CASE("a run of a service account is credited to whom its script names, if they are there") {
    TeamWorld world;
    world.enrol("nils", TeamWorld::audio, permissions::Role::member);
    world.put({records::Account{.user = world.ids["max"], .email = "Max@Lab.org"}});
    world.put({records::Project{.id = {TeamWorld::first_id + 20},
                                .team = TeamWorld::audio,
                                .name = "choir",
                                .author = world.ids["otto"],
                                .visibility = permissions::Visibility::open,
                                .created_at = world.now}});
    const struct {
        const char* what;
        const char* who;
        json entity;
        const char* project;
        http::Headers headers;
        const char* credit;
    } rows[] = {
        {"by name", "bot", "vision", "detector", named("mia"), "mia by bot"},
        {"by name in another case", "bot", "vision", "detector", named("MIA"), "mia by bot"},
        {"by address", "bot", "vision", "detector", named("", "max@lab.org"), "max by bot"},
        {"a name and an address of the same person", "bot", "vision", "detector",
         named("max", "max@LAB.org"), "max by bot"},
        {"the name before the address", "bot", "vision", "detector", named("mia", "max@lab.org"),
         "mia by bot?"},
        {"the name, and an address that is nobody's", "bot", "vision", "detector",
         named("mia", "m@home.org"), "mia by bot?"},
        {"the address where the name is nobody's", "bot", "vision", "detector",
         named("nobody", "max@lab.org"), "max by bot?"},
        {"nobody named", "bot", "vision", "detector", {}, "bot"},
        {"empty names", "bot", "vision", "detector", named(""), "bot"},
        {"no entity: in the parent team", "bot", nullptr, "detector", named("mia"), "mia by bot"},
        {"no entity, not in the parent team", "bot", nullptr, "detector", named("nils"), "bot?"},
        {"not in the team", "bot", "vision", "detector", named("nils"), "bot?"},
        {"nobody's name", "bot", "vision", "detector", named("nobody"), "bot?"},
        {"nobody's address", "bot", "vision", "detector", named("", "x@y.z"), "bot?"},
        {"itself", "bot", "vision", "detector", named("bot"), "bot?"},
        {"a view-only member", "bot", "vision", "detector", named("viola"), "viola by bot"},
        {"a public project of the own team", "bot", "vision", "paper", named("mia"), "mia by bot"},
        {"an open project elsewhere, one of theirs", "bot", "audio", "choir", named("nils"),
         "nils by bot"},
        {"an open project elsewhere, one of ours", "bot", "audio", "choir", named("mia"), "bot?"},
        {"of the instance, in any team", "fleet", "vision", "detector", named("mia"),
         "mia by fleet"},
        {"of the instance, at home", "fleet", nullptr, "choir", named("nils"), "nils by fleet"},
        {"a person's word does not count", "max", "vision", "detector", named("mia"), "max"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.what);
        CHECK(credit_of_new_run(world, row.who, row.entity, row.project, row.headers) ==
              row.credit);
    }
}

TEST_CASE("nobody who is deactivated or was removed is credited") {
    TeamWorld world;
    records::User mia = *world.authority->state().user(world.ids["mia"]);
    mia.deactivated_at = world.now;
    world.put({mia});
    CHECK(credit_of_new_run(world, "bot", "vision", "detector", named("mia")) == "bot?");
}

TEST_CASE("an address that two people have is nobody's, whoever of them is in the team") {
    struct Twins : TeamWorld {
        void address(const std::string& who, std::string email) {
            put({records::Account{.user = ids[who], .email = std::move(email)}});
        }
        std::string credited(http::Headers headers) {
            return credit_of_new_run(*this, "bot", "vision", "detector", std::move(headers));
        }
        std::string fault() {
            const auto run = *runs.find(detector, last_name());
            const auto notes = *runs.notes(run->id);
            return notes.empty() ? "" : json::parse(notes.back().text)["fault"].get<std::string>();
        }
        std::string last_name() { return (*runs.list(detector)).back().name; }
    };
    Twins world;
    CHECK(world.credited(named("", "max@example.org")) == "max by bot");
    // Mia is before Max in every list, Otto is of another team, Nils of none.
    for (const char* other : {"mia", "otto", "nils"}) {
        CAPTURE(other);
        world.address(other, "MAX@example.org");
        CHECK(world.credited(named("", "max@example.org")) == "bot?");
        CHECK(world.fault() == "several_people");
        // The name is his all the same, and the address agrees.
        CHECK(world.credited(named("max", "max@example.org")) == "max by bot");
        CHECK(world.credited(named("viola", "max@example.org")) == "viola by bot?");
        CHECK(world.fault() == "several_people");
        world.address(other, std::string(other) + "@example.org");
        CHECK(world.credited(named("", "max@example.org")) == "max by bot");
    }
    // Of two outside of the team nothing is said.
    world.address("nils", "otto@example.org");
    CHECK(world.credited(named("", "otto@example.org")) == "bot?");
    CHECK(world.fault() == "not_in_team");
    // Who cannot act any more has no address.
    world.address("mia", "max@example.org");
    records::User mia = *world.authority->state().user(world.ids["mia"]);
    mia.deactivated_at = world.now;
    world.put({mia});
    CHECK(world.credited(named("", "max@example.org")) == "max by bot");
    CHECK(world.credited(named("viola", "max@example.org")) == "viola by bot?");
    CHECK(world.fault() == "somebody_else");
}

TEST_CASE("what is no name and no address at all is shown as far as it can be") {
    TeamWorld world;
    const auto told = [&](const char* run, http::Headers headers) {
        REQUIRE(world.init("bot", "vision", "detector", run, std::move(headers)).status == 200);
        return world.ask("mia",
                         "query R($n: String!) { project(name: \"detector\", entityName: "
                         "\"vision\") { run(name: $n) { user { username } failedAttribution { "
                         "username email } } } }",
                         {{"n", run}})["project"]["run"];
    };
    const std::string longest(64, 'm');
    CHECK(told("whole", named(longest))["failedAttribution"]["username"] == longest);
    CHECK(told("cut", named(longest + "m"))["failedAttribution"]["username"] == longest + " …");
    const json both = told("much", named(std::string(5'000, 'm'), std::string(5'000, 'e') + "@x"));
    CHECK(both["user"]["username"] == "bot");
    CHECK(both["failedAttribution"]["username"] == longest + " …");
    CHECK(both["failedAttribution"]["email"] == std::string(320, 'e') + " …");
    // Not within a character.
    const std::string umlauts = std::string(63, 'm') + "\u00fc";
    CHECK(told("umlauts", named(umlauts))["failedAttribution"]["username"] ==
          std::string(63, 'm') + " …");
    CHECK(told("bytes", named("m\xfcller"))["failedAttribution"]["username"] == "m%FCller …");
    // Cut, it would be Mia's.
    const std::string mia = "mia" + std::string(62, ' ');
    CHECK(told("padded", named(mia))["user"]["username"] == "bot");
}

TEST_CASE("both identities are told, and so is whom a script named in vain") {
    TeamWorld world;
    REQUIRE(world.init("bot", "vision", "detector", "good", named("mia")).status == 200);
    REQUIRE(world.init("bot", "vision", "detector", "bad", named("nils", "n@x.org")).status == 200);
    const auto told = [&](const char* name) {
        return world.ask("mia",
                         "query R($n: String!) { project(name: \"detector\", entityName: "
                         "\"vision\") { run(name: $n) { user { username } sentBy { username } "
                         "failedAttribution { username email } } } }",
                         {{"n", name}})["project"]["run"];
    };
    CHECK(told("good") == json::parse(R"({"user":{"username":"mia"},"sentBy":{"username":"bot"},
                                          "failedAttribution":null})"));
    CHECK(told("bad") == json::parse(R"({"user":{"username":"bot"},"sentBy":null,
        "failedAttribution":{"username":"nils","email":"n@x.org"}})"));
    REQUIRE_FALSE(world.log.empty());
    CHECK(world.log.back().find("run bad of vision is not credited") != std::string::npos);
}

TEST_CASE("whoever sent a run goes on writing to it; all else is its author's") {
    TeamWorld world;
    // Of another team: nothing but having sent it lets the account write here.
    REQUIRE(world.init("drummer", "vision", "course", "sent", named("mia")).status == 200);
    REQUIRE(credit(world, *world.run(TeamWorld::course, "sent")) == "mia by drummer");
    const std::string drummer = world.keys_of["drummer"];
    const auto stream = [&](const std::string& key) {
        return world
            .send("POST", "/files/vision/course/sent/file_stream", key,
                  R"({"files":{"wandb-history.jsonl":{"offset":0,"content":["{}"]}}})")
            .status;
    };
    CHECK(stream(drummer) == 200);
    CHECK(stream(drummer) == 200);
    CHECK(stream(world.keys_of["otto"]) == 403);
    // Again the first upsert: the run stays whose it is, whoever is named now.
    REQUIRE(world.init("drummer", "vision", "course", "sent", named("max")).status == 200);
    CHECK(credit(world, *world.run(TeamWorld::course, "sent")) == "mia by drummer");
    const std::string id =
        base64("Run:" + std::to_string(world.run(TeamWorld::course, "sent")->id.value));
    const std::string remove = "mutation D($id: ID!) { deleteRun(input: {id: $id}) { success } }";
    CHECK(world.refusal("drummer", remove, {{"id", id}}).starts_with("403"));
    CHECK(world.refusal("max", remove, {{"id", id}}).starts_with("403"));
    CHECK(world.refusal("mia", remove, {{"id", id}}) == "");
}

TEST_CASE("the log names the person that a service account acted for") {
    TeamWorld world;
    UserId actor;
    UserId person;
    world.authority->when_committed([&](const std::vector<storage::Decided>& batch) {
        actor = batch.back().actor;
        person = batch.back().on_behalf_of;
    });
    REQUIRE(world.init("bot", "vision", "new-one", "r", named("mia")).status == 200);
    CHECK(world.name_of(actor) == "bot");
    CHECK(world.name_of(person) == "mia");
    REQUIRE(world.init("bot", "vision", "new-two", "r", named("nils")).status == 200);
    CHECK(world.name_of(person) == "");
    REQUIRE(world.init("max", "vision", "new-three", "r", named("mia")).status == 200);
    CHECK(world.name_of(person) == "");
}
