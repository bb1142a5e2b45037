// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/http/router.h"

namespace ensemble::page {

// Serves the built page from inside the program. Addresses without a file get index.html, so that
// every view has its own address; what looks like a file and is none gets 404.
void add_routes(http::Router& router);

}  // namespace ensemble::page
