// SPDX-License-Identifier: Apache-2.0
#include "shared/protocol/rows.h"
#include "wasm/views/pages.h"

namespace ensemble::wasm::views {

using permissions::Action;
using records::Kind;
using records::Row;
using records::ScopeKind;

namespace {

void write_project(Page& page, const records::Project& project) {
    json::Writer& out = page.out;
    out.key("project");
    out.raw(protocol::to_text(Row(project)));
    write_user(page, "author", project.author);
    flag(out, "starred",
         page.state().find({Kind::star, page.replica.user().value, project.id.value}) != nullptr);
    const auto* before = page.replica.confirmed().project(project.id);
    flag(out, "waits", before == nullptr || !(*before == project));
    write_may(page, {project.team, project.id, project.author},
              {Action::project_update, Action::project_delete, Action::project_set_visibility,
               Action::project_manage_members, Action::run_read, Action::run_create});
}

}  // namespace

void projects(Page& page) {
    const records::Team* team = page.state().team_named(page.asked.member("team").text());
    page.out.begin_list();
    page.state().each(Kind::project, [&](const Row& row) {
        const auto& project = std::get<records::Project>(row);
        if (team == nullptr || project.team != team->id) return;
        if (!page.shows({ScopeKind::project, project.id.value})) return;
        page.out.begin_object();
        write_project(page, project);
        page.out.end_object();
    });
    page.out.end_list();
}

void project(Page& page) {
    const records::Project* project = page.state().project({page.asked.member("id").integer()});
    json::Writer& out = page.out;
    if (project == nullptr || !page.shows({ScopeKind::project, project->id.value}))
        return out.raw("null");
    const records::Team* team = page.state().team(project->team);
    out.begin_object();
    write_project(page, *project);
    member(out, "team_name", team != nullptr ? team->name : std::string());
    flag(out, "private_only",
         page.state().settings().private_only || (team != nullptr && team->private_only));
    out.key("members");
    out.begin_list();
    page.state().each(Kind::project_member, project->id.value, [&](const Row& row) {
        const auto& added = std::get<records::ProjectMember>(row);
        out.begin_object();
        write_user(page, "user", added.user);
        write_holding(page, "role", added.role);
        if (const auto in_team = records::holding(page.state(), project->team, added.user))
            write_holding(page, "team_role", *in_team);
        out.end_object();
    });
    out.end_list();
    out.end_object();
}

}  // namespace ensemble::wasm::views
