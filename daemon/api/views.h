// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "daemon/api/api.h"

// Domain values as the JSON of docs/protocol.md.
namespace ensemble::api {

nlohmann::json user_view(const teams::User& user, bool has_password);
nlohmann::json key_view(const storage::ApiKey& key);
// The part of a run that lists show.
nlohmann::json run_row_view(Rooms& rooms, const runs::Run& run, std::string_view team,
                            std::string_view project);
// A run's config as JSON text without what the SDK keeps there for itself.
std::string public_config(std::string_view config);
// The client library that wrote the config: {"version", "python"}, or null.
nlohmann::json client_view(std::string_view config);

}  // namespace ensemble::api
