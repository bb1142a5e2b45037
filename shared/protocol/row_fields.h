// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>

#include "shared/records/scope.h"

// The fields of every row, once, for reading, writing and describing. A visitor has two calls:
// `f(name, value)` for what is always told, a std::optional when it has a value, and
// `f.maybe(name, value)` for what is left out while it is empty or zero.
namespace ensemble::protocol {

// The type itself or the same const.
template <class T, class Noun>
concept Of = std::is_same_v<std::remove_const_t<T>, Noun>;

void fields(auto& f, Of<records::Holding> auto& holding) {
    f("base", holding.base);
    f.maybe("custom", holding.custom);
}

void fields(auto& f, Of<records::Trace> auto& trace) {
    f("by", trace.by);
    f("at_ms", trace.at);
}

void fields(auto& f, Of<records::Link> auto& link) {
    f("title", link.title);
    f("url", link.url);
}

void fields(auto& f, Of<records::Key> auto& key) {
    f("k", key.kind);
    f("first", key.first);
    f.maybe("second", key.second);
}

void fields(auto& f, Of<records::Settings> auto& row) {
    f("users_create_teams", row.users_create_teams);
    f("keys_allowed", row.keys_allowed);
    f("invites_forbidden", row.invites_forbidden);
    f("private_only", row.private_only);
    f("teams_hidden", row.teams_hidden);
    f("lease_hours", row.lease_hours);
}

void fields(auto& f, Of<records::User> auto& row) {
    f("id", row.id);
    f("name", row.name);
    f.maybe("full_name", row.full_name);
    f("kind", row.kind);
    f.maybe("admin", row.admin);
    f.maybe("personal_team", row.personal_team);
    f.maybe("home_team", row.home_team);
    f.maybe("avatar", row.avatar);
    f("created_at_ms", row.created_at);
    f("deactivated_at_ms", row.deactivated_at);
}

void fields(auto& f, Of<records::Account> auto& row) {
    f("user", row.user);
    f.maybe("email", row.email);
    f.maybe("language", row.language);
    f.maybe("theme", row.theme);
    f.maybe("default_team", row.default_team);
}

void fields(auto& f, Of<records::CustomRole> auto& row) {
    f("id", row.id);
    f("name", row.name);
    f.maybe("description", row.description);
    f("base", row.base);
    f("extra", row.extra);
}

void fields(auto& f, Of<records::Team> auto& row) {
    f("id", row.id);
    f("name", row.name);
    f.maybe("owner", row.owner);
    f("created_at_ms", row.created_at);
    f("deleted_at_ms", row.deleted_at);
    f.maybe("hidden", row.hidden);
    f.maybe("private_only", row.private_only);
    f.maybe("members_invite", row.members_invite);
    f.maybe("intro", row.intro);
    f.maybe("avatar", row.avatar);
    f.maybe("links", row.links);
    f.maybe("showcase", row.showcase);
}

void fields(auto& f, Of<records::Member> auto& row) {
    f("team", row.team);
    f("user", row.user);
    f("role", row.role);
    f.maybe("registry_admin", row.registry_admin);
    f("joined_at_ms", row.joined_at);
    f.maybe("changed", row.changed);
}

void fields(auto& f, Of<records::Invite> auto& row) {
    f("id", row.id);
    f("team", row.team);
    f.maybe("user", row.user);
    f.maybe("email", row.email);
    f("role", row.role);
    f("inviter", row.inviter);
    f("created_at_ms", row.created_at);
    f("expires_at_ms", row.expires_at);
}

void fields(auto& f, Of<records::Invitation> auto& row) {
    f("user", row.user);
    f("id", row.id);
    f("team", row.team);
    f("team_name", row.team_name);
    f("role", row.role);
    f("inviter", row.inviter);
    f("expires_at_ms", row.expires_at);
}

void fields(auto& f, Of<records::Project> auto& row) {
    f("id", row.id);
    f("team", row.team);
    f("name", row.name);
    f.maybe("description", row.description);
    f.maybe("author", row.author);
    f("visibility", row.visibility);
    f("created_at_ms", row.created_at);
    f("deleted_at_ms", row.deleted_at);
    f.maybe("changed", row.changed);
}

void fields(auto& f, Of<records::ProjectMember> auto& row) {
    f("project", row.project);
    f("user", row.user);
    f("role", row.role);
    f.maybe("changed", row.changed);
}

void fields(auto& f, Of<records::Star> auto& row) {
    f("user", row.user);
    f("project", row.project);
}

void fields(auto& f, Of<records::Run> auto& row) {
    f("id", row.id);
    f("project", row.project);
    f.maybe("author", row.author);
    f("name", row.name);
    f.maybe("display_name", row.display_name);
    f.maybe("notes", row.notes);
    f.maybe("tags", row.tags);
    f.maybe("ended", row.ended);
    f.maybe("stop_requested", row.stop_requested);
    f("deleted_at_ms", row.deleted_at);
}

}  // namespace ensemble::protocol
