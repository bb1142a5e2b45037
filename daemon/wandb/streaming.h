// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/http/router.h"
#include "daemon/wandb/context.h"

namespace ensemble::wandb {

// POST /files/{entity}/{project}/{run}/file_stream: what a running script recorded, its signs of
// life and its end.
void add_file_stream_route(http::Router& router, Context& context);

// Marks running runs that stay silent as crashed, preempting ones as preempted.
Result<void> sweep_silent(Context& context, std::int64_t steady_ms);

}  // namespace ensemble::wandb
