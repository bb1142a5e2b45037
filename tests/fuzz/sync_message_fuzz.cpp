// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "shared/base/encoding.h"
#include "shared/protocol/messages.h"
#include "tests/fuzz/fuzz.h"

// What a page sends: whatever is read is written as a text that reads as the same.
void ensemble::fuzz::one_input(std::string_view bytes) {
    const auto message = protocol::decode_from_page(bytes);
    if (!message) {
        law(!message.error().detail.empty());
        return;
    }
    law(valid_utf8(bytes));
    const std::string text = protocol::encode(*message);
    const auto again = protocol::decode_from_page(text);
    law(static_cast<bool>(again) && protocol::encode(*again) == text);
    for (const std::string& frame : protocol::frames(*message))
        law(static_cast<bool>(protocol::decode_from_page(frame)));
}
