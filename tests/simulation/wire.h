// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "shared/sync/replica.h"
#include "tests/simulation/checks.h"

// Messages as they are after they went through their text. A law of its own: nothing changes.
namespace ensemble::simulation {

// A long message goes as several frames.
std::vector<sync::FromPage> through_text(const sync::FromPage& message, Checks& checks);
sync::FromDaemon through_text(sync::FromDaemon message, Checks& checks);
sync::Stored through_text(sync::Stored stored, Checks& checks);

// What a hostile page sends; nullopt when no daemon would read it.
std::optional<sync::FromPage> readable(const sync::FromPage& message);

}  // namespace ensemble::simulation
