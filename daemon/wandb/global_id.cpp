// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/global_id.h"

#include <charconv>

#include "shared/base/encoding.h"

namespace ensemble::wandb {

std::string global_id(std::string_view type, std::int64_t number) {
    return base64(std::string(type) + ":" + std::to_string(number));
}

std::optional<std::int64_t> read_global_id(std::string_view type, std::string_view id) {
    const auto text = from_base64(id);
    if (!text || text->size() <= type.size() + 1 || !text->starts_with(type) ||
        (*text)[type.size()] != ':')
        return std::nullopt;
    std::int64_t number = 0;
    const char* begin = text->data() + type.size() + 1;
    const char* end = text->data() + text->size();
    const auto read = std::from_chars(begin, end, number);
    if (read.ec != std::errc() || read.ptr != end || number <= 0) return std::nullopt;
    return number;
}

}  // namespace ensemble::wandb
