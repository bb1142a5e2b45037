// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "daemon/http/message.h"
#include "daemon/net/engine.h"
#include "daemon/net/outbox.h"
#include "daemon/net/stream.h"

namespace ensemble::net {

// One upgraded connection. What the peer sends goes to the core thread, one message at a time:
// the next is read when the last was taken. All calls on the strand, but for the mailbox's.
class WebSocket {
public:
    // Close codes of RFC 6455 section 7.4.1 and its registry.
    enum class Code : std::uint16_t {
        normal = 1000,
        going_away = 1001,
        unsupported = 1003,
        policy = 1008,
        behind = 1013,
    };

    virtual ~WebSocket() = default;

    // Where the core posts, from before the upgrade on. Outlives this object harmlessly.
    virtual std::shared_ptr<http::Mailbox> mailbox() = 0;
    // Upgrades and serves. `peer->closed()` is called once on the core thread, `ended` once on the
    // strand when nothing is left to do.
    virtual void run(Stream stream, const http::Request& request,
                     std::shared_ptr<http::SocketPeer> peer, std::function<void()> ended) = 0;
    virtual void close(Code code, std::string_view reason) = 0;
    virtual void abort() = 0;
};

// Longer messages from the other end close it.
std::shared_ptr<WebSocket> make_web_socket(std::shared_ptr<Engine> engine, Executor executor,
                                           std::size_t message_bytes_max);

}  // namespace ensemble::net
