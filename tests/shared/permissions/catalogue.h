// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "shared/permissions/action.h"

// Who has which action, row by row from the tables of the requirements.
namespace ensemble::permissions::reference {

enum class About : char { instance, team, project };

// Who has an action: V view-only, M member, T team admin, R registry admin, Y instance admin,
// p whoever finds a public project, o whoever is signed in and finds an open one. And about it:
// r it changes nothing, s service accounts never have it.
struct Entry {
    std::string_view name;
    std::array<bool, 128> letters{};
    About about = About::project;
    const Entry* own = nullptr;  // the same action for things that one made oneself

    bool has(char letter) const { return letters[static_cast<unsigned char>(letter)]; }
};

const Entry& entry_of(Action action);

}  // namespace ensemble::permissions::reference
