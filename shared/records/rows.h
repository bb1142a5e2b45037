// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/base/ids.h"
#include "shared/permissions/roles.h"

// What a group's life consists of, as plain rows. Every row is replicated as a whole to those who
// may see its scope (scope.h); nothing secret is ever in one. Texts are bounded by limits.h.
namespace ensemble::records {

using permissions::ActionSet;
using permissions::Role;
using permissions::Visibility;

// Of the instance; the one row of its kind.
struct Settings {
    bool users_create_teams = false;
    bool keys_allowed = true;        // new API keys may be made
    bool invites_forbidden = false;  // to members who are not admins, whatever their team says
    bool private_only = false;       // no new project of any team is open or public
    bool teams_hidden = false;       // teams are hidden from those who are not in them
    std::int64_t lease_hours =
        14 * 24;  // how long a page may show data without contact; 0: for ever
    friend bool operator==(const Settings&, const Settings&) = default;
};

enum class UserKind : std::uint8_t { person = 1, team_service = 2, instance_service = 3 };

// Somebody or something that acts. What only they may know is in `Account`.
struct User {
    UserId id;
    std::string name;  // one namespace with teams, never changes
    std::string full_name;
    UserKind kind = UserKind::person;
    bool admin = false;    // of the instance
    TeamId personal_team;  // has the user's own name; none for service accounts
    TeamId home_team;      // of a service account: where it belongs and where its runs go
    std::string avatar;    // digest of a picture, "" for the initials
    Instant created_at;
    std::optional<Instant> deactivated_at;
    friend bool operator==(const User&, const User&) = default;
};

// What a user tells the instance about themselves.
struct Account {
    UserId user;
    std::string email;
    std::string language;  // "en", "ko", "zh-Hans", "fr", "es" or "" for the browser's
    std::string theme;     // "light", "dark" or "" for the system's
    TeamId default_team;   // where runs go that name none
    friend bool operator==(const Account&, const Account&) = default;
};

// A base role with actions added.
struct CustomRole {
    RoleId id;
    std::string name;
    std::string description;
    Role base = Role::member;
    ActionSet extra;
    friend bool operator==(const CustomRole&, const CustomRole&) = default;
};

// What somebody is somewhere: a plain role, or a custom one, then `base` is that of the custom one.
struct Holding {
    Role base = Role::member;
    RoleId custom;
    friend bool operator==(const Holding&, const Holding&) = default;
};

struct Link {
    std::string title;
    std::string url;  // https
    friend bool operator==(const Link&, const Link&) = default;
};

// What the compatible protocol calls an entity.
struct Team {
    TeamId id;
    std::string name;  // one namespace with users, never changes
    UserId owner;      // of a personal team; zero otherwise
    Instant created_at;
    std::optional<Instant> deleted_at;
    bool hidden = false;          // from those who are not in it
    bool private_only = false;    // no new project is open or public
    bool members_invite = false;  // not only admins
    std::string intro;            // Markdown
    std::string avatar;           // digest of a picture
    std::vector<Link> links;
    std::vector<ProjectId> showcase;
    friend bool operator==(const Team&, const Team&) = default;
};

// Who made the last change, so that a refusal can name it.
struct Trace {
    UserId by;
    Instant at;
    friend bool operator==(const Trace&, const Trace&) = default;
};

struct Member {
    TeamId team;
    UserId user;
    Holding role;
    bool registry_admin = false;
    Instant joined_at;
    Trace changed;
    friend bool operator==(const Member&, const Member&) = default;
};

// To a user, or to whoever signs up with an e-mail address. Seen by those who may invite.
struct Invite {
    InviteId id;
    TeamId team;
    UserId user;        // zero while only the address is known
    std::string email;  // "" when invited by name
    Holding role;
    UserId inviter;
    Instant created_at;
    Instant expires_at;
    friend bool operator==(const Invite&, const Invite&) = default;
};

// The same invite as the invited user sees it.
struct Invitation {
    UserId user;
    InviteId id;
    TeamId team;
    std::string team_name;
    Holding role;
    UserId inviter;
    Instant expires_at;
    friend bool operator==(const Invitation&, const Invitation&) = default;
};

struct Project {
    ProjectId id;
    TeamId team;
    std::string name;  // unique in its team
    std::string description;
    UserId author;
    Visibility visibility = Visibility::team;
    Instant created_at;
    std::optional<Instant> deleted_at;
    Trace changed;  // of the visibility
    friend bool operator==(const Project&, const Project&) = default;
};

struct ProjectMember {
    ProjectId project;
    UserId user;
    Holding role;
    Trace changed;
    friend bool operator==(const ProjectMember&, const ProjectMember&) = default;
};

struct Star {
    UserId user;
    ProjectId project;
    friend bool operator==(const Star&, const Star&) = default;
};

// What people change about a run; what scripts record is elsewhere.
struct Run {
    RunId id;
    ProjectId project;
    UserId author;
    std::string name;
    std::string display_name;
    std::string notes;
    std::vector<std::string> tags;
    bool ended = false;
    bool stop_requested = false;
    std::optional<Instant> deleted_at;
    friend bool operator==(const Run&, const Run&) = default;
};

// Numbers are stored and never change; they follow the order of `Row`.
enum class Kind : std::uint8_t {
    settings = 1,
    user = 2,
    account = 3,
    custom_role = 4,
    team = 5,
    member = 6,
    invite = 7,
    invitation = 8,
    project = 9,
    project_member = 10,
    star = 11,
    run = 12,
};

using Row = std::variant<Settings, User, Account, CustomRole, Team, Member, Invite, Invitation,
                         Project, ProjectMember, Star, Run>;

inline Kind kind(const Row& row) {
    return static_cast<Kind>(row.index() + 1);
}

// Names one row. `second` is zero unless the kind needs two ids.
struct Key {
    Kind kind = Kind::settings;
    std::int64_t first = 0;
    std::int64_t second = 0;
    friend bool operator==(const Key&, const Key&) = default;
    friend bool operator<(const Key& a, const Key& b) {
        if (a.kind != b.kind) return a.kind < b.kind;
        return a.first != b.first ? a.first < b.first : a.second < b.second;
    }
};

Key key(const Row& row);

}  // namespace ensemble::records
