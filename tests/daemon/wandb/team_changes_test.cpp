// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/wandb/team_world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

json members(TeamWorld& world, const std::string& who, const char* team = "vision") {
    return world.ask(who, team_query, {{"name", team}})["entity"]["members"];
}

std::string id_of(const json& members, const std::string& name) {
    for (const json& one : members)
        if (one["username"] == name || one["name"] == name) return one["id"];
    return "";
}

bool is_member(TeamWorld& world, const std::string& name) {
    return world.authority->state().member(TeamWorld::vision, world.ids.at(name)) != nullptr;
}

}  // namespace

TEST_CASE("who may make a team makes it and steers it") {
    TeamWorld world;
    const json wanted{{"teamName", "robots"}};
    CHECK(world.refusal("mia", create_team, wanted) ==
          "403 Only an admin of this server may do that (create_team)");
    CHECK(world.refusal("fleet", create_team, wanted).starts_with("403"));
    const json made = world.ask("root", create_team, wanted)["result"]["entity"];
    CHECK(made["name"] == "robots");
    CHECK(made["id"].is_string());
    const json list = members(world, "root", "robots");
    REQUIRE(list.size() == 1);
    CHECK(list[0]["username"] == "root");
    CHECK(list[0]["admin"] == true);
    CHECK(world.refusal("root", create_team, {{"teamName", "Robots"}}) ==
          "409 The name is taken; Robots-2 is free");
    CHECK(world.refusal("root", create_team, {{"teamName", "mia"}}).starts_with("409"));
    CHECK(world.refusal("root", create_team, {{"teamName", "graphql"}}).starts_with("400"));

    world.set([](records::Settings& settings) { settings.users_create_teams = true; });
    CHECK(world.refusal("nils", create_team, {{"teamName", "nets"}}) == "");
    CHECK(world.place("nils", nullptr, "first") == "nets/first");
}

TEST_CASE("an instance admin makes a team for somebody else and is not in it") {
    TeamWorld world;
    const json wanted{{"teamName", "robots"}, {"teamAdminUserName", "Nils"}};
    CHECK(world.refusal("mia", create_team, wanted).starts_with("403"));
    CHECK(world.refusal("root", create_team,
                        {{"teamName", "robots"}, {"teamAdminUserName", "nobody"}}) ==
          "404 There is no user nobody");
    CHECK(world.refusal("root", create_team,
                        {{"teamName", "robots"}, {"teamAdminUserName", "bot"}}) ==
          "404 There is no user bot");
    CHECK(world.refusal("root", create_team, wanted) == "");
    const json list = members(world, "nils", "robots");
    REQUIRE(list.size() == 1);
    CHECK(list[0]["username"] == "nils");
    CHECK(list[0]["admin"] == true);
}

TEST_CASE("who may invite, invites by name or address, in every role") {
    TeamWorld world;
    const auto invite = [&](const char* who, const json& more) {
        json variables{{"entity", "vision"}};
        variables.update(more);
        return world.refusal(who, create_invite, variables);
    };
    const json nils{{"username", "nils"}};
    CHECK(invite("mia", nils) ==
          "403 mia may not do that in vision (team:invite): it takes the role admin. Ask an admin "
          "of vision");
    CHECK(invite("viola", nils).find("viola is view-only in vision") != std::string::npos);
    CHECK(invite("bot", nils).find("Service accounts may not") != std::string::npos);
    CHECK(invite("nils", {{"username", "otto"}}) ==
          "404 entity vision not found, or nils has no access to it");
    CHECK(invite("vera", {{"username", "nobody"}}) == "404 There is no user nobody");
    CHECK(invite("vera", {{"username", "mia"}}) == "409 They are in the team already");
    CHECK(invite("vera", {{"email", "no address"}}).starts_with("400"));
    CHECK(invite("vera", {{"email", "a@x.org"}, {"role", "emperor"}}) ==
          "400 There is no role emperor");

    const json made = world.ask(
        "vera", create_invite,
        {{"entity", "vision"}, {"username", "nils"}, {"admin", true}})["result"]["invite"];
    CHECK(made["name"] == "nils");
    CHECK(made["email"].is_null());
    CHECK(made["createdAt"].is_string());
    CHECK(made["toUser"]["name"] == "nils");
    CHECK(invite("vera", nils) == "409 They were invited already");
    CHECK(invite("vera", {{"email", "new@x.org"}, {"role", "viewer"}}) == "");
    world.put({records::CustomRole{.id = {TeamWorld::first_id + 50}, .name = "Steward"}});
    CHECK(invite("vera", {{"email", "steward@x.org"}, {"role", "Steward"}}) == "");
    std::string roles;
    for (const json& one : members(world, "vera"))
        if (one["pending"] == true)
            roles += one["name"].get<std::string>() + " " + one["role"].get<std::string>() + " ";
    CHECK(roles == "new@x.org viewer nils admin steward@x.org Steward ");
}

TEST_CASE("somebody invited is no member: nothing opens before they accept") {
    TeamWorld world;
    REQUIRE(world.refusal("vera", create_invite, {{"entity", "vision"}, {"username", "nils"}}) ==
            "");
    CHECK(world.ask("nils", team_query, {{"name", "vision"}})["entity"].is_null());
    CHECK(world.place("nils", "vision", "detector").starts_with("404"));
}

TEST_CASE("an invite is withdrawn by its own id and by the user's") {
    TeamWorld world;
    const auto invited = [&](const char* name) {
        return !id_of(members(world, "vera"), name).empty();
    };
    const json nils{{"entity", "vision"}, {"username", "nils"}};
    REQUIRE(world.refusal("vera", create_invite, nils) == "");
    const json by_id{{"entity", "vision"}, {"id", id_of(members(world, "vera"), "nils")}};
    CHECK(world.refusal("mia", delete_invite, by_id).starts_with("403"));
    CHECK(world.refusal("otto", delete_invite, by_id).starts_with("404"));
    CHECK(world.ask("vera", delete_invite, by_id)["result"]["success"] == true);
    CHECK_FALSE(invited("nils"));
    CHECK(world.refusal("vera", delete_invite, by_id).starts_with("404"));

    REQUIRE(world.refusal("vera", create_invite, nils) == "");
    const std::string user = base64("User:" + std::to_string(world.ids["nils"].value));
    CHECK(world.refusal("vera", delete_invite, {{"entity", "vision"}, {"id", user}}) == "");
    CHECK_FALSE(invited("nils"));
    CHECK(world.refusal("vera", delete_invite, {{"entity", "vision"}, {"id", "nonsense"}})
              .starts_with("404"));
}

TEST_CASE("a removed member loses everything at once and leaves the runs behind") {
    TeamWorld world;
    REQUIRE(world.init("max", "vision", "detector", "maxs").status == 200);
    const json max{{"entity", "vision"}, {"id", id_of(members(world, "vera"), "max")}};
    CHECK(world.refusal("mia", delete_invite, max).starts_with("403"));
    CHECK(is_member(world, "max"));
    CHECK(world.refusal("vera", delete_invite, max) == "");
    CHECK_FALSE(is_member(world, "max"));
    CHECK(world.place("max", "vision", "detector").starts_with("404"));
    const json run = world.ask("mia", "{ project(name: \"detector\", entityName: \"vision\") { "
                                      "run(name: \"maxs\") { user { username } } } }")["project"];
    CHECK(run["run"]["user"]["username"] == "max");
    // The script that still runs is told so, and for good.
    const Reply late =
        world.send("POST", "/files/vision/detector/maxs/file_stream", world.keys_of["max"], "{}");
    CHECK(late.status == 404);
}

TEST_CASE("the last admin can neither go nor be removed") {
    TeamWorld world;
    const json vera{{"entity", "vision"}, {"id", id_of(members(world, "vera"), "vera")}};
    CHECK(world.refusal("vera", delete_invite, vera) ==
          "409 vision would be left without an admin. Make somebody else an admin first");
    CHECK(is_member(world, "vera"));
    world.enrol("mia", TeamWorld::vision, permissions::Role::admin);
    CHECK(world.refusal("vera", delete_invite, vera) == "");
    CHECK_FALSE(is_member(world, "vera"));
}

TEST_CASE("a member leaves by removing himself") {
    TeamWorld world;
    const json max{{"entity", "vision"}, {"id", id_of(members(world, "vera"), "max")}};
    CHECK(world.refusal("max", delete_invite, max) == "");
    CHECK_FALSE(is_member(world, "max"));
}

TEST_CASE("a service account comes with one key, told once and to its maker alone") {
    TeamWorld world;
    const json wanted{{"entity", "vision"}, {"description", "CI Bot / 1"}};
    CHECK(world.refusal("mia", create_service_account, wanted).starts_with("403"));
    CHECK(world.refusal("root", create_service_account, wanted).starts_with("403"));
    CHECK(world.refusal("otto", create_service_account, wanted).starts_with("404"));
    CHECK(world.ask("vera", create_service_account, wanted)["result"]["user"]["id"].is_string());
    // Not asked for, not used up; and not for somebody else.
    world.ask("vera", "{ entity(name: \"vision\") { members { name } } }");
    CHECK(members(world, "mia").back()["apiKey"].is_null());
    const json last = members(world, "vera").back();
    CHECK(last["accountType"] == "SERVICE");
    CHECK(last["name"] == "CI Bot / 1");
    CHECK(last["username"] == "vision-ci-bot-1");
    REQUIRE(last["apiKey"].is_string());
    CHECK(members(world, "vera").back()["apiKey"].is_null());
    const auto secret = last["apiKey"].get<std::string>();
    CHECK(world.place(secret, nullptr, "detector") == "vision/detector");

    // The same words again make another account.
    REQUIRE(world.refusal("vera", create_service_account, wanted) == "");
    const json second = members(world, "vera").back();
    CHECK(second["username"] == "vision-ci-bot-1-2");
    CHECK(second["apiKey"] != secret);

    const json gone{{"entity", "vision"}, {"id", last["id"]}};
    CHECK(world.refusal("mia", delete_invite, gone).starts_with("403"));
    CHECK(world.refusal("vera", delete_invite, gone) == "");
    CHECK(world.init(secret, "vision", "detector").status == 401);
}

TEST_CASE("where keys are switched off no service account is made and no key") {
    TeamWorld world;
    world.set([](records::Settings& settings) { settings.keys_allowed = false; });
    CHECK(world.refusal("vera", create_service_account,
                        {{"entity", "vision"}, {"description", "ci"}}) ==
          "403 New API keys are switched off on this server. Ask one of its admins");
    const std::string generate =
        "mutation G { result: generateApiKey(input: {}) { apiKey { name } } }";
    CHECK(world.refusal("mia", generate, {}).starts_with("403 New API keys are switched off"));
}

TEST_CASE("who makes keys, and whose keys are seen and deleted by whom") {
    TeamWorld world;
    const std::string generate =
        "mutation G { result: generateApiKey(input: {description: \"k\"}) { apiKey { id name } } }";
    CHECK(world.refusal("mia", generate, {}) == "");
    CHECK(world.refusal("nils", generate, {}) == "");
    CHECK(world.refusal("viola", generate, {}).find("view-only everywhere") != std::string::npos);
    CHECK(world.refusal("bot", generate, {}).find("Service accounts may not") != std::string::npos);
    CHECK(world.refusal(world.bound_key("mia", TeamWorld::vision), generate, {}) ==
          "403 This API key works only for the team vision. Use another key");
    CHECK(world.refusal(world.bound_key("mia", {}, {}, true), generate, {}) ==
          "403 This API key only reads. Use one that may write");

    const std::string remove =
        "mutation D($id: String!) { result: deleteApiKey(input: {id: $id}) { success } }";
    const auto fresh = [&](const char* owner) -> json {
        const auto made = world.accounts->make_key(world.ids.at(owner), "x", world.now);
        return {{"id", base64("ApiKey:" + std::to_string(made->key.id.value))}};
    };
    const struct {
        const char* who;
        const char* owner;
        bool fine;
    } rows[] = {{"mia", "mia", true},    {"mia", "max", false}, {"vera", "mia", false},
                {"vera", "bot", true},   {"mia", "bot", false}, {"vera", "drummer", false},
                {"otto", "bot", false},  {"root", "mia", true}, {"root", "fleet", true},
                {"vera", "fleet", false}};
    for (const auto& row : rows) {
        CAPTURE(row.who);
        CAPTURE(row.owner);
        const std::string told = world.refusal(row.who, remove, fresh(row.owner));
        CHECK(told == (row.fine ? "" : "404 The key was not found"));
    }
    for (const char* service : {"bot", "fleet"})
        CHECK(world.refusal(service, remove, fresh(service)).find("Service accounts may not") !=
              std::string::npos);
}

TEST_CASE("a key with bounds makes and deletes no key, and sees none but itself") {
    TeamWorld world;
    storage::ApiKey ends{.user = world.ids.at("vera"), .name = "ends"};
    ends.expires_at = Instant{world.now.ms + 1'000'000};
    const std::vector<std::string> keys{
        world.accounts->make_key(ends, world.now)->secret,
        world.bound_key("vera", TeamWorld::vision),
        world.bound_key("vera", TeamWorld::vision, TeamWorld::detector),
        world.bound_key("vera", {}, {}, true),
        world.bound_key("vera", TeamWorld::vision, {}, true)};
    const auto whole = world.accounts->make_key(world.ids.at("vera"), "whole", world.now)->key;
    const json target{{"id", base64("ApiKey:" + std::to_string(whole.id.value))}};
    const auto count = [&](const char* who) { return world.keys.list(world.ids.at(who))->size(); };
    const auto before = count("vera");
    const auto of_bot = count("bot");
    const std::string generate =
        "mutation G { result: generateApiKey(input: {description: \"k\"}) { apiKey { name } } }";
    const std::string remove =
        "mutation D($id: String!) { result: deleteApiKey(input: {id: $id}) { success } }";
    const std::string see = "query V { viewer { apiKeys { edges { node { name } } } } }";
    const json wanted{{"entity", "vision"}, {"description", "ci"}};
    for (const std::string& key : keys) {
        CHECK(world.refusal(key, generate, {}).starts_with("403"));
        CHECK(world.refusal(key, remove, target).starts_with("403"));
        CHECK(world.refusal(key, create_service_account, wanted).starts_with("403"));
        const json seen =
            world.graphql(see, {}, key).parsed()["data"]["viewer"]["apiKeys"]["edges"];
        REQUIRE(seen.size() == 1);
        CHECK(seen[0]["node"]["name"] == key.substr(0, 4));
    }
    CHECK(count("vera") == before);
    CHECK(count("bot") == of_bot);
    CHECK(world.authority->state().user_named("vision-ci") == nullptr);

    // The secret of a new account waits for a key that could have made it.
    REQUIRE(world.refusal("vera", create_service_account, wanted) == "");
    world.keys_of["narrow"] = keys[1];
    CHECK(members(world, "narrow").back()["apiKey"].is_null());
    CHECK(members(world, "vera").back()["apiKey"].is_string());
}

TEST_CASE("the description of a key is one line of plain text") {
    TeamWorld world;
    const std::string generate =
        "mutation G($d: String) { result: generateApiKey(input: {description: $d}) "
        "{ apiKey { id } } }";
    for (const char* wrong : {"a\nb", "a\tb", "a\x1b[31mb"})
        CHECK(world.refusal("mia", generate, {{"d", wrong}}).starts_with("400"));
    CHECK(world.refusal("mia", generate, {{"d", "laptop, 한국어"}}) == "");
}

TEST_CASE("what was done to a team stands in the log with who did it") {
    TeamWorld world;
    std::vector<std::string> seen;
    world.authority->when_committed([&](const std::vector<storage::Decided>& batch) {
        for (const storage::Decided& line : batch)
            seen.push_back(world.name_of(line.actor) + " " +
                           (line.command ? std::string(sync::name(*line.command)) : line.event) +
                           (line.on_behalf_of ? " " + world.name_of(line.on_behalf_of) : ""));
    });
    REQUIRE(world.refusal("vera", create_service_account,
                          {{"entity", "vision"}, {"description", "ci"}}) == "");
    REQUIRE(world.refusal("mia", create_invite, {{"entity", "vision"}, {"email", "a@x.org"}}) !=
            "");
    CHECK(seen == std::vector<std::string>{"vera create_service_account", "vera key_made vision-ci",
                                           "mia invite_member"});
}
