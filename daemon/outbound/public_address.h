// SPDX-License-Identifier: Apache-2.0
#pragma once

struct sockaddr;

namespace ensemble::outbound {

// Whether an address belongs to the public internet: not private, shared (CGNAT), loopback,
// link-local, multicast, documentation, reserved, or an IPv4 address in IPv6 clothes of which that
// is true. After the special-purpose registries of IANA (RFC 6890); what is not known is not
// public.
bool is_public(const sockaddr& address);

}  // namespace ensemble::outbound
