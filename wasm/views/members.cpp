// SPDX-License-Identifier: Apache-2.0
#include "shared/protocol/rows.h"
#include "wasm/views/pages.h"

// A team with everybody in it, and what each of them is.
namespace ensemble::wasm::views {

using permissions::Action;
using records::Kind;
using records::Row;

namespace {

bool waits(const Page& page, const records::Member& now_member) {
    const auto* before = page.replica.confirmed().member(now_member.team, now_member.user);
    return before == nullptr || !(*before == now_member);
}

void write_member(Page& page, const records::Member& one) {
    json::Writer& out = page.out;
    out.begin_object();
    write_user(page, "user", one.user);
    write_holding(page, "role", one.role);
    flag(out, "registry_admin", one.registry_admin);
    member(out, "joined_at_ms", one.joined_at.ms);
    write_user(page, "changed_by", one.changed.by);
    member(out, "changed_at_ms", one.changed.at.ms);
    flag(out, "me", one.user == page.asker().user);
    flag(out, "waits", waits(page, one));
    const auto* before = page.replica.confirmed().member(one.team, one.user);
    if (before != nullptr && !(before->role == one.role)) write_holding(page, "was", before->role);
    const bool is_admin = one.role.base == permissions::Role::admin;
    flag(out, "last_admin", is_admin && admin_count(page.state(), one.team) <= 1);
    out.end_object();
}

void write_members(Page& page, TeamId team) {
    page.out.key("members");
    page.out.begin_list();
    page.state().each(Kind::member, team.value,
                      [&](const Row& row) { write_member(page, std::get<records::Member>(row)); });
    page.out.end_list();
    // Taken out here, and there still for the daemon.
    page.out.key("leaving");
    page.out.begin_list();
    page.replica.confirmed().each(Kind::member, team.value, [&](const Row& row) {
        const auto& one = std::get<records::Member>(row);
        if (page.state().member(team, one.user) != nullptr) return;
        page.out.begin_object();
        write_user(page, "user", one.user);
        write_holding(page, "role", one.role);
        page.out.end_object();
    });
    page.out.end_list();
}

void write_invites(Page& page, TeamId team) {
    page.out.key("invites");
    page.out.begin_list();
    page.state().each(Kind::invite, team.value, [&](const Row& row) {
        if (!page.shows({records::ScopeKind::invites, team.value})) return;
        const auto& invite = std::get<records::Invite>(row);
        page.out.begin_object();
        member(page.out, "id", invite.id.value);
        member(page.out, "email", invite.email);
        if (invite.user) write_user(page, "user", invite.user);
        write_holding(page, "role", invite.role);
        write_user(page, "inviter", invite.inviter);
        member(page.out, "created_at_ms", invite.created_at.ms);
        member(page.out, "expires_at_ms", invite.expires_at.ms);
        flag(page.out, "expired", invite.expires_at <= page.now);
        flag(page.out, "waits", page.replica.confirmed().invite(invite.team, invite.id) == nullptr);
        page.out.end_object();
    });
    page.out.end_list();
}

}  // namespace

void team(Page& page) {
    json::Writer& out = page.out;
    const records::Team* team = page.state().team_named(page.asked.member("name").text());
    const bool seen =
        team != nullptr && !team->deleted_at &&
        records::may(page.state(), page.asker(), Action::team_read, {team->id}).allowed;
    if (!seen) return out.raw("null");
    out.begin_object();
    out.key("team");
    out.raw(protocol::to_text(Row(*team)));
    const records::Member* own = page.state().member(team->id, page.asker().user);
    if (own != nullptr) write_holding(page, "mine", own->role);
    write_members(page, team->id);
    write_invites(page, team->id);
    out.key("enforced");
    out.begin_object();
    const records::Settings& instance = page.state().settings();
    flag(out, "hidden", instance.teams_hidden);
    flag(out, "private_only", instance.private_only);
    flag(out, "members_invite", instance.invites_forbidden);
    out.end_object();
    write_may(page, {team->id},
              {Action::team_update, Action::team_invite, Action::team_remove_member,
               Action::team_set_role, Action::team_manage_service_accounts,
               Action::registry_manage_members, Action::auditlog_read, Action::project_create});
    out.end_object();
}

}  // namespace ensemble::wasm::views
