// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/stream.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <vector>

namespace ensemble::net {

namespace {

constexpr std::size_t teardown_bytes_max = 4u << 20;
constexpr std::size_t scrap_bytes = 64u << 10;

class PlainTransport final : public Transport {
public:
    explicit PlainTransport(Socket socket) : socket_(std::move(socket)) {}

    Socket& socket() override { return socket_; }

    void handshake(Done done) override { succeed(std::move(done)); }

    void read(asio::mutable_buffer into, Moved moved) override {
        socket_.async_read_some(
            into, [moved = std::move(moved)](ErrorCondition error, std::size_t bytes) mutable {
                std::move(moved)(error, bytes);
            });
    }

    void write(const ConstBuffers& from, Moved moved) override {
        socket_.async_write_some(
            from, [moved = std::move(moved)](ErrorCondition error, std::size_t bytes) mutable {
                std::move(moved)(error, bytes);
            });
    }

    void end_sending() override {
        ErrorCondition ignored;
        socket_.shutdown(Socket::shutdown_send, ignored);
    }

    void shut_down(Done done) override { succeed(std::move(done)); }

private:
    void succeed(Done done) {
        asio::post(socket_.get_executor(),
                   [done = std::move(done)]() mutable { std::move(done)(ErrorCondition()); });
    }

    Socket socket_;
};

class TlsTransport final : public Transport {
public:
    TlsTransport(Socket socket, asio::ssl::context& context)
        : stream_(std::move(socket), context) {}

    Socket& socket() override { return stream_.next_layer(); }

    void handshake(Done done) override {
        stream_.async_handshake(
            asio::ssl::stream_base::server,
            [done = std::move(done)](ErrorCondition error) mutable { std::move(done)(error); });
    }

    void read(asio::mutable_buffer into, Moved moved) override {
        stream_.async_read_some(
            into, [moved = std::move(moved)](ErrorCondition error, std::size_t bytes) mutable {
                std::move(moved)(error, bytes);
            });
    }

    void write(const ConstBuffers& from, Moved moved) override {
        stream_.async_write_some(
            from, [moved = std::move(moved)](ErrorCondition error, std::size_t bytes) mutable {
                std::move(moved)(error, bytes);
            });
    }

    void end_sending() override {}

    void shut_down(Done done) override {
        stream_.async_shutdown(
            [done = std::move(done)](ErrorCondition error) mutable { std::move(done)(error); });
    }

private:
    asio::ssl::stream<Socket> stream_;
};

class Drain : public std::enable_shared_from_this<Drain> {
public:
    Drain(Stream& stream, std::size_t bytes_max, Transport::Done done)
        : stream_(stream), left_(bytes_max), done_(std::move(done)), scrap_(scrap_bytes) {}

    void start() {
        if (left_ > 0) return read();
        asio::post(stream_.get_executor(),
                   [self = shared_from_this()] { std::move(self->done_)(ErrorCondition()); });
    }

private:
    void read() {
        stream_.async_read_some(asio::buffer(scrap_), [self = shared_from_this()](
                                                          ErrorCondition error, std::size_t bytes) {
            if (error || bytes >= self->left_) return std::move(self->done_)(ErrorCondition());
            self->left_ -= bytes;
            self->read();
        });
    }

    Stream& stream_;
    std::size_t left_;
    Transport::Done done_;
    std::vector<char> scrap_;
};

}  // namespace

void ConstBuffers::consume(std::size_t bytes) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < size_; ++i) {
        const std::size_t here = std::min(bytes, buffers_[i].size());
        bytes -= here;
        if (here < buffers_[i].size()) buffers_[kept++] = buffers_[i] + here;
    }
    size_ = kept;
}

std::unique_ptr<Transport> make_transport(Socket socket, asio::ssl::context* context) {
    if (context == nullptr) return std::make_unique<PlainTransport>(std::move(socket));
    return std::make_unique<TlsTransport>(std::move(socket), *context);
}

std::string address_of(const Socket& socket) {
    ErrorCondition error;
    asio::ip::address address = socket.remote_endpoint(error).address();
    if (error) return {};
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address.to_string();
}

void Stream::cancel() {
    ErrorCondition ignored;
    transport_->socket().cancel(ignored);
}

void Stream::close() {
    ErrorCondition ignored;
    transport_->socket().close(ignored);
}

void Stream::drain(std::size_t bytes_max, Transport::Done done) {
    std::make_shared<Drain>(*this, bytes_max, std::move(done))->start();
}

void teardown_of(Stream& stream, Transport::Done done) {
    stream.transport().end_sending();
    stream.drain(stream.expects_nothing() ? 0 : teardown_bytes_max, std::move(done));
}

void beast_close_socket(Stream& stream) {
    stream.close();
}

}  // namespace ensemble::net
