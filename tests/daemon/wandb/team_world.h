// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "shared/records/rows.h"
#include "tests/daemon/wandb/world.h"

namespace ensemble::tests {

// A small group at the door for scripts. Vera steers the team vision; Mia and Max are its members;
// Viola looks on; bot is its service account. Otto is alone in audio, whose service account is
// drummer. Nils is in no team, Root runs the instance, Fleet is a service account of the instance.
// Mia made the projects of vision: detector, paper (public), course (open), secret (restricted).
struct TeamWorld : World {
    static constexpr std::int64_t first_id = std::int64_t{1} << 40;
    static constexpr TeamId vision{first_id + 1}, audio{first_id + 2};
    static constexpr UserId bot{first_id + 3}, drummer{first_id + 4}, fleet{first_id + 5};
    static constexpr ProjectId detector{first_id + 6}, paper{first_id + 7}, course{first_id + 8},
        secret{first_id + 9};

    std::map<std::string, UserId> ids;
    std::map<std::string, std::string> keys_of;

    TeamWorld() {
        for (const char* name : {"vera", "mia", "max", "viola", "nils", "otto"})
            ids[name] = make_user(name, now).id;
        ids["root"] = make_user("root", now, true).id;
        put({records::Team{.id = vision, .name = "vision", .created_at = now},
             records::Team{.id = audio, .name = "audio", .created_at = now}});
        put({service(bot, "bot", records::UserKind::team_service, vision),
             service(drummer, "drummer", records::UserKind::team_service, audio),
             service(fleet, "fleet", records::UserKind::instance_service, audio)});
        ids["bot"] = bot;
        ids["drummer"] = drummer;
        ids["fleet"] = fleet;
        enrol("vera", vision, permissions::Role::admin);
        enrol("mia", vision, permissions::Role::member);
        enrol("max", vision, permissions::Role::member);
        enrol("viola", vision, permissions::Role::view_only);
        enrol("bot", vision, permissions::Role::member);
        enrol("otto", audio, permissions::Role::admin);
        enrol("drummer", audio, permissions::Role::member);
        using enum permissions::Visibility;
        put({project(detector, "detector", team), project(paper, "paper", public_),
             project(course, "course", open), project(secret, "secret", restricted)});
        add_to(secret, "mia");
        for (const auto& [name, id] : ids)
            keys_of[name] = accounts->make_key(id, "laptop", now)->secret;
        alice = keys_of["mia"];
    }

    void put(std::vector<records::Row> rows) {
        storage::Decided line{.at = now, .event = "set_up"};
        line.changes.put = std::move(rows);
        REQUIRE(authority->record(std::move(line)));
    }
    records::User service(UserId id, std::string name, records::UserKind kind, TeamId home) const {
        return {.id = id,
                .name = name,
                .full_name = "The " + name,
                .kind = kind,
                .home_team = home,
                .created_at = now};
    }
    records::Project project(ProjectId id, std::string name,
                             permissions::Visibility visibility) const {
        return {.id = id,
                .team = vision,
                .name = std::move(name),
                .author = ids.at("mia"),
                .visibility = visibility,
                .created_at = now};
    }
    void enrol(const std::string& name, TeamId team, permissions::Role role) {
        put({records::Member{
            .team = team, .user = ids.at(name), .role = {role, {}}, .joined_at = now}});
    }
    void add_to(ProjectId project, const std::string& name) {
        put({records::ProjectMember{
            .project = project, .user = ids.at(name), .role = {permissions::Role::none, {}}}});
    }
    void set(void (*change)(records::Settings&)) {
        records::Settings settings = authority->state().settings();
        change(settings);
        put({settings});
    }

    // A key of that user with bounds.
    std::string bound_key(const std::string& name, TeamId team, ProjectId project = {},
                          bool read_only = false) {
        storage::ApiKey key;
        key.user = ids.at(name);
        key.name = "bound";
        key.team = team;
        key.project = project;
        key.read_only = read_only;
        return accounts->make_key(key, now)->secret;
    }

    // Starts a run as a script of that user does.
    Reply init(const std::string& who, const json& entity, const json& project,
               const json& name = nullptr, http::Headers extra = {}) {
        return upsert({{"entity", entity}, {"project", project}, {"name", name}, {"host", "h"}},
                      std::move(extra), keys_of.count(who) > 0 ? keys_of.at(who) : who);
    }
    // The same; the project where it went, as "team/project", or the sentence that refused it.
    std::string place(const std::string& who, const json& entity, const json& project,
                      http::Headers extra = {}) {
        const Reply reply = init(who, entity, project, nullptr, std::move(extra));
        if (reply.status != 200) return std::to_string(reply.status) + " " + reply.message();
        const json made = reply.parsed()["data"]["upsertBucket"]["bucket"]["project"];
        return made["entity"]["name"].get<std::string>() + "/" + made["name"].get<std::string>();
    }
    json ask(const std::string& who, const std::string& query,
             const json& variables = json::object()) {
        const Reply reply = graphql(query, variables, keys_of.at(who));
        REQUIRE_MESSAGE(reply.status == 200, reply.body);
        return reply.parsed()["data"];
    }
    // Of a mutation, "" when it is fine.
    std::string refusal(const std::string& who, const std::string& query, const json& variables) {
        const Reply reply =
            graphql(query, variables, keys_of.count(who) > 0 ? keys_of.at(who) : who);
        if (reply.status == 200) return "";
        return std::to_string(reply.status) + " " + reply.message();
    }
    std::optional<runs::Run> run(ProjectId in, const std::string& name) {
        return *runs.find(in, name);
    }
    std::string name_of(UserId id) {
        const records::User* user = authority->state().user(id);
        return user != nullptr ? user->name : "";
    }
};

// As the SDK asks.
inline const std::string team_query =
    "query GetTeamEntity($name: String!) { entity(name: $name) { id name available photoUrl "
    "readOnly readOnlyAdmin isTeam entityType privateOnly storageBytes codeSavingEnabled "
    "defaultAccess isPaid members { id admin pending email username name photoUrl accountType "
    "apiKey role } } }";
inline const std::string create_team =
    "mutation CreateTeam($teamName: String!, $teamAdminUserName: String) { result: "
    "createTeam(input: {teamName: $teamName, teamAdminUserName: $teamAdminUserName}) { entity { id "
    "name available photoUrl limits } } }";
inline const std::string create_invite =
    "mutation CreateInvite($entity: String!, $email: String, $username: String, $admin: Boolean, "
    "$role: String) { result: createInvite(input: {entityName: $entity, email: $email, username: "
    "$username, admin: $admin, role: $role}) { invite { id name email createdAt toUser { name } } "
    "} }";
inline const std::string delete_invite =
    "mutation DeleteInvite($id: String, $entity: String) { result: deleteInvite(input: {id: $id, "
    "entityName: $entity}) { success } }";
inline const std::string create_service_account =
    "mutation CreateServiceAccount($entity: String!, $description: String!) { result: "
    "createServiceAccount(input: {description: $description, entityName: $entity}) { user { id } } "
    "}";

}  // namespace ensemble::tests
