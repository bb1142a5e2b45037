// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/sync/messages.h"

// The text frames between page and daemon (docs/protocol.md, "Sync").
namespace ensemble::protocol {

std::string encode(const sync::FromPage& message);
std::string encode(const sync::FromDaemon& message);
// As in a patch; what a script gets that asks for one thing.
std::string encode(const sync::Outcome& outcome);
// bad_request says which field is wrong; unsupported is another version of the protocol; too_large
// is over limits.h.
Result<sync::FromPage> decode_from_page(std::string_view text);
Result<sync::FromDaemon> decode_from_daemon(std::string_view text);

// The frames of one message, each within the bounds of the daemon: a push that is too long for one
// goes as several, in order, and a hello keeps back the positions that are too many.
std::vector<std::string> frames(const sync::FromPage& message);

// {"code":"forbidden","rule":"role_lacks",…}
std::string to_text(const records::Refused& refused);
Result<records::Refused> parse_refused(std::string_view text);

// A patch from pieces, so that what many pages get is encoded once.
std::string encode(const sync::ScopePatch& patch);
struct PatchPieces {
    std::vector<sync::Drop> drops;
    std::vector<std::string_view> scopes;  // as encode(ScopePatch) gave them
    std::vector<sync::Outcome> outcomes;
    std::int64_t last_seq = 0;
    Instant now;
};
std::string encode(const PatchPieces& pieces);

}  // namespace ensemble::protocol
