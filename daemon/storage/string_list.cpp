// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/string_list.h"

#include <nlohmann/json.hpp>

namespace ensemble::storage {

std::string list_to_text(const std::vector<std::string>& list) {
    if (list.empty()) return "[]";
    return nlohmann::json(list).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> list_from_text(const std::string& text) {
    std::vector<std::string> list;
    if (text == "[]") return list;
    const auto parsed = nlohmann::json::parse(text, nullptr, false);
    if (!parsed.is_array()) return list;
    for (const auto& entry : parsed) {
        if (const auto* value = entry.get_ptr<const std::string*>(); value != nullptr)
            list.push_back(*value);
    }
    return list;
}

}  // namespace ensemble::storage
