// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/ids.h"

namespace ensemble::wandb {

// "2026-11-22T02:15:06.123Z"
std::string iso_text(Instant instant);

// Reads a date ("2026-11-22") or a date and time with optional seconds, fraction and zone ("Z",
// "+09:00"); without a zone it is UTC.
std::optional<Instant> read_iso(std::string_view text);

}  // namespace ensemble::wandb
