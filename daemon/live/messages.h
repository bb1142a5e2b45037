// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/live/hub.h"

// The text frames of the live channel (docs/protocol.md, "Live").
namespace ensemble::live {

struct FromPage {
    enum class Kind : std::uint8_t { hello = 1, sub = 2, unsub = 3, ping = 4 };
    Kind kind = Kind::ping;
    std::int64_t proto = 0;
    std::string scope;
};
// bad_request names what is wrong.
Result<FromPage> parse_from_page(std::string_view text);

std::string hello_ok(std::string_view version, Instant now);
std::string changed(Scope scope, std::int64_t version);
std::string live(Scope scope, const std::map<RunId, Growth>& grown);
std::string scope_drop(std::string_view scope, std::string_view reason);
std::string pong(Instant now);
std::string error(std::string_view code, std::string_view message);

}  // namespace ensemble::live
