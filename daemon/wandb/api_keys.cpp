// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/api_keys.h"

#include "daemon/auth/reach.h"
#include "daemon/sync/outside_commands.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/refusal.h"
#include "shared/base/limits.h"
#include "shared/records/names.h"

namespace ensemble::wandb {

using graphql::record;
using permissions::Action;

namespace {

bool steers(const Session& session, UserId owner) {
    if (may(session, Action::org_manage_users, {})) return true;
    const records::User* user = session.state().user(owner);
    if (user == nullptr || user->kind == records::UserKind::person) return false;
    if (user->kind == records::UserKind::instance_service)
        return may(session, Action::org_manage_service_accounts, {});
    return may(session, Action::team_manage_service_accounts, {user->home_team, {}, {}});
}

Error no_key() {
    return fail(ErrorCode::not_found, "The key was not found");
}

// Whether the caller may give a key up: not with one that reaches less far than its owner, and
// service accounts have theirs from who steers them.
Result<void> check_own(const Session& session) {
    if (auto fine = auth::check_reach(session.caller); !fine) return fine;
    const records::User* user = session.state().user(session.caller.user.id);
    if (user == nullptr || user->kind != records::UserKind::person)
        return refusal(session, "delete_api_key", permissions::Rule::service_account,
                       permissions::Role::none, {});
    return {};
}

sync::By by(Session& session) {
    const auth::Caller& caller = session.caller;
    return {caller.user.id, caller.on_behalf_of,
            sync::device_of(session.rooms().keys, caller.key, caller.session)};
}

}  // namespace

Outcome api_keys(const UserNode& node, const Arguments&) {
    const UserId owner = node.user.id;
    const auth::Caller& caller = node.session.caller;
    const bool only_itself = auth::bounded(caller);
    if (only_itself && owner != caller.user.id) return edges({});
    if (owner != caller.user.id && !steers(node.session, owner)) return edges({});
    auto keys = node.session.rooms().keys.list(owner);
    if (!keys) return keys.error();
    List nodes;
    for (const storage::ApiKey& key : *keys) {
        if (only_itself && key.id != caller.key) continue;
        nodes.push_back(record("ApiKey", {{"id", global_id("ApiKey", key.id)},
                                          {"name", key.prefix},
                                          {"description", text_or_null(key.name)}}));
    }
    return edges(std::move(nodes));
}

Result<auth::Accounts::NewKey> make_key(Session& session, UserId user, std::string_view name) {
    storage::ApiKey wanted;
    wanted.user = user;
    wanted.name = std::string(name);
    if (user != session.caller.user.id) wanted.made_by = session.caller.user.id;
    auto made = session.rooms().accounts.make_key(wanted, session.now);
    if (!made) return made.error();
    sync::Authority& authority = session.rooms().authority;
    auto recorded = sync::record_key_made(authority, by(session), made->key, session.now);
    if (!recorded) return recorded.error();
    return made;
}

Outcome generate_api_key(const Root& root, const Arguments& arguments) {
    Session& session = root.session;
    const auto input = arguments.object("input");
    const std::string_view name = input ? input->text("description").value_or("") : "";
    if (auto fine = arguments.check(); !fine) return fine.error();
    if (name.size() > limits::display_name_bytes_max)
        return fail(ErrorCode::too_large, "The description of the key is too long");
    if (!records::clean_text(name, records::Shape::line))
        return fail(ErrorCode::bad_request, "The description of a key is one line of plain text");
    const auto decision =
        records::may(session.state(), session.caller.asker, Action::apikey_create_own, {});
    if (!decision.allowed) {
        if (decision.rule == permissions::Rule::role_lacks)
            return fail(ErrorCode::forbidden, session.caller.user.name +
                                                  " is view-only everywhere, and API keys of "
                                                  "view-only people do not work. Ask an admin of "
                                                  "a team for the role member");
        return refusal(session, Action::apikey_create_own, decision, {});
    }
    if (auto fine = auth::check_reach(session.caller); !fine) return fine.error();
    auto made = make_key(session, session.caller.user.id, name);
    if (!made) return made.error();
    Value key = record("ApiKey", {{"id", global_id("ApiKey", made->key.id)},
                                  {"name", made->secret},
                                  {"description", text_or_null(made->key.name)}});
    return record("GenerateApiKeyPayload", {{"apiKey", std::move(key)}});
}

Outcome delete_api_key(const Root& root, const Arguments& arguments) {
    Session& session = root.session;
    const auto input = arguments.object("input");
    const auto id = read_global_id("ApiKey", input ? input->text("id").value_or("") : "");
    if (auto fine = check_own(session); !fine) return fine.error();
    auto key = id ? session.rooms().keys.find(ApiKeyId{*id})
                  : Result<std::optional<storage::ApiKey>>(std::nullopt);
    if (!key) return key.error();
    if (!*key || (*key)->revoked_at) return no_key();
    const UserId owner = (*key)->user;
    if (owner != session.caller.user.id && !steers(session, owner)) return no_key();
    if (auto done = session.rooms().accounts.revoke_key(owner, (*key)->id, session.now); !done)
        return done.error();
    sync::Authority& authority = session.rooms().authority;
    auto recorded = sync::record_key_revoked(authority, by(session), **key, session.now);
    if (!recorded) return recorded.error();
    return record("DeleteApiKeyPayload", {{"success", true}});
}

}  // namespace ensemble::wandb
