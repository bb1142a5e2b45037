// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/role.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace ensemble::net {

namespace asio = boost::asio;
using ErrorCondition = boost::system::error_code;
using Executor = asio::strand<asio::io_context::executor_type>;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

// A few buffers for one gathering write.
class ConstBuffers {
public:
    using value_type = asio::const_buffer;
    using const_iterator = const asio::const_buffer*;
    static constexpr std::size_t buffers_max = 8;

    ConstBuffers() = default;
    // Takes the first that are not empty; a write may always be partial.
    template <class Sequence>
    explicit ConstBuffers(const Sequence& sequence) {
        const auto end = asio::buffer_sequence_end(sequence);
        for (auto it = asio::buffer_sequence_begin(sequence); it != end; ++it)
            push(asio::const_buffer(*it));
    }

    void push(asio::const_buffer buffer) {
        if (size_ < buffers_max && buffer.size() > 0) buffers_[size_++] = buffer;
    }
    // Drops the first bytes.
    void consume(std::size_t bytes);
    bool empty() const { return size_ == 0; }
    const_iterator begin() const { return buffers_.data(); }
    const_iterator end() const { return buffers_.data() + size_; }

private:
    std::array<asio::const_buffer, buffers_max> buffers_;
    std::size_t size_ = 0;
};

// What a connection reads from and writes to, plain or TLS. Everything above is compiled for this
// one type. One read and one write may be under way; all calls on the socket's strand.
class Transport {
public:
    using Moved = asio::any_completion_handler<void(ErrorCondition, std::size_t)>;
    using Done = asio::any_completion_handler<void(ErrorCondition)>;

    virtual ~Transport() = default;
    virtual Socket& socket() = 0;
    virtual void handshake(Done done) = 0;
    virtual void read(asio::mutable_buffer into, Moved moved) = 0;
    virtual void write(const ConstBuffers& from, Moved moved) = 0;
    // Tells the peer that nothing more comes, when that needs no waiting.
    virtual void end_sending() = 0;
    // The rest of the farewell.
    virtual void shut_down(Done done) = 0;
};

// TLS with a context, which must outlive the transport; plain with null.
std::unique_ptr<Transport> make_transport(Socket socket, asio::ssl::context* context);

// The peer's address without the port; "" when it has gone already.
std::string address_of(const Socket& socket);

// A Transport in the form that Asio and Beast call an asynchronous stream.
class Stream {
public:
    using executor_type = Executor;

    explicit Stream(std::unique_ptr<Transport> transport) : transport_(std::move(transport)) {}

    executor_type get_executor() { return transport_->socket().get_executor(); }
    Transport& transport() { return *transport_; }
    // Nothing more that matters comes from the peer: the end needs no draining.
    void expect_nothing() { expects_nothing_ = true; }
    bool expects_nothing() const { return expects_nothing_; }
    // Ends what is under way with an error; the stream can be used further.
    void cancel();
    void close();

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(ErrorCondition, std::size_t)>(
            [transport = transport_.get()](auto handler, asio::mutable_buffer into) {
                transport->read(into, std::move(handler));
            },
            token, first(buffers));
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return asio::async_initiate<Token, void(ErrorCondition, std::size_t)>(
            [transport = transport_.get()](auto handler, const ConstBuffers& from) {
                transport->write(from, std::move(handler));
            },
            token, ConstBuffers(buffers));
    }

    // The TLS handshake, at once for plain streams.
    template <class Token>
    auto async_handshake(Token&& token) {
        return asio::async_initiate<Token, void(ErrorCondition)>(
            [transport = transport_.get()](auto handler) {
                transport->handshake(std::move(handler));
            },
            token);
    }

    template <class Token>
    auto async_shut_down(Token&& token) {
        return asio::async_initiate<Token, void(ErrorCondition)>(
            [transport = transport_.get()](auto handler) {
                transport->shut_down(std::move(handler));
            },
            token);
    }

    // Reads and drops until the peer has closed, or `bytes_max` came, so that what was sent last
    // is not lost by a reset. The caller bounds the time.
    template <class Token>
    auto async_drain(std::size_t bytes_max, Token&& token) {
        return asio::async_initiate<Token, void(ErrorCondition)>(
            [this, bytes_max](auto handler) { drain(bytes_max, std::move(handler)); }, token);
    }

    void drain(std::size_t bytes_max, Transport::Done done);

private:
    template <class Buffers>
    static asio::mutable_buffer first(const Buffers& buffers) {
        const auto end = asio::buffer_sequence_end(buffers);
        for (auto it = asio::buffer_sequence_begin(buffers); it != end; ++it) {
            const asio::mutable_buffer buffer(*it);
            if (buffer.size() > 0) return buffer;
        }
        return {};
    }

    std::unique_ptr<Transport> transport_;
    bool expects_nothing_ = false;
};

// How Beast's WebSocket ends a connection: found by argument-dependent lookup.
void teardown_of(Stream& stream, Transport::Done done);
template <class Handler>
void async_teardown(boost::beast::role_type, Stream& stream, Handler&& handler) {
    teardown_of(stream, std::forward<Handler>(handler));
}
void beast_close_socket(Stream& stream);

}  // namespace ensemble::net
