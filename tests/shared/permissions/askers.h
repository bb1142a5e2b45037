// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/permissions/decision.h"

// The people of whom the requirements speak.
namespace ensemble::permissions {

// An ordinary member who made the thing, and one who did not.
inline const Facts maker{
    .principal = Principal::person, .team_role = Role::member, .creator = true};
inline const Facts colleague{.principal = Principal::person, .team_role = Role::member};
inline const Facts team_admin{.principal = Principal::person, .team_role = Role::admin};
inline const Facts viewer{.principal = Principal::person, .team_role = Role::view_only};

inline bool ok(const Facts& facts, Action action) {
    return decide(facts, action).allowed;
}

inline Facts in(Facts facts, Visibility visibility, bool added = false) {
    facts.visibility = visibility;
    facts.added_to_project = added;
    return facts;
}

inline Facts with_extra(Facts facts, Action action) {
    facts.team_extra.add(action);
    return facts;
}

}  // namespace ensemble::permissions
