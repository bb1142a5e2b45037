// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

// JSON that stays text: configs and summaries are cut and joined at their top level without
// building trees. Bare NaN, Infinity and -Infinity are accepted, as scripts write them.
namespace ensemble::wandb {

struct Member {
    std::string key;         // unescaped
    std::string_view value;  // JSON text, into what was read
};

// The members of one JSON object, in order. bad_request when the text is anything else, or nested
// deeper than limits::json_depth_max.
Result<std::vector<Member>> read_members(std::string_view object);

// The last member of that name; nullopt when there is none.
std::optional<std::string_view> find_member(const std::vector<Member>& members,
                                            std::string_view key);
// Follows names through nested objects; nullopt when a part is missing or no object.
std::optional<std::string_view> find_path(std::string_view object,
                                          const std::vector<std::string_view>& path);

std::string write_members(const std::vector<Member>& members);

// Whether the text is one JSON object.
bool is_object(std::string_view text);

// The same JSON with bare NaN and infinities as strings, so that strict readers take it.
std::string strict_json(std::string text);

// The text of a JSON string; nullopt when it is no string.
std::optional<std::string> string_value(std::string_view json);

}  // namespace ensemble::wandb
