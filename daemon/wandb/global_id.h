// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/ids.h"

namespace ensemble::wandb {

// Ids as scripts see them: base64("Run:7"), with padding.
std::string global_id(std::string_view type, std::int64_t number);

// The number in an id of that type; nullopt for another type or anything else.
std::optional<std::int64_t> read_global_id(std::string_view type, std::string_view id);

template <class Tag>
std::string global_id(std::string_view type, Id<Tag> id) {
    return global_id(type, id.value);
}

}  // namespace ensemble::wandb
