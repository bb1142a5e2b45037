// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>

#include "daemon/http/core.h"
#include "daemon/http/router.h"
#include "daemon/net/doorway.h"

namespace ensemble::net {

class Waiter {
public:
    virtual ~Waiter() = default;
    // Called once, from any thread, when the answer that was waited for is there.
    virtual void wake() = 0;
};

// One request on its way to a handler and back. Whoever answers first wins: the handler, its
// dropped Reply, or the connection that gives up.
class Exchange : public std::enable_shared_from_this<Exchange> {
public:
    explicit Exchange(std::shared_ptr<Waiter> waiter) : waiter_(std::move(waiter)) {}

    http::Request request;
    const http::Route* route = nullptr;

    // Requires: route and request are set. Runs the handler, here or on the core thread.
    void hand_over(http::Core& core);
    // The same for a route with open_socket; an accepted socket is answered with status 101.
    void open_socket(http::Core& core, std::shared_ptr<http::Mailbox> mailbox,
                     Doorway::Pass pass = nullptr);

    // False when there was an answer already.
    bool answer(http::Response&& response);

    // The rest is for the connection. True when the answer is not there yet: `wake` will come.
    bool wait();
    bool answered() const { return state_.load(std::memory_order_acquire) == State::answered; }
    // Requires: answered.
    http::Response& response() { return response_; }
    std::shared_ptr<http::SocketPeer>& peer() { return peer_; }

private:
    class Ticket;
    enum class State { running, waited_for, answered };

    void run_handler(const std::shared_ptr<Ticket>& ticket);
    void run_open_socket(const std::shared_ptr<Ticket>& ticket,
                         std::shared_ptr<http::Mailbox> mailbox);

    std::shared_ptr<Waiter> waiter_;
    std::atomic<bool> claimed_ = false;
    std::atomic<State> state_ = State::running;
    http::Response response_;
    std::shared_ptr<http::SocketPeer> peer_;
};

}  // namespace ensemble::net
