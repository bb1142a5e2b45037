// SPDX-License-Identifier: Apache-2.0
#include "shared/protocol/commands.h"
#include "shared/protocol/rows.h"
#include "shared/sync/last_word.h"
#include "wasm/views/pages.h"

// What concerns the person themselves, and the lists of the instance.
namespace ensemble::wasm::views {

using permissions::Action;
using records::Kind;
using records::Row;

namespace {

void write_teams(Page& page, UserId who) {
    page.out.key("teams");
    page.out.begin_list();
    page.state().each(Kind::team, [&](const Row& row) {
        const auto& team = std::get<records::Team>(row);
        const records::Member* own = page.state().member(team.id, who);
        if (own == nullptr || team.deleted_at) return;
        page.out.begin_object();
        member(page.out, "id", team.id.value);
        member(page.out, "name", team.name);
        member(page.out, "avatar", team.avatar);
        flag(page.out, "personal", static_cast<bool>(team.owner));
        write_holding(page, "role", own->role);
        page.out.end_object();
    });
    page.out.end_list();
}

void write_invitations(Page& page, UserId who) {
    page.out.key("invitations");
    page.out.begin_list();
    page.state().each(Kind::invitation, who.value, [&](const Row& row) {
        const auto& invitation = std::get<records::Invitation>(row);
        page.out.begin_object();
        member(page.out, "id", invitation.id.value);
        member(page.out, "team", invitation.team.value);
        member(page.out, "team_name", invitation.team_name);
        write_holding(page, "role", invitation.role);
        write_user(page, "inviter", invitation.inviter);
        member(page.out, "expires_at_ms", invitation.expires_at.ms);
        flag(page.out, "expired", invitation.expires_at <= page.now);
        page.out.end_object();
    });
    page.out.end_list();
}

void write_stars(Page& page, UserId who) {
    page.out.key("stars");
    page.out.begin_list();
    page.state().each(Kind::star, who.value, [&](const Row& row) {
        page.out.integer(std::get<records::Star>(row).project.value);
    });
    page.out.end_list();
}

std::string_view name(sync::Progress progress) {
    switch (progress) {
    case sync::Progress::keeping:
        return "keeping";
    case sync::Progress::waiting:
        return "waiting";
    case sync::Progress::refused:
        return "refused";
    }
    return "waiting";
}

}  // namespace

void me(Page& page) {
    const UserId who = page.asker().user;
    const records::User* user = page.state().user(who);
    json::Writer& out = page.out;
    if (user == nullptr) return out.raw("null");
    out.begin_object();
    out.key("user");
    out.raw(protocol::to_text(Row(*user)));
    const records::Account* account = page.state().account(who);
    out.key("account");
    out.raw(account != nullptr ? protocol::to_text(Row(*account)) : std::string("null"));
    out.key("settings");
    out.raw(protocol::to_text(Row(page.state().settings())));
    write_teams(page, who);
    write_invitations(page, who);
    write_stars(page, who);
    write_may(page, {},
              {Action::org_create_team, Action::org_configure, Action::org_manage_users,
               Action::org_manage_roles, Action::org_read_activity, Action::apikey_create_own});
    member(out, "waiting", static_cast<std::int64_t>(page.replica.waiting()));
    member(out, "contact_ms", page.replica.meta().contact.ms);
    flag(out, "lease_over", page.replica.lease_over(page.now));
    out.end_object();
}

void pending(Page& page) {
    page.out.begin_list();
    for (const sync::Pending& one : page.replica.pending()) {
        page.out.begin_object();
        member(page.out, "number", one.local);
        page.out.key("command");
        page.out.raw(protocol::to_text(one.command));
        member(page.out, "made_at_ms", one.made_at.ms);
        member(page.out, "progress", name(one.progress));
        // What is foretold of a run that is not known here says nothing.
        const RunId about = sync::run_of(one.command);
        const bool known = !about || page.state().run(about) != nullptr;
        if (one.refused && (known || one.progress == sync::Progress::refused)) {
            page.out.key("refused");
            write_refused(page.out, *one.refused);
        }
        page.out.end_object();
    }
    page.out.end_list();
}

// Of the last ten minutes: what is older was read, or matters no more.
void overtaken(Page& page) {
    constexpr std::int64_t news_ms = 10 * 60 * 1'000;
    page.out.begin_list();
    const Instant since{page.replica.meta().contact.ms - news_ms};
    for (const sync::Overtaken& one : sync::overtaken(page.replica, since)) {
        page.out.begin_object();
        member(page.out, "number", one.own->local);
        page.out.key("command");
        page.out.raw(protocol::to_text(one.own->command));
        page.out.key("instead");
        page.out.raw(protocol::to_text(one.instead));
        if (one.by) write_user(page, "by", one.by);
        page.out.end_object();
    }
    page.out.end_list();
}

void roles(Page& page) {
    json::Writer& out = page.out;
    out.begin_object();
    out.key("roles");
    out.begin_list();
    page.state().each(Kind::custom_role, [&](const Row& row) {
        const auto& role = std::get<records::CustomRole>(row);
        std::int64_t holders = 0;
        page.state().each(Kind::member, [&](const Row& other) {
            if (std::get<records::Member>(other).role.custom == role.id) ++holders;
        });
        out.begin_object();
        out.key("role");
        out.raw(protocol::to_text(row));
        member(out, "holders", holders);
        out.end_object();
    });
    out.end_list();
    write_may(page, {}, {Action::org_manage_roles});
    out.end_object();
}

void users(Page& page) {
    json::Writer& out = page.out;
    out.begin_object();
    out.key("users");
    out.begin_list();
    page.state().each(Kind::user, [&](const Row& row) { out.raw(protocol::to_text(row)); });
    out.end_list();
    write_may(page, {}, {Action::org_manage_users, Action::org_manage_service_accounts});
    out.end_object();
}

void teams(Page& page) {
    const auto seen = [&](const records::Team& team) {
        const Action action = team.deleted_at ? Action::org_delete_team : Action::team_read;
        const records::Target target =
            team.deleted_at ? records::Target{} : records::Target{team.id};
        return records::may(page.state(), page.asker(), action, target).allowed;
    };
    json::Writer& out = page.out;
    out.begin_object();
    out.key("teams");
    out.begin_list();
    page.state().each(Kind::team, [&](const Row& row) {
        const auto& team = std::get<records::Team>(row);
        if (!seen(team)) return;
        std::int64_t people = 0;
        page.state().each(Kind::member, team.id.value, [&](const Row&) { ++people; });
        out.begin_object();
        out.key("team");
        out.raw(protocol::to_text(row));
        member(out, "people", people);
        member(out, "admins", static_cast<std::int64_t>(admin_count(page.state(), team.id)));
        out.end_object();
    });
    out.end_list();
    write_may(page, {},
              {Action::org_create_team, Action::org_delete_team, Action::org_appoint_admin});
    out.end_object();
}

}  // namespace ensemble::wasm::views
