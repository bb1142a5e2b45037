// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/result.h"

// Names that scripts choose, and names that we invent for them.
namespace ensemble::wandb {

inline constexpr std::string_view default_project = "uncategorized";

Result<void> check_project_name(std::string_view name);
Result<void> check_run_name(std::string_view name);
// Letters, digits, '_', '-', '.'; at most limits::artifact_name_bytes_max.
Result<void> check_collection_name(std::string_view name);
// No '/' and ':'; "v12" is reserved for versions.
Result<void> check_alias(std::string_view alias);
bool is_version_alias(std::string_view alias);

// A relative path with forward slashes: "./" and doubled slashes are taken out; absolute paths,
// "..", NUL and names that are too long are refused.
Result<std::string> file_name(std::string_view name);

// The last part of a path.
std::string_view base_name(std::string_view path);

// What kind of content a file of that name holds, e.g. "image/png".
std::string_view media_type(std::string_view file_name);

// What is left of a text in a user name: small letters, digits and '_', all else as single hyphens
// between them; "" when nothing is.
std::string plain_name(std::string_view text);

// Eight letters and digits, random.
std::string random_run_name();

// "brave-lake-7": the words follow from the seed.
std::string invented_display_name(std::string_view seed, std::int64_t number);

}  // namespace ensemble::wandb
