// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "daemon/sync/authority.h"

// What the daemon does to people by itself or for whoever operates it: no command of a page, yet in
// the same history and the same audit.
namespace ensemble::sync {

struct NewUser {
    std::string name;
    std::string full_name;
    std::string email;
    bool admin = false;
    // Whoever adds them knows that the address is theirs: invites to it become theirs.
    bool owns_address = false;
    bool by_themselves = false;  // they came by an invite
};

// With the personal team of the same name. `by` is whoever asked for it; none: the operator.
// bad_request when the name is not good, conflict when it or the address is taken.
Result<UserId> add_user(Authority& authority, const NewUser& user, UserId by, Instant now);

// Whether somebody who can act has the address, apart from one user; never for "". Only the daemon
// can tell: a page knows no address but that of its own user.
bool address_taken(const records::State& state, std::string_view address, UserId apart_from = {});

// By the operator, who needs no permission. What users::objection says against it is refused.
Result<void> set_active(Authority& authority, UserId user, bool on, Instant now);
Result<void> set_admin(Authority& authority, UserId user, bool on, Instant now);

// What a refusal is to a door that speaks of errors.
Error as_error(const records::Refused& refused);

// A random number of the range that is kept for fresh ids (docs/decisions/0010).
using Random = std::uint64_t (*)();
std::int64_t fresh_id(Random random);
// 128 random bits as a UUID, of a command that came without one.
std::string fresh_command_id(Random random);

}  // namespace ensemble::sync
