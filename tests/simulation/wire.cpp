// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/wire.h"

#include "shared/protocol/messages.h"
#include "shared/protocol/stored.h"
#include "tests/simulation/digest.h"

namespace ensemble::simulation {

namespace {

template <class Message>
std::uint64_t sum(const Message& message) {
    Digest digest;
    digest.add(message);
    return digest.value();
}

}  // namespace

std::vector<sync::FromPage> through_text(const sync::FromPage& message, Checks& checks) {
    std::vector<sync::FromPage> read;
    for (const std::string& frame : protocol::frames(message)) {
        auto decoded = protocol::decode_from_page(frame);
        if (decoded)
            read.push_back(std::move(*decoded));
        else
            checks.fail("a message of a page cannot be read", decoded.error().detail);
    }
    if (read.size() == 1 && sum(read.front()) != sum(message) &&
        !std::holds_alternative<sync::Hello>(message))
        checks.fail("a message changed in its text", protocol::encode(message));
    return read;
}

sync::FromDaemon through_text(sync::FromDaemon message, Checks& checks) {
    const std::string text = protocol::encode(message);
    auto decoded = protocol::decode_from_daemon(text);
    if (!decoded) {
        checks.fail("a message of the daemon cannot be read", decoded.error().detail);
        return message;
    }
    if (sum(*decoded) != sum(message)) checks.fail("a message changed in its text", text);
    return std::move(*decoded);
}

sync::Stored through_text(sync::Stored stored, Checks& checks) {
    const std::string text = protocol::encode(stored);
    auto decoded = protocol::decode_stored(text);
    if (!decoded) {
        checks.fail("what a disk keeps cannot be read", decoded.error().detail);
        return stored;
    }
    if (sync::storage_key(*decoded) != sync::storage_key(stored) ||
        protocol::encode(*decoded) != text)
        checks.fail("what a disk keeps changed in its text", text);
    return std::move(*decoded);
}

std::optional<sync::FromPage> readable(const sync::FromPage& message) {
    auto decoded = protocol::decode_from_page(protocol::encode(message));
    if (!decoded) return std::nullopt;
    return std::move(*decoded);
}

}  // namespace ensemble::simulation
