// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ensemble::auth {

// The key in an Authorization header: "Basic base64(user:key)", where the user part does not
// matter (the SDK sends "api"), or "Bearer key". nullopt when it is neither.
std::optional<std::string> key_in(std::string_view authorization);

}  // namespace ensemble::auth
