// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/server.h"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "daemon/net/connection.h"
#include "daemon/net/engine.h"
#include "daemon/net/stream.h"
#include "daemon/net/tls.h"

namespace ensemble::net {

namespace {

using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

constexpr std::int64_t accept_pause_ms = 100;
// While so many WebSockets wait to be opened, newcomers wait in the system's queue: accepted, each
// of them would only take time from those who are in.
constexpr std::size_t upgrades_waiting_max = 64;
constexpr std::int64_t crowded_pause_ms = 2;
constexpr std::int64_t cut_patience_ms = 2'000;
// Clients over the bound that are still told so; more than these are closed without a word.
constexpr std::size_t refusals_at_once_max = 64;

Result<tcp::endpoint> resolve(Engine& engine, const ServerOptions& options) {
    ErrorCondition error;
    const asio::ip::address address = asio::ip::make_address(options.host, error);
    if (!error) return tcp::endpoint(address, options.port);
    tcp::resolver resolver(engine.io);
    const auto found =
        resolver.resolve(options.host, std::to_string(options.port), tcp::resolver::passive, error);
    if (error || found.empty())
        return fail(ErrorCode::bad_request,
                    "\"" + options.host + "\" is not an address of this machine.");
    for (const auto& entry : found) {
        if (entry.endpoint().address().is_v4()) return entry.endpoint();
    }
    return found.begin()->endpoint();
}

Error cannot_listen(const ServerOptions& options, const ErrorCondition& error) {
    const std::string place = options.host + ":" + std::to_string(options.port);
    if (error == asio::error::address_in_use)
        return fail(ErrorCode::in_use, place + " is already in use by another program.");
    if (error == asio::error::access_denied)
        return fail(ErrorCode::forbidden, "Listening on " + place + " is not permitted.");
    if (error.value() == EADDRNOTAVAIL)
        return fail(ErrorCode::bad_request,
                    "\"" + options.host + "\" is not an address of this machine.");
    return fail(ErrorCode::io_error, "Cannot listen on " + place + " (" + error.message() + ").");
}

}  // namespace

class Server::Listener {
public:
    explicit Listener(std::shared_ptr<Engine> engine)
        : engine_(std::move(engine)), strand_(asio::make_strand(engine_->io)), acceptor_(strand_),
          pause_(strand_), sweep_(strand_) {}

    Result<void> listen();
    void start();
    void stop(std::int64_t patience_ms);
    std::uint16_t port() const { return port_; }
    Engine& engine() { return *engine_; }

private:
    void accept();
    void accepted(const ErrorCondition& error);
    void accept_after(std::int64_t pause_ms);
    void welcome(Socket socket);
    void sweep_later();

    std::shared_ptr<Engine> engine_;
    Executor strand_;
    Acceptor acceptor_;
    Timer pause_;
    Timer sweep_;
    std::optional<Socket> next_;
    std::uint16_t port_ = 0;
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work_;
    std::vector<std::thread> threads_;
    bool pausing_ = false;
    bool closed_ = false;  // on the strand
    bool stopped_ = false;
};

Result<void> Server::Listener::listen() {
    const auto endpoint = resolve(*engine_, engine_->options);
    if (!endpoint) return endpoint.error();
    ErrorCondition error;
    acceptor_.open(endpoint->protocol(), error);
    if (!error) acceptor_.set_option(Acceptor::reuse_address(true), error);
    if (!error && *endpoint == tcp::endpoint(asio::ip::address_v6::any(), endpoint->port()))
        acceptor_.set_option(asio::ip::v6_only(false), error);
    if (!error) acceptor_.bind(*endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    if (error) return cannot_listen(engine_->options, error);
    return {};
}

void Server::Listener::start() {
    if (stopped_ || !threads_.empty()) return;
    work_.emplace(engine_->io.get_executor());
    asio::post(strand_, [this] {
        accept();
        sweep_later();
    });
    for (unsigned i = 0; i < std::max(1u, engine_->options.io_threads); ++i) {
        threads_.emplace_back([engine = engine_] {
            while (true) {
                try {
                    engine->io.run();
                    return;
                } catch (const std::exception& thrown) {
                    engine->complain(std::string("A network task failed: ") + thrown.what());
                } catch (...) {
                    engine->complain("A network task failed.");
                }
            }
        });
    }
}

void Server::Listener::accept() {
    next_.emplace(asio::make_strand(engine_->io));
    acceptor_.async_accept(*next_, [this](const ErrorCondition& error) { accepted(error); });
}

void Server::Listener::accepted(const ErrorCondition& error) {
    if (engine_->leaving) return;
    if (!error) {
        welcome(std::move(*next_));
        const bool crowded = engine_->upgrades.waiting() >= upgrades_waiting_max;
        return crowded ? accept_after(crowded_pause_ms) : accept();
    }
    if (error == asio::error::connection_aborted) return accept();
    // Most likely there are no file descriptors left: the next try would fail at once as well.
    if (!std::exchange(pausing_, true))
        engine_->complain("New connections cannot be accepted (" + error.message() + ").");
    accept_after(accept_pause_ms);
}

void Server::Listener::accept_after(std::int64_t pause_ms) {
    pause_.expires_after(std::chrono::milliseconds(pause_ms));
    pause_.async_wait([this](const ErrorCondition& cancelled) {
        if (!cancelled && !engine_->leaving) accept();
    });
}

void Server::Listener::welcome(Socket socket) {
    pausing_ = false;
    count(engine_->counters.connections);
    const std::size_t now = engine_->registry.count();
    const std::size_t bound = engine_->options.connections_max;
    if (now >= bound + refusals_at_once_max) return count(engine_->counters.connections_refused);
    ErrorCondition ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    Connection::start(std::make_shared<Connection>(engine_, std::move(socket),
                                                   now < bound ? Connection::Welcome::yes
                                                               : Connection::Welcome::full));
}

void Server::Listener::sweep_later() {
    sweep_.expires_after(std::chrono::milliseconds(engine_->options.sweep_ms));
    sweep_.async_wait([this](const ErrorCondition& cancelled) {
        if (cancelled || closed_) return;
        engine_->registry.sweep(steady_ms());
        sweep_later();
    });
}

void Server::Listener::stop(std::int64_t patience_ms) {
    if (std::exchange(stopped_, true)) return;
    if (threads_.empty()) {
        ErrorCondition ignored;
        acceptor_.close(ignored);
        return;
    }
    engine_->leaving = true;
    asio::post(strand_, [this] {
        ErrorCondition ignored;
        acceptor_.close(ignored);
        pause_.cancel();
        engine_->registry.leave_all();
    });
    // The sweep goes on meanwhile: deadlines still hold.
    if (!engine_->registry.wait_until_empty(patience_ms)) {
        engine_->registry.abort_all();
        engine_->registry.wait_until_empty(cut_patience_ms);
    }
    asio::post(strand_, [this] {
        closed_ = true;
        sweep_.cancel();
    });
    work_.reset();
    for (std::thread& thread : threads_)
        thread.join();
}

Server::Server(std::unique_ptr<Listener> listener) : listener_(std::move(listener)) {}

Server::~Server() {
    stop(0);
}

Result<std::unique_ptr<Server>> Server::open(ServerOptions options, const http::Router& router,
                                             http::Core& core) {
    try {
        auto engine = std::make_shared<Engine>(std::move(options), router, core);
        if (!engine->options.certificate_path.empty() || !engine->options.key_path.empty()) {
            auto tls = load_tls(engine->options.certificate_path, engine->options.key_path);
            if (!tls) return tls.error();
            engine->tls = std::move(*tls);
        }
        auto listener = std::make_unique<Listener>(std::move(engine));
        if (const Result<void> listening = listener->listen(); !listening) return listening.error();
        return std::unique_ptr<Server>(new Server(std::move(listener)));
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::internal,
                    std::string("The network cannot be set up: ") + thrown.what());
    }
}

std::uint16_t Server::port() const {
    return listener_->port();
}

void Server::start() {
    listener_->start();
}

void Server::stop(std::int64_t patience_ms) {
    listener_->stop(patience_ms);
}

Counts Server::counts() const {
    const Engine& engine = listener_->engine();
    const Counters& from = engine.counters;
    Counts out;
    out.connections = from.connections;
    out.connections_now = engine.registry.count();
    out.connections_refused = from.connections_refused;
    out.requests = from.requests;
    out.sockets_now = from.sockets_now;
    out.sockets_behind = from.sockets_behind;
    out.timeouts = from.timeouts;
    out.bytes_in = from.bytes_in;
    out.bytes_out = from.bytes_out;
    out.body_bytes_now = engine.bodies.used();
    return out;
}

}  // namespace ensemble::net
