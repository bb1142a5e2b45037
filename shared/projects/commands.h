// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "shared/records/verdict.h"

// A project's life: what it is called, who sees it, who was added to it.
namespace ensemble::projects {

struct CreateProject {
    static constexpr std::string_view word = "create_project";
    ProjectId id;  // fresh
    TeamId team;
    std::string name;
    permissions::Visibility visibility = permissions::Visibility::team;
};
struct RenameProject {
    static constexpr std::string_view word = "rename_project";
    ProjectId project;
    std::string name;
};
struct DescribeProject {
    static constexpr std::string_view word = "describe_project";
    ProjectId project;
    std::string description;
};
struct SetVisibility {
    static constexpr std::string_view word = "set_visibility";
    ProjectId project;
    permissions::Visibility visibility = permissions::Visibility::team;
};
// Adds the user, from the team or not, or changes what they are here. With base `none`, or with
// what they are in the team, they follow the team.
struct SetProjectRole {
    static constexpr std::string_view word = "set_project_role";
    ProjectId project;
    UserId user;
    records::Holding role;
};
struct RemoveProjectMember {
    static constexpr std::string_view word = "remove_project_member";
    ProjectId project;
    UserId user;
};
struct StarProject {
    static constexpr std::string_view word = "star_project";
    ProjectId project;
    bool on = true;
};
// It can be restored until it is purged.
struct DeleteProject {
    static constexpr std::string_view word = "delete_project";
    ProjectId project;
};
struct RestoreProject {
    static constexpr std::string_view word = "restore_project";
    ProjectId project;
};

using records::Context;
using records::State;
using records::Verdict;

Verdict decide(const State&, const Context&, const CreateProject&);
Verdict decide(const State&, const Context&, const RenameProject&);
Verdict decide(const State&, const Context&, const DescribeProject&);
Verdict decide(const State&, const Context&, const SetVisibility&);
Verdict decide(const State&, const Context&, const SetProjectRole&);
Verdict decide(const State&, const Context&, const RemoveProjectMember&);
Verdict decide(const State&, const Context&, const StarProject&);
Verdict decide(const State&, const Context&, const DeleteProject&);
Verdict decide(const State&, const Context&, const RestoreProject&);

}  // namespace ensemble::projects
