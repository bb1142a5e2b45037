// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/people.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "daemon/sync/people.h"
#include "daemon/wandb/api_keys.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/instants.h"
#include "daemon/wandb/names.h"
#include "daemon/wandb/nodes.h"
#include "daemon/wandb/refusal.h"
#include "shared/base/limits.h"
#include "shared/records/names.h"

namespace ensemble::wandb {

using graphql::record;
using permissions::Action;

namespace {

bool is_self(const UserNode& node) {
    return node.user.id == node.session.caller.user.id;
}

// Addresses are for their owners and for the admins of the instance.
Outcome email(const UserNode& node, const Arguments&) {
    if (!is_self(node) && !may(node.session, Action::org_manage_users, {})) return Value();
    return text_or_null(node.user.email);
}

// Where runs go that name no entity. Of somebody else that is nobody's business.
Outcome entity_name(const UserNode& node, const Arguments&) {
    if (!is_self(node)) return node.user.name;
    const records::Team* team = node.session.state().team(default_team(node.session));
    return team != nullptr ? team->name : node.user.name;
}

// Teams that the user is in, as far as the caller sees them.
Outcome user_teams(const UserNode& node, const Arguments&) {
    const records::State& state = node.session.state();
    List nodes;
    state.each(records::Kind::team, [&](const records::Row& row) {
        const auto& team = std::get<records::Team>(row);
        if (!team.deleted_at && records::holding(state, team.id, node.user.id) &&
            may(node.session, Action::team_read, {team.id, {}, {}}))
            nodes.push_back(record("Entity", {{"name", team.name}}));
    });
    return edges(std::move(nodes));
}

Outcome account_type(const UserNode& node, const Arguments&) {
    const records::User* user = node.session.state().user(node.user.id);
    const bool person = user == nullptr || user->kind == records::UserKind::person;
    return person ? "USER" : "SERVICE";
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
            {"email", email},
            {"admin",
             [](const UserNode& node, const Arguments&) -> Outcome { return node.user.admin; }},
            {"accountType", account_type},
            // Saving code is left to the script.
            {"flags", [](const UserNode&, const Arguments&) -> Outcome { return "{}"; }},
            {"entity", entity_name},
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

// Without regard to the case of ASCII letters.
bool begins(std::string_view text, std::string_view query) {
    return text.size() >= query.size() && records::same_name(text.substr(0, query.size()), query);
}

bool contains(std::string_view text, std::string_view query) {
    for (std::size_t at = 0; at + query.size() <= text.size(); ++at)
        if (begins(text.substr(at), query)) return true;
    return false;
}

// How well the query fits: 0 it is the name, 1 the address, 2 the name begins so, 3 it is somewhere
// in the name, the full name or the address; nullopt: nowhere.
std::optional<int> fit(std::string_view query, const records::User& user, std::string_view email) {
    if (records::same_name(user.name, query)) return 0;
    if (!email.empty() && records::same_name(email, query)) return 1;
    if (begins(user.name, query)) return 2;
    if (contains(user.name, query) || contains(user.full_name, query) || contains(email, query))
        return 3;
    return std::nullopt;
}

// People whom the query may mean, the best first.
std::vector<const records::User*> meant(const Session& session, std::string_view query) {
    const records::State& state = session.state();
    const records::Asker& asker = session.caller.asker;
    const records::User* own = state.user(asker.user);
    const bool sees_all = own != nullptr && own->kind == records::UserKind::person &&
                          !asker.key_team && !asker.key_project;
    const bool by_email = may(session, Action::org_manage_users, {});
    std::vector<std::pair<int, const records::User*>> ranked;
    state.each(records::Kind::user, [&](const records::Row& row) {
        const auto& user = std::get<records::User>(row);
        const bool self = user.id == asker.user;
        if (!self && (!sees_all || user.kind != records::UserKind::person)) return;
        const records::Account* account = self || by_email ? state.account(user.id) : nullptr;
        if (const auto rank = fit(query, user, account != nullptr ? account->email : ""))
            ranked.emplace_back(*rank, &user);
    });
    std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
        return std::tie(a.first, a.second->name) < std::tie(b.first, b.second->name);
    });
    if (ranked.size() > limits::page_items_max) ranked.resize(limits::page_items_max);
    std::vector<const records::User*> found;
    for (const auto& [rank, user] : ranked)
        found.push_back(user);
    return found;
}

// "ann.lee@example.org" becomes "ann-lee", or "ann-lee-2" when that is taken.
Result<std::string> free_name(const records::State& state, std::string_view email) {
    std::string wanted = plain_name(email.substr(0, email.find('@')));
    if (wanted.empty()) wanted = "user";
    const auto is_free = [&](std::string_view name) {
        return records::fault_of_team_name(name).empty() && state.team_named(name) == nullptr &&
               state.user_named(name) == nullptr;
    };
    if (is_free(wanted)) return wanted;
    std::string other = records::free_variant(wanted, limits::user_name_bytes_max, is_free);
    if (other.empty())
        return fail(ErrorCode::bad_request, "No user name can be made of " + std::string(email));
    return other;
}

}  // namespace

teams::User user_of(const records::State& state, const records::User& row) {
    teams::User user;
    user.id = row.id;
    user.name = row.name;
    user.full_name = row.full_name;
    user.admin = row.admin;
    user.personal_team = row.personal_team;
    user.created_at = row.created_at;
    user.deactivated_at = row.deactivated_at;
    if (const records::Account* account = state.account(row.id)) user.email = account->email;
    return user;
}

Value user_value(Session& session, teams::User user) {
    return graphql::object(user_type(), UserNode{session, std::move(user)});
}

Outcome viewer(const Root& root, const Arguments&) {
    return user_value(root.session, root.session.caller.user);
}

Outcome users(const Root& root, const Arguments& arguments) {
    Session& session = root.session;
    List nodes;
    for (const records::User* user : meant(session, arguments.text("query").value_or("")))
        nodes.push_back(user_value(session, user_of(session.state(), *user)));
    return edges(std::move(nodes));
}

Outcome create_user(const Root& root, const Arguments& arguments) {
    Session& session = root.session;
    const auto decision =
        records::may(session.state(), session.caller.asker, Action::org_manage_users, {});
    if (!decision.allowed) return refusal(session, Action::org_manage_users, decision, {});
    const auto input = arguments.object("input");
    const std::string_view email = input ? input->text("email").value_or("") : "";
    const bool admin = input && input->boolean("admin").value_or(false);
    if (auto fine = arguments.check(); !fine) return fine.error();
    if (!records::is_address(email))
        return fail(ErrorCode::bad_request, "An e-mail address is needed");
    auto name = free_name(session.state(), email);
    if (!name) return name.error();
    auto added = sync::add_user(session.rooms().authority,
                                {.name = std::move(*name),
                                 .email = std::string(email),
                                 .admin = admin,
                                 .owns_address = true},
                                session.caller.user.id, session.now);
    if (!added) return added.error();
    return record(
        "CreateUserPayload",
        {{"user", user_value(session, user_of(session.state(), *session.state().user(*added)))}});
}

}  // namespace ensemble::wandb
