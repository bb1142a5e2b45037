// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/team_node.h"

#include "daemon/wandb/global_id.h"

namespace ensemble::wandb {

using permissions::Action;

namespace {

Outcome team_user(const TeamNode& node, const Arguments&) {
    auto owner = node.session.rooms().users.find(node.team.owner);
    if (!owner) return owner.error();
    return *owner ? user_value(node.session, std::move(**owner)) : Value();
}

// Whether new projects can only be for the team.
Outcome private_only(const TeamNode& node, const Arguments&) {
    const records::State& state = node.session.state();
    const records::Team* team = state.team(node.team.id);
    return state.settings().private_only || (team != nullptr && team->private_only);
}

Outcome read_only(const TeamNode& node, const Arguments&) {
    return !may(node.session, Action::run_create, {node.team.id, {}, {}});
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
            {"limits", nothing},
            {"readOnly", read_only},
            {"readOnlyAdmin", no},
            {"isTeam",
             [](const TeamNode& node, const Arguments&) -> Outcome { return !node.team.owner; }},
            {"entityType",
             [](const TeamNode& node, const Arguments&) -> Outcome {
                 return node.team.owner ? "user" : "team";
             }},
            {"privateOnly", private_only},
            {"storageBytes", [](const TeamNode&, const Arguments&) -> Outcome { return 0; }},
            {"codeSavingEnabled", no},
            // Of new projects.
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

Value team_value(Session& session, teams::Team team) {
    return graphql::object(team_type(), TeamNode{session, std::move(team)});
}

Outcome entity(const Root& root, const Arguments& arguments) {
    auto team = find_team(root.session, arguments.text("name"));
    if (!team) return team.error();
    return *team ? team_value(root.session, std::move(**team)) : Value();
}

}  // namespace ensemble::wandb
