// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/connection.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <utility>

#include "daemon/http/status.h"
#include "daemon/net/admission.h"

namespace ensemble::net {

namespace {

constexpr asio::use_awaitable_t<Executor> awaited{};
constexpr auto outcome = asio::as_tuple(awaited);

constexpr std::size_t head_read_bytes = 16u << 10;
constexpr std::size_t body_read_bytes = 64u << 10;
constexpr std::size_t file_piece_bytes = 256u << 10;
constexpr std::int64_t refusal_timeout_ms = 2'000;
constexpr std::int64_t hurried_farewell_ms = 500;
constexpr std::string_view proceed = "HTTP/1.1 100 Continue\r\n\r\n";

std::string_view view(const boost::beast::flat_buffer& buffer) {
    const auto bytes = buffer.data();
    return {static_cast<const char*>(bytes.data()), bytes.size()};
}

std::int64_t steady_us() {
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Connection::Connection(std::shared_ptr<Engine> engine, Socket socket, Welcome welcome)
    : engine_(std::move(engine)), executor_(socket.get_executor()), remote_(address_of(socket)),
      secure_(engine_->tls != nullptr), full_(welcome == Welcome::full),
      stream_(make_transport(std::move(socket), engine_->tls.get())),
      buffer_(engine_->options.header_bytes_max + 2 * body_read_bytes) {
    engine_->registry.add(*this);
}

Connection::~Connection() {
    engine_->registry.remove(*this);
}

std::shared_ptr<Connection> Connection::self() {
    return std::static_pointer_cast<Connection>(shared_from_this());
}

void Connection::start(std::shared_ptr<Connection> connection) {
    asio::co_spawn(
        connection->executor_, [connection] { return connection->run(); },
        [connection](const std::exception_ptr&) { connection->close(); });
}

void Connection::close() {
    set_deadline(never_ms);
    if (!upgraded_) stream_.close();
}

void Connection::wake() {
    asio::post(executor_, [self = self()] { self->resume(); });
}

// Assigning one such handler to another recurses for ever in Boost 1.81.
void Connection::keep_waiting(Waiting waiting) {
    waiting.swap(waiting_);
}

void Connection::resume() {
    auto waiting = std::move(waiting_);
    std::move(waiting)();
}

void Connection::expire() {
    asio::post(executor_, [self = self()] {
        if (self->upgraded_ || self->deadline_ms() > steady_ms()) return;
        self->set_deadline(never_ms);
        self->timed_out_ = true;
        self->stream_.cancel();
    });
}

void Connection::leave() {
    asio::post(executor_, [self = self()] {
        self->leaving_ = true;
        if (self->upgraded_) {
            self->web_socket_->close(WebSocket::Code::going_away, "The server is stopping.");
        } else if (self->idle_) {
            self->stream_.cancel();
        }
    });
}

void Connection::abort() {
    asio::post(executor_, [self = self()] {
        self->leaving_ = true;
        self->aborted_ = true;
        if (self->upgraded_) return self->web_socket_->abort();
        self->stream_.close();
        if (self->exchange_ == nullptr) return;
        self->exchange_->answer(
            http::error_response(fail(ErrorCode::unavailable, "The server is stopping.")));
    });
}

void Connection::expect_within(std::int64_t timeout_ms) {
    timed_out_ = false;
    set_deadline(steady_ms() + timeout_ms);
}

Connection::Task<void> Connection::run() {
    if (secure_) {
        expect_within(engine_->options.header_timeout_ms);
        const auto [error] = co_await stream_.async_handshake(outcome);
        if (error) co_return;
    }
    bool more = true;
    while (more)
        more = co_await serve_one();
    if (!upgraded_ && !aborted_) co_await farewell();
}

Connection::Task<bool> Connection::serve_one() {
    const auto exchange = std::make_shared<Exchange>(self());
    RequestParser parser(exchange->request, engine_->options.header_bytes_max);
    Body body(exchange->request, engine_->options.gunzip_ratio_max, engine_->bodies);
    Asked asked;
    asked.keep_alive = false;
    Got got = co_await read_head(parser);
    const std::int64_t since_us = steady_us();
    if (got == Got::all) {
        const Framing framing = parser.framing();
        asked = ask_of(exchange->request, framing);
        got = judge(framing, *exchange);
        if (got == Got::all) got = co_await read_body(parser, framing, *exchange, body);
    }
    if (got == Got::gone) co_return false;
    count(engine_->counters.requests);
    set_deadline(never_ms);
    if (got == Got::refused) {
        exchange->answer(std::move(refusal_));
    } else {
        co_await have_answered(*exchange);
    }
    if (exchange->peer() != nullptr) {
        co_await serve_socket(*exchange);
        co_return false;
    }
    if (aborted_) co_return false;
    const bool stay =
        !linger_ && !leaving_ && requests_ < engine_->options.requests_per_connection_max;
    linger_ = linger_ || (asked.keep_alive && !stay);
    asked.keep_alive = asked.keep_alive && stay;
    const auto answer = make_answer(std::move(exchange->response()), asked);
    body.release();
    const bool sent = co_await send(*answer);
    report(*exchange, asked, *answer, since_us);
    co_return sent && answer->keep_alive;
}

Connection::Task<Connection::Got> Connection::read_head(RequestParser& parser) {
    const ServerOptions& options = engine_->options;
    if (buffer_.size() == 0 && buffer_.capacity() > head_read_bytes) buffer_.shrink_to_fit();
    idle_ = buffer_.size() == 0;
    expect_within(full_ ? refusal_timeout_ms
                        : (idle_ ? options.idle_timeout_ms : options.header_timeout_ms));
    while (true) {
        std::string_view bytes = view(buffer_);
        const RequestParser::Step step = parser.head(bytes);
        buffer_.consume(buffer_.size() - bytes.size());
        if (step == RequestParser::Step::refused) co_return refuse(parser.take_refusal());
        if (step == RequestParser::Step::done) break;
        if (idle_ && leaving_) co_return Got::gone;
        if (!co_await read_more(head_read_bytes)) co_return read_ended();
        if (std::exchange(idle_, false)) expect_within(options.header_timeout_ms);
    }
    idle_ = false;
    ++requests_;
    co_return Got::all;
}

Connection::Task<bool> Connection::read_more(std::size_t bytes) {
    const auto [error, got] = co_await stream_.async_read_some(buffer_.prepare(bytes), outcome);
    buffer_.commit(got);
    count(engine_->counters.bytes_in, got);
    co_return !error && got > 0;
}

Connection::Got Connection::read_ended() {
    if (!timed_out_) return Got::gone;
    count(engine_->counters.timeouts);
    if (idle_) return Got::gone;
    return refuse(
        http::error_response(408, fail(ErrorCode::unavailable, "The request came too slowly.")));
}

Connection::Got Connection::refuse(http::Response&& refusal) {
    refusal_ = std::move(refusal);
    linger_ = true;
    return Got::refused;
}

Connection::Got Connection::judge(const Framing& framing, Exchange& exchange) {
    exchange.request.remote = remote_;
    exchange.request.secure = secure_;
    if (full_) {
        count(engine_->counters.connections_refused);
        return refuse(http::error_response(
            fail(ErrorCode::unavailable, "The server has no room for another connection.")));
    }
    auto refusal = admit(engine_->router, framing, exchange.request, exchange.route);
    if (!refusal) return Got::all;
    refuse(std::move(*refusal));
    linger_ = framing.has_body();  // otherwise the next request begins where it should
    return Got::refused;
}

Connection::Task<Connection::Got> Connection::read_body(RequestParser& parser,
                                                        const Framing& framing, Exchange& exchange,
                                                        Body& body) {
    if (auto refusal = body.open(*exchange.route, framing.length_bytes))
        co_return refuse(std::move(*refusal));
    if (buffer_.size() == 0 && expects_continue(exchange.request, framing)) {
        if (!co_await write(ConstBuffers(asio::buffer(proceed)))) co_return Got::gone;
    }
    while (true) {
        std::string_view bytes = view(buffer_);
        const RequestParser::Step step = parser.body(bytes, body);
        buffer_.consume(buffer_.size() - bytes.size());
        if (step == RequestParser::Step::refused) co_return refuse(parser.take_refusal());
        if (step == RequestParser::Step::done) break;
        if (buffer_.size() >= body_read_bytes)  // a chunk's head or trailers without end
            co_return refuse(http::error_response(
                fail(ErrorCode::bad_request, "The chunks of the body make no sense.")));
        expect_within(engine_->options.body_timeout_ms);
        if (!co_await read_more(body_read_bytes)) co_return read_ended();
    }
    if (auto refusal = body.finish()) {
        refuse(std::move(*refusal));
        linger_ = false;
        co_return Got::refused;
    }
    co_return Got::all;
}

void Connection::begin(Exchange& exchange) {
    if (exchange.route->open_socket) {
        const std::size_t own_max = exchange.route->message_bytes_max;
        web_socket_ = make_web_socket(
            engine_, executor_, own_max > 0 ? own_max : engine_->options.socket_message_bytes_max);
        return engine_->upgrades.enter([&core = engine_->core,
                                        exchange = exchange.shared_from_this(),
                                        mailbox = web_socket_->mailbox()](Doorway::Pass pass) {
            exchange->open_socket(core, mailbox, std::move(pass));
        });
    }
    try {
        if (exchange.route->prepare)
            exchange.request.prepared = exchange.route->prepare(exchange.request);
    } catch (...) {
        exchange.answer(
            http::error_response(fail(ErrorCode::internal, "The request cannot be prepared.")));
        return;
    }
    exchange.hand_over(engine_->core);
}

Connection::Task<void> Connection::have_answered(Exchange& exchange) {
    begin(exchange);
    if (exchange.answered()) co_return;
    exchange_ = exchange.shared_from_this();
    co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
        [this](auto handler) {
            keep_waiting(std::move(handler));
            if (!exchange_->wait()) wake();
        },
        awaited);
    exchange_ = nullptr;
}

Connection::Task<void> Connection::serve_socket(Exchange& exchange) {
    upgraded_ = true;
    buffer_ = boost::beast::flat_buffer();  // the socket reads into its own
    co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
        [this, &exchange](auto handler) {
            keep_waiting(std::move(handler));
            web_socket_->run(std::move(stream_), exchange.request, std::move(exchange.peer()),
                             [self = self()] { self->wake(); });
            exchange.request = http::Request();  // may be kept for days otherwise
            if (leaving_) web_socket_->abort();
        },
        awaited);
}

Connection::Task<bool> Connection::send(const Answer& answer) {
    if (answer.file) co_return co_await send_file(*answer.file, answer.head);
    ConstBuffers buffers;
    buffers.push(asio::buffer(answer.head));
    buffers.push(asio::buffer(answer.body));
    co_return co_await write(buffers);
}

Connection::Task<bool> Connection::send_file(http::FileBody file, std::string_view head) {
    std::string piece;
    while (file.bytes > 0) {
        if (!read_piece(file, file_piece_bytes, piece)) {
            engine_->complain("A file became shorter while it was sent.");
            aborted_ = true;
            co_return false;
        }
        ConstBuffers buffers;
        buffers.push(asio::buffer(std::exchange(head, {})));
        buffers.push(asio::buffer(piece));
        if (!co_await write(buffers)) co_return false;
    }
    co_return true;
}

Connection::Task<bool> Connection::write(ConstBuffers buffers) {
    while (!buffers.empty()) {
        expect_within(engine_->options.write_timeout_ms);
        const auto [error, bytes] = co_await stream_.async_write_some(buffers, outcome);
        count(engine_->counters.bytes_out, bytes);
        if (error) {
            if (timed_out_) count(engine_->counters.timeouts);
            aborted_ = true;
            co_return false;
        }
        buffers.consume(bytes);
    }
    co_return true;
}

Connection::Task<void> Connection::farewell() {
    expect_within(leaving_ ? hurried_farewell_ms : engine_->options.drain_timeout_ms);
    if (linger_) {
        stream_.transport().end_sending();
        co_await stream_.async_drain(engine_->options.drain_bytes_max, outcome);
    }
    if (secure_ && !timed_out_) co_await stream_.async_shut_down(outcome);
}

void Connection::report(const Exchange& exchange, const Asked& asked, const Answer& answer,
                        std::int64_t since_us) const {
    if (!engine_->options.served) return;
    Served served;
    served.method = asked.method;
    if (exchange.route != nullptr) served.pattern = exchange.route->pattern;
    served.remote = remote_;
    served.status = answer.status;
    served.request_bytes = exchange.request.body_bytes;
    served.response_bytes = answer.body_bytes;
    served.duration_us = steady_us() - since_us;
    try {
        engine_->options.served(served);
    } catch (...) {
        engine_->complain("A request could not be recorded.");
    }
}

}  // namespace ensemble::net
