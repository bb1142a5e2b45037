// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/team_changes.h"

#include "daemon/auth/reach.h"
#include "daemon/auth/tokens.h"
#include "daemon/sync/people.h"
#include "daemon/wandb/api_keys.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/instants.h"
#include "daemon/wandb/names.h"
#include "daemon/wandb/people.h"
#include "daemon/wandb/refusal.h"
#include "shared/base/limits.h"
#include "shared/records/names.h"

namespace ensemble::wandb {

using graphql::record;
using permissions::Action;
using permissions::Role;

namespace {

std::int64_t fresh_id() {
    return sync::fresh_id(auth::random_number);
}

// Text of the input, "" when there is none. Asked before anything is done.
std::string text(const Arguments& input, std::string_view name) {
    return std::string(input.text(name).value_or(""));
}

// The team of a change, for those who may see it.
Result<teams::Team> team_of(Session& session, const Arguments& input) {
    const auto name = input.text("entityName");
    if (auto fine = input.check(); !fine) return fine.error();
    if (!name || name->empty()) return fail(ErrorCode::bad_request, "input.entityName is missing");
    return team_for(session, name, Action::team_read);
}

Result<records::Holding> wanted_role(const records::State& state, const Arguments& input) {
    const std::string name = text(input, "role");
    const bool admin = input.boolean("admin").value_or(false);
    if (auto fine = input.check(); !fine) return fine.error();
    if (name.empty()) return records::Holding{admin ? Role::admin : Role::member, {}};
    if (name == "admin") return records::Holding{Role::admin, {}};
    if (name == "member") return records::Holding{Role::member, {}};
    if (name == "viewer") return records::Holding{Role::view_only, {}};
    std::optional<records::Holding> custom;
    state.each(records::Kind::custom_role, [&](const records::Row& row) {
        const auto& role = std::get<records::CustomRole>(row);
        if (role.name == name) custom = records::Holding{role.base, role.id};
    });
    if (custom) return *custom;
    return fail(ErrorCode::bad_request, "There is no role " + name);
}

// Gives a new team to somebody else; whoever made it is not left in it.
Result<void> hand_over(Session& session, TeamId team, UserId to) {
    auto appointed = submit(session, teams::AppointAdmin{team, to, "made with the team"}, team);
    if (!appointed) return appointed;
    return submit(session, teams::LeaveTeam{team}, team);
}

Value invite_value(Session& session, const records::Invite& invite) {
    const records::State& state = session.state();
    const records::User* user = invite.user ? state.user(invite.user) : nullptr;
    return record("Invite", {{"id", global_id("Invite", invite.id)},
                             {"name", user != nullptr ? user->name : invite.email},
                             {"email", text_or_null(invite.email)},
                             {"createdAt", iso_text(invite.created_at)},
                             {"toUser", user != nullptr ? user_value(session, user_of(state, *user))
                                                        : Value()}});
}

// "vision-ci-bot" for the team vision and the description "CI bot".
std::string service_name(const records::State& state, const teams::Team& team,
                         std::string_view description) {
    std::string slug = plain_name(description);
    if (slug.empty()) slug = "bot";
    const std::string wanted = (team.name + "-" + slug).substr(0, limits::user_name_bytes_max);
    const auto is_free = [&](std::string_view name) {
        return records::fault_of_team_name(name).empty() && state.team_named(name) == nullptr &&
               state.user_named(name) == nullptr;
    };
    return is_free(wanted) ? wanted
                           : records::free_variant(wanted, limits::user_name_bytes_max, is_free);
}

Result<void> remove_user(Session& session, TeamId team, UserId id) {
    const records::State& state = session.state();
    const records::User* user = state.user(id);
    if (user != nullptr && state.member(team, id) != nullptr) {
        if (user->kind == records::UserKind::team_service && user->home_team == team)
            return submit(session, teams::DeleteServiceAccount{id}, team);
        if (id == session.caller.user.id) return submit(session, teams::LeaveTeam{team}, team);
        return submit(session, teams::RemoveMember{team, id}, team);
    }
    InviteId invite;
    if (may(session, Action::team_invite, {team, {}, {}})) {
        state.each(records::Kind::invite, team.value, [&](const records::Row& row) {
            const auto& one = std::get<records::Invite>(row);
            if (one.user && one.user == id) invite = one.id;
        });
    }
    if (invite) return submit(session, teams::WithdrawInvite{team, invite}, team);
    return fail(ErrorCode::not_found, "There is no such member or invite");
}

}  // namespace

Outcome create_team(const Root& root, const Arguments& arguments) {
    Session& session = root.session;
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    const std::string name = text(*input, "teamName");
    const std::string admin_name = text(*input, "teamAdminUserName");
    if (auto fine = input->check(); !fine) return fine.error();
    const records::State& state = session.state();
    UserId admin = session.caller.user.id;
    if (!admin_name.empty() && !records::same_name(admin_name, session.caller.user.name)) {
        const auto decision =
            records::may(state, session.caller.asker, Action::org_appoint_admin, {});
        if (!decision.allowed) return refusal(session, Action::org_appoint_admin, decision, {});
        const records::User* user = state.user_named(admin_name);
        if (user == nullptr || user->kind != records::UserKind::person || user->deactivated_at)
            return fail(ErrorCode::not_found, "There is no user " + admin_name);
        admin = user->id;
    }
    const TeamId id{fresh_id()};
    if (auto done = submit(session, teams::CreateTeam{id, name}); !done) return done.error();
    if (admin != session.caller.user.id) {
        if (auto done = hand_over(session, id, admin); !done) return done.error();
    }
    auto made = session.rooms().users.find_team(id);
    if (!made) return made.error();
    return record("CreateTeamPayload",
                  {{"entity", *made ? team_value(session, std::move(**made)) : Value()}});
}

Outcome create_invite(const Root& root, const Arguments& arguments) {
    Session& session = root.session;
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    const std::string username = text(*input, "username");
    teams::InviteMember command{.id = {fresh_id()}, .email = text(*input, "email")};
    auto team = team_of(session, *input);
    if (!team) return team.error();
    command.team = team->id;
    auto role = wanted_role(session.state(), *input);
    if (!role) return role.error();
    command.role = *role;
    if (!username.empty()) {
        const auto decision = records::may(session.state(), session.caller.asker,
                                           Action::team_invite, {team->id, {}, {}});
        if (!decision.allowed)
            return refusal(session, Action::team_invite, decision, {team->id, {}, {}});
        const records::User* user = session.state().user_named(username);
        if (user == nullptr) return fail(ErrorCode::not_found, "There is no user " + username);
        command.user = user->id;
        command.email.clear();
    }
    if (auto done = submit(session, command, team->id); !done) return done.error();
    const records::Invite* made = session.state().invite(team->id, command.id);
    return record("CreateInvitePayload",
                  {{"success", true},
                   {"invite", made != nullptr ? invite_value(session, *made) : Value()},
                   {"entity", team_value(session, *team)}});
}

Outcome delete_invite(const Root& root, const Arguments& arguments) {
    Session& session = root.session;
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    const std::string id = text(*input, "id");
    auto team = team_of(session, *input);
    if (!team) return team.error();
    Result<void> done = fail(ErrorCode::not_found, "There is no such member or invite");
    if (const auto invite = read_global_id("Invite", id))
        done = submit(session, teams::WithdrawInvite{team->id, InviteId{*invite}}, team->id);
    else if (const auto user = read_global_id("User", id))
        done = remove_user(session, team->id, UserId{*user});
    if (!done) return done.error();
    return record("DeleteInvitePayload", {{"success", true}});
}

Outcome create_service_account(const Root& root, const Arguments& arguments) {
    Session& session = root.session;
    const auto input = arguments.object("input");
    if (!input) return fail(ErrorCode::bad_request, "input is missing");
    const std::string description = text(*input, "description");
    auto team = team_of(session, *input);
    if (!team) return team.error();
    if (auto fine = auth::check_reach(session.caller); !fine) return fine.error();
    if (!session.state().settings().keys_allowed && !session.caller.user.admin)
        return refusal(session, Action::apikey_create_own,
                       {false, permissions::Rule::keys_switched_off, Role::none}, {});
    const UserId id{fresh_id()};
    auto made = submit(
        session,
        teams::CreateServiceAccount{.id = id,
                                    .team = team->id,
                                    .name = service_name(session.state(), *team, description),
                                    .description = description},
        team->id);
    if (!made) return made.error();
    auto key = make_key(session, id, description);
    if (!key) return key.error();
    constexpr std::size_t remembered_max = 1'000;
    auto& fresh = session.context.fresh_keys;
    if (fresh.size() >= remembered_max) fresh.clear();
    fresh[id] = {session.caller.user.id, std::move(key->secret)};
    return record(
        "CreateServiceAccountPayload",
        {{"user", user_value(session, user_of(session.state(), *session.state().user(id)))}});
}

}  // namespace ensemble::wandb
