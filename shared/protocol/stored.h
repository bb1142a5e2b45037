// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "shared/sync/replica.h"

// What a page keeps on its disk, as text. What cannot be read is left where it is: it may be a
// command that somebody waits for.
namespace ensemble::protocol {

// {"format":1,"kind":"command",…}
std::string encode(const sync::Stored& stored);
// newer_version when a newer page wrote it, corrupt when it is damaged.
Result<sync::Stored> decode_stored(std::string_view text);

}  // namespace ensemble::protocol
