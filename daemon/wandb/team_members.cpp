// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <tuple>

#include "daemon/auth/reach.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/team_node.h"

namespace ensemble::wandb {

using permissions::Action;
using permissions::Role;

namespace {

// Somebody in the list of a team: who is in it, or is invited.
struct MemberNode {
    Session& session;
    UserId user;  // none: invited by e-mail address
    InviteId invite;
    std::string username;
    std::string name;
    std::string email;
    std::string role;
    bool admin = false;
    bool service = false;
    bool fresh = false;  // the caller has just made it
    Instant since;
};

// The secret of a service account, for whoever has just made it and only once. A key of theirs that
// has bounds could not have made it.
Outcome fresh_key(const MemberNode& node, const Arguments&) {
    auto& keys = node.session.context.fresh_keys;
    const auto found = keys.find(node.user);
    if (found == keys.end() || found->second.by != node.session.caller.user.id ||
        auth::bounded(node.session.caller))
        return Value();
    std::string secret = std::move(found->second.secret);
    keys.erase(found);
    return secret;
}

template <std::string MemberNode::*member>
Outcome text_field(const MemberNode& node, const Arguments&) {
    return text_or_null(node.*member);
}

const graphql::Type<MemberNode>& member_type() {
    static const graphql::Type<MemberNode> type{
        "Member",
        {},
        {
            {"id",
             [](const MemberNode& node, const Arguments&) -> Outcome {
                 if (node.invite) return global_id("Invite", node.invite);
                 return global_id("User", node.user);
             }},
            {"admin",
             [](const MemberNode& node, const Arguments&) -> Outcome { return node.admin; }},
            {"pending",
             [](const MemberNode& node, const Arguments&) -> Outcome {
                 return static_cast<bool>(node.invite);
             }},
            {"email", text_field<&MemberNode::email>},
            {"username", text_field<&MemberNode::username>},
            {"name", [](const MemberNode& node, const Arguments&) -> Outcome { return node.name; }},
            {"role", [](const MemberNode& node, const Arguments&) -> Outcome { return node.role; }},
            {"accountType",
             [](const MemberNode& node, const Arguments&) -> Outcome {
                 return node.service ? "SERVICE" : "USER";
             }},
            {"photoUrl", [](const MemberNode&, const Arguments&) -> Outcome { return Value(); }},
            {"apiKey", fresh_key},
        }};
    return type;
}

MemberNode member_node(Session& session, const records::Member& row, const records::User& user,
                       bool with_email) {
    const records::State& state = session.state();
    MemberNode node{.session = session};
    node.user = user.id;
    node.username = user.name;
    node.name = user.full_name.empty() ? user.name : user.full_name;
    const records::Account* account = state.account(user.id);
    if (account != nullptr && (with_email || user.id == session.caller.user.id))
        node.email = account->email;
    node.role = role_name(state, row.role);
    node.admin = row.role.base == Role::admin;
    node.service = user.kind != records::UserKind::person;
    const auto& keys = session.context.fresh_keys;
    const auto key = keys.find(user.id);
    node.fresh = key != keys.end() && key->second.by == session.caller.user.id;
    node.since = user.created_at;
    return node;
}

MemberNode invited_node(Session& session, const records::Invite& row) {
    const records::State& state = session.state();
    const records::User* user = row.user ? state.user(row.user) : nullptr;
    MemberNode node{.session = session};
    node.user = row.user;
    node.invite = row.id;
    node.email = row.email;
    node.username = user != nullptr ? user->name : "";
    node.name = user == nullptr           ? row.email
                : user->full_name.empty() ? user->name
                                          : user->full_name;
    node.role = role_name(state, row.role);
    node.admin = row.role.base == Role::admin;
    return node;
}

// 0 people, 1 invited, 2 service accounts.
int part(const MemberNode& node) {
    if (node.service) return 2;
    return node.invite ? 1 : 0;
}

bool before(const MemberNode& a, const MemberNode& b) {
    if (part(a) != part(b)) return part(a) < part(b);
    if (a.service) return std::tie(a.fresh, a.since, a.user) < std::tie(b.fresh, b.since, b.user);
    return std::tie(a.name, a.user, a.invite) < std::tie(b.name, b.user, b.invite);
}

}  // namespace

std::string role_name(const records::State& state, const records::Holding& role) {
    const records::CustomRole* custom = state.custom_role(role.custom);
    if (custom != nullptr) return custom->name;
    return role.base == Role::view_only ? "viewer" : std::string(permissions::name(role.base));
}

Outcome members(const TeamNode& node, const Arguments&) {
    Session& session = node.session;
    const records::State& state = session.state();
    const TeamId team = node.team.id;
    if (!may(session, Action::team_read, {team, {}, {}})) return List();
    const bool invites = may(session, Action::team_invite, {team, {}, {}});
    std::vector<std::shared_ptr<MemberNode>> found;
    state.each(records::Kind::member, team.value, [&](const records::Row& row) {
        const auto& member = std::get<records::Member>(row);
        if (const records::User* user = state.user(member.user))
            found.push_back(
                std::make_shared<MemberNode>(member_node(session, member, *user, invites)));
    });
    if (invites) {
        state.each(records::Kind::invite, team.value, [&](const records::Row& row) {
            found.push_back(std::make_shared<MemberNode>(
                invited_node(session, std::get<records::Invite>(row))));
        });
    }
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return before(*a, *b); });
    List list;
    for (const auto& one : found)
        list.push_back(graphql::object(member_type(), *one));
    return list;
}

}  // namespace ensemble::wandb
