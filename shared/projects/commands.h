// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "shared/records/verdict.h"

// A project's life: what it is called, who sees it, who was added to it.
namespace ensemble::projects {

struct CreateProject {
    ProjectId id;  // fresh
    TeamId team;
    std::string name;
    permissions::Visibility visibility = permissions::Visibility::team;
};
struct RenameProject {
    ProjectId project;
    std::string name;
};
struct DescribeProject {
    ProjectId project;
    std::string description;
};
struct SetVisibility {
    ProjectId project;
    permissions::Visibility visibility = permissions::Visibility::team;
};
// Adds the user, from the team or not, or changes what they are here. With base `none`, or with
// what they are in the team, they follow the team.
struct SetProjectRole {
    ProjectId project;
    UserId user;
    records::Holding role;
};
struct RemoveProjectMember {
    ProjectId project;
    UserId user;
};
struct StarProject {
    ProjectId project;
    bool on = true;
};
// It can be restored until it is purged.
struct DeleteProject {
    ProjectId project;
};
struct RestoreProject {
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
