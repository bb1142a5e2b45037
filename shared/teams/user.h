// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "shared/base/ids.h"

namespace ensemble::teams {

struct User {
    UserId id;
    std::string name;  // letters, digits, '-', '_'; unique among users and teams, never changes
    std::string full_name;
    std::string email;
    bool admin = false;    // of this instance
    TeamId personal_team;  // has the user's own name
    std::string language;  // "en", "ko", "zh-Hans", "fr", "es" or "" for the browser's
    std::string theme;     // "light", "dark" or "" for the system's
    Instant created_at;
    std::optional<Instant> deactivated_at;
};

// What the compatible protocol calls an entity.
struct Team {
    TeamId id;
    std::string name;
    UserId owner;  // of a personal team; zero otherwise
    Instant created_at;
};

}  // namespace ensemble::teams
