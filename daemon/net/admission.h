// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "daemon/http/router.h"
#include "daemon/net/framing.h"

namespace ensemble::net {

// Fills path and query from the target. False when the target is none.
bool split_target(http::Request& request);

// Looks the route up, fills `route` and the request's params, and judges all that the head tells.
// A response means: refused, answer with this.
std::optional<http::Response> admit(const http::Router& router, const Framing& framing,
                                    http::Request& request, const http::Route*& route);

// Whether the body waits for "100 Continue".
bool expects_continue(const http::Request& request, const Framing& framing);

}  // namespace ensemble::net
