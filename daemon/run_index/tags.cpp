// SPDX-License-Identifier: Apache-2.0
#include "daemon/run_index/tags.h"

#include <nlohmann/json.hpp>

namespace ensemble::run_index {

std::string tags_text(const std::vector<std::string>& tags) {
    return nlohmann::json(tags).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace ensemble::run_index
