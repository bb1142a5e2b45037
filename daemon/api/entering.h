// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/api/api.h"

namespace ensemble::api {

// The answer that begins a session: who it is, and the cookie.
http::Response signed_in(Rooms& rooms, const http::Request& request, const teams::User& user);

}  // namespace ensemble::api
