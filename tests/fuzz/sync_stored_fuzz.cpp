// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "shared/protocol/messages.h"
#include "shared/protocol/stored.h"
#include "tests/fuzz/fuzz.h"

// What lies on a page's disk and what the daemon sends to it.
void ensemble::fuzz::one_input(std::string_view bytes) {
    if (const auto stored = protocol::decode_stored(bytes)) {
        const std::string text = protocol::encode(*stored);
        const auto again = protocol::decode_stored(text);
        law(static_cast<bool>(again) && protocol::encode(*again) == text);
        sync::Replica replica({.client = "c", .device = "d"});
        replica.restore({*stored, *again});
        law(!replica.greeted());
    }
    if (const auto message = protocol::decode_from_daemon(bytes)) {
        const std::string text = protocol::encode(*message);
        const auto again = protocol::decode_from_daemon(text);
        law(static_cast<bool>(again) && protocol::encode(*again) == text);
        sync::Replica replica({.client = "c", .device = "d"});
        replica.connected();
        replica.receive(sync::HelloOk{.user = {9}, .epoch = "e"});
        replica.receive(*message);
        replica.receive(*again);
    }
}
