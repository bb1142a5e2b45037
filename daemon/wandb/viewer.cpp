// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/viewer.h"

#include "daemon/sync/people.h"
#include "daemon/wandb/access.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/instants.h"
#include "daemon/wandb/nodes.h"
#include "shared/base/limits.h"

namespace ensemble::wandb {

using graphql::record;

namespace {

// Without page information: these lists come whole.
Value edges(List nodes) {
    List made;
    for (Value& node : nodes)
        made.push_back(record({{"node", std::move(node)}}));
    return record({{"edges", std::move(made)}});
}

Outcome api_keys(const UserNode& node, const Arguments&) {
    if (node.user.id != node.session.caller.user.id) return edges({});
    auto keys = node.session.rooms().keys.list(node.user.id);
    if (!keys) return keys.error();
    List nodes;
    for (const storage::ApiKey& key : *keys)
        nodes.push_back(record("ApiKey", {{"id", global_id("ApiKey", key.id)},
                                          {"name", key.prefix},
                                          {"description", text_or_null(key.name)}}));
    return edges(std::move(nodes));
}

Outcome user_teams(const UserNode& node, const Arguments&) {
    auto teams = node.session.rooms().users.teams_of(node.user.id);
    if (!teams) return teams.error();
    List nodes;
    for (const teams::Team& team : *teams)
        nodes.push_back(record("Entity", {{"name", team.name}}));
    return edges(std::move(nodes));
}

const graphql::Type<UserNode>& user_type() {
    static const graphql::Type<UserNode> type{
        "User",
        {},
        {
            {"id",
             [](const UserNode& node, const Arguments&) -> Outcome {
                 return global_id("User", node.user.id);
             }},
            {"name",
             [](const UserNode& node, const Arguments&) -> Outcome {
                 return node.user.full_name.empty() ? node.user.name : node.user.full_name;
             }},
            {"username",
             [](const UserNode& node, const Arguments&) -> Outcome { return node.user.name; }},
            {"email",
             [](const UserNode& node, const Arguments&) -> Outcome {
                 return text_or_null(node.user.email);
             }},
            {"admin",
             [](const UserNode& node, const Arguments&) -> Outcome { return node.user.admin; }},
            // Saving code is left to the script.
            {"flags", [](const UserNode&, const Arguments&) -> Outcome { return "{}"; }},
            {"entity",
             [](const UserNode& node, const Arguments&) -> Outcome { return node.user.name; }},
            {"deletedAt",
             [](const UserNode& node, const Arguments&) -> Outcome {
                 if (!node.user.deactivated_at) return Value();
                 return iso_text(*node.user.deactivated_at);
             }},
            {"apiKeys", api_keys},
            {"teams", user_teams},
            {"photoUrl", [](const UserNode&, const Arguments&) -> Outcome { return Value(); }},
            {"organizations", [](const UserNode&, const Arguments&) -> Outcome { return List(); }},
        }};
    return type;
}

Outcome members(const TeamNode& node, const Arguments&) {
    auto owner = node.session.rooms().users.find(node.team.owner);
    if (!owner) return owner.error();
    if (!*owner) return List();
    const teams::User& user = **owner;
    return List{record("Member", {{"id", global_id("User", user.id)},
                                  {"admin", true},
                                  {"pending", false},
                                  {"email", text_or_null(user.email)},
                                  {"username", user.name},
                                  {"name", user.full_name.empty() ? user.name : user.full_name},
                                  {"photoUrl", Value()},
                                  {"accountType", "USER"},
                                  {"apiKey", Value()},
                                  {"role", "admin"}})};
}

Outcome team_user(const TeamNode& node, const Arguments&) {
    auto owner = node.session.rooms().users.find(node.team.owner);
    if (!owner) return owner.error();
    return *owner ? user_value(node.session, std::move(**owner)) : Value();
}

using TeamField = Outcome (*)(const TeamNode&, const Arguments&);
constexpr TeamField no = [](const TeamNode&, const Arguments&) -> Outcome { return false; };
constexpr TeamField nothing = [](const TeamNode&, const Arguments&) -> Outcome { return Value(); };

const graphql::Type<TeamNode>& team_type() {
    static const graphql::Type<TeamNode> type{
        "Entity",
        {},
        {
            {"id",
             [](const TeamNode& node, const Arguments&) -> Outcome {
                 return global_id("Entity", node.team.id);
             }},
            {"name",
             [](const TeamNode& node, const Arguments&) -> Outcome { return node.team.name; }},
            {"available", no},
            {"photoUrl", nothing},
            {"readOnly", no},
            {"readOnlyAdmin", no},
            {"isTeam",
             [](const TeamNode& node, const Arguments&) -> Outcome { return !node.team.owner; }},
            {"entityType",
             [](const TeamNode& node, const Arguments&) -> Outcome {
                 return node.team.owner ? "user" : "team";
             }},
            {"privateOnly", [](const TeamNode&, const Arguments&) -> Outcome { return true; }},
            {"storageBytes", [](const TeamNode&, const Arguments&) -> Outcome { return 0; }},
            {"codeSavingEnabled", no},
            {"defaultAccess",
             [](const TeamNode&, const Arguments&) -> Outcome { return "PRIVATE"; }},
            {"isPaid", no},
            {"members", members},
            {"user", team_user},
            {"organization", nothing},
            {"xxhashDigestsEnabled", no},
        }};
    return type;
}

}  // namespace

Value user_value(Session& session, teams::User user) {
    return graphql::object(user_type(), UserNode{session, std::move(user)});
}

Value team_value(Session& session, teams::Team team) {
    return graphql::object(team_type(), TeamNode{session, std::move(team)});
}

Outcome viewer(const Root& root, const Arguments&) {
    return user_value(root.session, root.session.caller.user);
}

Outcome users(const Root& root, const Arguments& arguments) {
    const std::string_view query = arguments.text("query").value_or("");
    auto all = root.session.rooms().users.list();
    if (!all) return all.error();
    List nodes;
    for (teams::User& user : *all) {
        const bool visible =
            root.session.caller.user.admin || user.id == root.session.caller.user.id;
        const bool matches = user.name.starts_with(query) || user.email.starts_with(query);
        if (visible && matches && nodes.size() < limits::page_items_max)
            nodes.push_back(user_value(root.session, std::move(user)));
    }
    return edges(std::move(nodes));
}

Outcome entity(const Root& root, const Arguments& arguments) {
    auto team = find_team(root.session, arguments.text("name"));
    if (!team) return team.error();
    return *team ? team_value(root.session, std::move(**team)) : Value();
}

Outcome server_info(const Root&, const Arguments&) {
    // What clients may send us because we understand it; see docs/wandb.md.
    static constexpr std::string_view features[] = {
        "CLIENT_IDS",
        "LARGE_FILENAMES",
        "ARTIFACT_TAGS",
        "TOTAL_COUNT_IN_FILE_CONNECTION",
        "ARTIFACT_COLLECTION_MEMBERSHIP_FILES",
        "ARTIFACT_COLLECTION_MEMBERSHIP_FILE_DOWNLOAD_HANDLER",
        "ARTIFACT_V2_DOWNLOAD_HANDLER_SUPPORTS_ARTIFACT_ID",
        "PROJECT_ARTIFACT_COLLECTION_MEMBERSHIP",
        "USE_ARTIFACT_WITH_ENTITY_AND_PROJECT_INFORMATION",
        "FILESTREAM_GZIP",
        "STRUCTURED_CONSOLE_LOGS",
        "UPDATE_RUN_STATE",
    };
    List list;
    for (const std::string_view feature : features)
        list.push_back(record("ServerFeature", {{"name", feature}, {"isEnabled", true}}));
    return record(
        "ServerInfo",
        {{"features", std::move(list)},
         {"cliVersionInfo", RawJson{R"({"max_cli_version":"99.0.0","min_cli_version":"0.0.1"})"}},
         {"latestLocalVersionInfo", Value()}});
}

namespace {

// "ann.lee@example.org" becomes "ann-lee", or "ann-lee-2" when that is taken.
Result<std::string> free_name(Session& session, std::string_view email) {
    std::string wanted;
    for (const char c : email.substr(0, email.find('@'))) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        wanted += plain ? c : '-';
    }
    constexpr int tries_max = 100;
    for (int i = 1; i <= tries_max; ++i) {
        const std::string name = i == 1 ? wanted : wanted + "-" + std::to_string(i);
        if (auto fine = auth::Accounts::check_user_name(name); !fine) {
            if (i == 1) continue;
            return fine.error();
        }
        auto taken = session.rooms().users.find_team_by_name(name);
        if (!taken) return taken.error();
        if (!*taken) return name;
    }
    return fail(ErrorCode::bad_request, "No user name can be made of " + std::string(email));
}

}  // namespace

Outcome create_user(const Root& root, const Arguments& arguments) {
    Session& session = root.session;
    if (!may(session, permissions::Action::org_manage_users, {}))
        return fail(ErrorCode::forbidden, "Only an admin of this server makes users");
    const auto input = arguments.object("input");
    const std::string_view email = input ? input->text("email").value_or("") : "";
    const bool admin = input && input->boolean("admin").value_or(false);
    if (auto fine = arguments.check(); !fine) return fine.error();
    if (email.find('@') == std::string_view::npos || email.size() > limits::display_name_bytes_max)
        return fail(ErrorCode::bad_request, "An e-mail address is needed");
    auto name = free_name(session, email);
    if (!name) return name.error();
    auto added = sync::add_user(
        session.rooms().authority,
        {.name = std::move(*name), .full_name = "", .email = std::string(email), .admin = admin},
        session.caller.user.id, session.now);
    if (!added) return added.error();
    auto user = session.rooms().users.find(*added);
    if (!user) return user.error();
    return record("CreateUserPayload",
                  {{"user", *user ? user_value(session, std::move(**user)) : Value()}});
}

Outcome generate_api_key(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    const std::string_view name = input ? input->text("description").value_or("") : "";
    if (auto fine = arguments.check(); !fine) return fine.error();
    if (name.size() > limits::display_name_bytes_max)
        return fail(ErrorCode::too_large, "The description of the key is too long");
    auto made =
        root.session.rooms().accounts.make_key(root.session.caller.user.id, name, root.session.now);
    if (!made) return made.error();
    Value key = record("ApiKey", {{"id", global_id("ApiKey", made->key.id)},
                                  {"name", made->secret},
                                  {"description", text_or_null(made->key.name)}});
    return record("GenerateApiKeyPayload", {{"apiKey", std::move(key)}});
}

Outcome delete_api_key(const Root& root, const Arguments& arguments) {
    const auto input = arguments.object("input");
    const auto id = read_global_id("ApiKey", input ? input->text("id").value_or("") : "");
    if (!id) return fail(ErrorCode::not_found, "The key was not found");
    auto done = root.session.rooms().accounts.revoke_key(root.session.caller.user.id, ApiKeyId{*id},
                                                         root.session.now);
    if (!done) return done.error();
    return record("DeleteApiKeyPayload", {{"success", true}});
}

}  // namespace ensemble::wandb
