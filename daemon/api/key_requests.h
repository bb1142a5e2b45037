// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/api/door.h"

// What is asked about API keys, one's own or those of service accounts.
namespace ensemble::api {

// {"name", "read_only"?, "team"?, "project"?, "expires_in_days"?}: the key that is wanted, for
// that user. bad_request names a field that is unknown or cannot be that: a bound that is not
// understood would make a key without it. A team or project that the user has no part in is
// refused.
Result<storage::ApiKey> read_key(Rooms& rooms, const http::Request& request, UserId user);

// 201 with the secret, which is never told again. Audited.
Result<http::Response> make_key(Rooms& rooms, const auth::Caller& caller,
                                const storage::ApiKey& wanted);
Result<http::Response> revoke_key(Rooms& rooms, const auth::Caller& caller, UserId owner,
                                  ApiKeyId key);
// {"overlap_hours": 24}: a new key like the old one, which works so long yet.
Result<http::Response> rotate_key(Rooms& rooms, const http::Request& request,
                                  const auth::Caller& caller, UserId owner, ApiKeyId key);

}  // namespace ensemble::api
