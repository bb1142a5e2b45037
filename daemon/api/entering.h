// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "daemon/api/api.h"

namespace ensemble::api {

// The answer that begins a session: who it is, and the cookie. `way` is how they came in: by
// "password", "link" or "invite".
http::Response signed_in(Rooms& rooms, const http::Request& request, const teams::User& user,
                         std::string_view way);

}  // namespace ensemble::api
