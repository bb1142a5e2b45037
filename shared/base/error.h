// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ensemble {

// A closed set. Names travel on the wire and numbers may be stored, so neither ever changes; a
// removed code stays reserved.
enum class ErrorCode : std::uint8_t {
    bad_request = 1,      // the input cannot be understood; detail names the place
    unauthenticated = 2,  // no valid key, session or link
    forbidden = 3,        // known caller, not allowed, and allowed to know that the thing exists
    not_found = 4,        // missing, or hidden from the caller: both look the same
    conflict = 5,         // contradicts what is stored, e.g. a name that is taken
    gone = 6,             // was there and is deleted for good
    too_large = 7,        // over a bound of limits.h
    unsupported = 8,      // understood, but not something this server does
    rate_limited = 9,     // too many attempts; try later
    disk_full = 10,       // transient: nothing was written
    unavailable = 11,     // transient: starting, stopping or overloaded
    io_error = 12,        // the disk or the system refused
    corrupt = 13,         // stored bytes do not match their checksum or grammar
    newer_version = 14,   // written by a newer version of this program
    in_use = 15,          // another process owns it
    internal = 16,        // a bug; the log has the story
};

struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string detail;  // one sentence for a person; never a secret, never a path of the server
    friend bool operator==(const Error&, const Error&) = default;
};

// Stable snake_case name, e.g. "not_found".
std::string_view name(ErrorCode code);

// Whether the same request may succeed later without being changed.
bool transient(ErrorCode code);

}  // namespace ensemble
