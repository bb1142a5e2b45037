// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "daemon/storage/control_store.h"

// What the audit tells of that is no row of the control plane: JSON objects with a kind of their
// own under "k", beside rows in the lists of before and after.
namespace ensemble::storage {

// key:       id, prefix, name, read_only, only_team, only_project, expires_at_ms (0: never)
// sign_in:   id, way ("password", "link", "invite"), browser, address
// run_facts: id, and what is said about a run; of a change only what differs
// artifact:  id, and what differs of a version's aliases, tags, description, metadata, ttl_seconds
// file:      id, name, bytes, digest of a run's file
inline constexpr std::array<std::string_view, 5> note_kinds{"key", "sign_in", "run_facts",
                                                            "artifact", "file"};

// With the names of the only team and project that it is for, "" for none.
std::string key_note(const ApiKey& key, std::string_view only_team, std::string_view only_project);

struct SignIn {
    std::string id;   // what lists of sign-ins call it
    std::string way;  // as above
    std::string browser;
    std::string address;
};
std::string sign_in_note(const SignIn& sign_in);

std::string file_note(const RunFile& file);

// A run as it is made: what it is called and grouped by, not its config.
std::string run_note(const runs::Run& run);

}  // namespace ensemble::storage
