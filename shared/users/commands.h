// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/records/verdict.h"

// People, service accounts of the instance, and the instance's own settings.
namespace ensemble::users {

// One's own; what is not given stays.
struct EditProfile {
    static constexpr std::string_view word = "edit_profile";
    std::optional<std::string> full_name;
    std::optional<std::string> email;
    std::optional<std::string> language;
    std::optional<std::string> theme;
};

// Where runs go that name no team.
struct SetDefaultTeam {
    static constexpr std::string_view word = "set_default_team";
    TeamId team;
};

struct SetInstanceAdmin {
    static constexpr std::string_view word = "set_instance_admin";
    UserId user;
    bool on = false;
};

// A deactivated user keeps their name and their runs, and can do nothing.
struct SetActive {
    static constexpr std::string_view word = "set_active";
    UserId user;
    bool on = true;
};

enum class Setting : std::uint8_t {
    users_create_teams = 1,
    keys_allowed = 2,
    invites_forbidden = 3,
    private_only = 4,
    teams_hidden = 5,
};

struct ChangeSetting {
    static constexpr std::string_view word = "change_setting";
    Setting setting = Setting::users_create_teams;
    bool on = false;
};

// How long pages may show what they keep without having heard from the daemon; 0: for ever.
struct SetLease {
    static constexpr std::string_view word = "set_lease";
    std::int64_t hours = 0;
};

records::Verdict decide(const records::State&, const records::Context&, const EditProfile&);
records::Verdict decide(const records::State&, const records::Context&, const SetDefaultTeam&);
records::Verdict decide(const records::State&, const records::Context&, const SetInstanceAdmin&);
records::Verdict decide(const records::State&, const records::Context&, const SetActive&);
records::Verdict decide(const records::State&, const records::Context&, const ChangeSetting&);
records::Verdict decide(const records::State&, const records::Context&, const SetLease&);

}  // namespace ensemble::users
