// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "shared/base/ids.h"

namespace ensemble::projects {

struct Project {
    ProjectId id;
    TeamId team;
    std::string name;  // unique in its team
    std::string description;
    UserId author;
    Instant created_at;
    Instant updated_at;  // last time that a run in it was made or changed
};

}  // namespace ensemble::projects
