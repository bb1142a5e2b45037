// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/records/state.h"

// Who sees which rows. Every row lies in exactly one scope, and whether a person sees it is decided
// for the scope as a whole.
namespace ensemble::records {

// Numbers are stored and never change.
enum class ScopeKind : std::uint8_t {
    instance = 1,  // users, custom roles, settings: all who are signed in
    user = 2,      // one's own account, stars and invitations
    team = 3,      // the team and its members: who is in it
    invites = 4,   // of a team: who may invite
    project = 5,   // the project and who was added to it: who may read or manage it
    runs = 6,      // what people change about its runs: who may read runs. Only on demand
};

struct Scope {
    ScopeKind kind = ScopeKind::instance;
    std::int64_t id = 0;
    friend bool operator==(const Scope&, const Scope&) = default;
    friend bool operator<(const Scope& a, const Scope& b) {
        return a.kind != b.kind ? a.kind < b.kind : a.id < b.id;
    }
};

std::string text(Scope scope);  // "team:7"
std::optional<Scope> scope(std::string_view text);

Scope scope_of(const Row& row);

// The one rule of reading. What is deleted is seen only by those who may restore it.
bool visible(const State& state, UserId user, Scope scope);

// Every scope that the user sees and gets without asking, in order.
std::vector<Scope> standing_scopes(const State& state, UserId user);

}  // namespace ensemble::records
