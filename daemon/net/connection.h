// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <memory>
#include <optional>
#include <string>

#include "daemon/net/answer.h"
#include "daemon/net/engine.h"
#include "daemon/net/exchange.h"
#include "daemon/net/request_parser.h"
#include "daemon/net/stream.h"
#include "daemon/net/web_socket.h"

namespace ensemble::net {

// One client, from accept to close: reads a request, has it answered, reads the next. Everything
// but wake, expire, leave and abort runs on the strand of its socket.
class Connection final : public Guest, public Waiter {
public:
    enum class Welcome { yes, full };  // full: the first request is answered with 503

    Connection(std::shared_ptr<Engine> engine, Socket socket, Welcome welcome);
    ~Connection() override;

    static void start(std::shared_ptr<Connection> connection);

    void wake() override;
    void expire() override;
    void leave() override;
    void abort() override;

private:
    template <class T>
    using Task = asio::awaitable<T, Executor>;
    using Waiting = asio::any_completion_handler<void()>;
    // gone: close without a word. refused: answer with refusal_ and close.
    enum class Got { all, gone, refused };

    std::shared_ptr<Connection> self();
    void expect_within(std::int64_t timeout_ms);

    Task<void> run();
    Task<bool> serve_one();
    Task<Got> read_head(RequestParser& parser);
    Task<Got> read_body(RequestParser& parser, const Framing& framing, Exchange& exchange,
                        Body& body);
    Task<bool> read_more(std::size_t bytes);
    Task<void> have_answered(Exchange& exchange);
    Task<void> serve_socket(Exchange& exchange);
    Task<bool> send(const Answer& answer);
    Task<bool> send_file(http::FileBody file, std::string_view head);
    Task<bool> write(ConstBuffers buffers);
    Task<void> farewell();

    Got judge(const Framing& framing, Exchange& exchange);
    Got refuse(http::Response&& refusal);
    Got read_ended();
    void begin(Exchange& exchange);
    void keep_waiting(Waiting waiting);
    void resume();
    void report(const Exchange& exchange, const Asked& asked, const Answer& answer,
                std::int64_t since_us) const;
    void close();

    std::shared_ptr<Engine> engine_;
    Executor executor_;
    const std::string remote_;
    const bool secure_;
    const bool full_;
    Stream stream_;
    boost::beast::flat_buffer buffer_;
    http::Response refusal_;
    Waiting waiting_;
    std::shared_ptr<Exchange> exchange_;
    std::shared_ptr<WebSocket> web_socket_;
    std::size_t requests_ = 0;
    bool upgraded_ = false;   // stream_ belongs to web_socket_
    bool idle_ = false;       // waits for the first byte of a request
    bool timed_out_ = false;  // the last operation was cut by its deadline
    bool leaving_ = false;
    bool aborted_ = false;
    bool linger_ = false;  // the client may still be sending
};

}  // namespace ensemble::net
