// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/exchange.h"

#include <utility>

#include "daemon/http/status.h"

namespace ensemble::net {

// Held by the task and by every copy of the Reply: when the last one goes, nobody can answer.
class Exchange::Ticket {
public:
    explicit Ticket(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    ~Ticket() {
        if (exchange_->claimed_.load(std::memory_order_acquire)) return;
        exchange_->answer(http::error_response(
            started ? fail(ErrorCode::internal, "The request was not answered.")
                    : fail(ErrorCode::unavailable, "The server is stopping.")));
    }

    Exchange& exchange() const { return *exchange_; }

    std::atomic<bool> started = false;

private:
    std::shared_ptr<Exchange> exchange_;
};

bool Exchange::answer(http::Response&& response) {
    if (claimed_.exchange(true, std::memory_order_acq_rel)) return false;
    response_ = std::move(response);
    const std::shared_ptr<Waiter> waiter = std::move(waiter_);
    if (state_.exchange(State::answered, std::memory_order_acq_rel) == State::waited_for)
        waiter->wake();
    return true;
}

bool Exchange::wait() {
    State expected = State::running;
    return state_.compare_exchange_strong(expected, State::waited_for, std::memory_order_acq_rel);
}

void Exchange::hand_over(http::Core& core) {
    auto ticket = std::make_shared<Ticket>(shared_from_this());
    if (route->where == http::Where::io) return run_handler(ticket);
    core.post([ticket = std::move(ticket)] { ticket->exchange().run_handler(ticket); });
}

void Exchange::run_handler(const std::shared_ptr<Ticket>& ticket) {
    ticket->started = true;
    try {
        route->handler(std::move(request), [ticket](http::Response&& response) {
            ticket->exchange().answer(std::move(response));
        });
    } catch (...) {
        answer(http::error_response(fail(ErrorCode::internal, "The request failed.")));
    }
}

void Exchange::open_socket(http::Core& core, std::shared_ptr<http::Mailbox> mailbox,
                           Doorway::Pass pass) {
    auto ticket = std::make_shared<Ticket>(shared_from_this());
    core.post([ticket = std::move(ticket), mailbox = std::move(mailbox), pass = std::move(pass)] {
        ticket->exchange().run_open_socket(ticket, mailbox);
    });
}

void Exchange::run_open_socket(const std::shared_ptr<Ticket>& ticket,
                               std::shared_ptr<http::Mailbox> mailbox) {
    ticket->started = true;
    try {
        auto opened = route->open_socket(request, std::move(mailbox));
        if (!opened) {
            answer(http::error_response(opened.error()));
            return;
        }
        peer_ = *opened;
        http::Response switched;
        switched.status = 101;
        if (!answer(std::move(switched))) std::exchange(peer_, nullptr)->closed();
    } catch (...) {
        answer(http::error_response(fail(ErrorCode::internal, "The request failed.")));
    }
}

}  // namespace ensemble::net
