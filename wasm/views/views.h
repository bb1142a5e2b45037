// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "shared/sync/replica.h"

// What pages show of the control plane, as JSON values: rows joined to what a person reads, with
// the decision beside everything that can be done. wasm/views/pages.h lists them.
namespace ensemble::wasm::views {

// `parameters` is a JSON object. not_found when there is no such view, or nothing to see.
Result<std::string> view(const sync::Replica& replica, std::string_view name,
                         std::string_view parameters, Instant now);

}  // namespace ensemble::wasm::views
