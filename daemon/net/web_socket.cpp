// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/web_socket.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <optional>
#include <utility>

namespace ensemble::net {

namespace {

namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

// RFC 6455 section 5.5: a control frame holds 125 bytes, two of them the code.
constexpr std::size_t reason_bytes_max = 123;
// Of the last message's room, for the next one. Most connections are silent most of the time.
constexpr std::size_t kept_buffer_bytes = 1'024;

// Cut between two characters.
std::string_view short_reason(std::string_view reason) {
    if (reason.size() <= reason_bytes_max) return reason;
    std::size_t end = reason_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xc0) == 0x80)
        --end;
    return reason.substr(0, end);
}

beast::http::request<beast::http::empty_body> upgrade_request(const http::Request& request) {
    beast::http::request<beast::http::empty_body> out;
    out.method(beast::http::verb::get);
    out.target(request.target);
    out.version(11);
    out.set("Connection", "upgrade");
    for (const char* name : {"Host", "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version"}) {
        const std::string_view value = request.header(name);
        out.set(name, beast::string_view(value.data(), value.size()));
    }
    return out;
}

class Session final : public WebSocket, public std::enable_shared_from_this<Session> {
public:
    Session(std::shared_ptr<Engine> engine, Executor executor, std::size_t message_bytes_max)
        : engine_(std::move(engine)), executor_(std::move(executor)), guard_(executor_),
          outbox_(std::make_shared<Outbox>(engine_->options.socket_outbox_bytes_max)),
          message_bytes_max_(message_bytes_max), buffer_(message_bytes_max) {}
    ~Session() override { outbox_->close(); }

    std::shared_ptr<http::Mailbox> mailbox() override;
    void run(Stream stream, const http::Request& request, std::shared_ptr<http::SocketPeer> peer,
             std::function<void()> ended) override;
    void close(Code code, std::string_view reason) override;
    void abort() override;

private:
    class Mailbox;
    struct Farewell {
        Code code;
        std::string reason;
    };

    void read();
    void arrived(const ErrorCondition& error);
    void deliver(std::string text);
    void flush();
    void fall_behind();
    void tell_closed();
    void end();

    std::shared_ptr<Engine> engine_;
    Executor executor_;
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>, Executor>
        guard_;  // over the closing handshake
    std::shared_ptr<Outbox> outbox_;
    const std::size_t message_bytes_max_;
    beast::flat_buffer buffer_;
    std::optional<websocket::stream<Stream, false>> stream_;
    std::shared_ptr<http::SocketPeer> peer_;
    std::function<void()> ended_;
    std::optional<Farewell> last_words_;  // close with this when open and the outbox is empty
    bool open_ = false;
    bool writing_ = false;
    bool closing_ = false;
    bool over_ = false;
};

// Outlives the session in the hands of its peer.
class Session::Mailbox final : public http::Mailbox {
public:
    Mailbox(const std::shared_ptr<Session>& session)
        : outbox_(session->outbox_), session_(session) {}

    bool post(std::shared_ptr<const std::string> text) override {
        switch (outbox_->put(std::move(text))) {
        case Outbox::Put::queued:
            return true;
        case Outbox::Put::wake:
            call([](Session& session) { session.flush(); });
            return true;
        case Outbox::Put::overflow:
            call([](Session& session) { session.fall_behind(); });
            return false;
        case Outbox::Put::closed:
            return false;
        }
        return false;
    }

    std::size_t waiting_bytes() const override { return outbox_->waiting_bytes(); }

    void close(std::string_view reason) override {
        outbox_->seal();
        call([text = std::string(reason)](Session& session) {
            if (!session.last_words_) session.last_words_ = Farewell{Code::policy, text};
            session.flush();
        });
    }

private:
    template <class Function>
    void call(Function function) {
        const std::shared_ptr<Session> session = session_.lock();
        if (session == nullptr) return;
        asio::post(session->executor_, [session, function] { function(*session); });
    }

    std::shared_ptr<Outbox> outbox_;
    std::weak_ptr<Session> session_;
};

std::shared_ptr<http::Mailbox> Session::mailbox() {
    return std::make_shared<Mailbox>(shared_from_this());
}

void Session::run(Stream stream, const http::Request& request,
                  std::shared_ptr<http::SocketPeer> peer, std::function<void()> ended) {
    const ServerOptions& options = engine_->options;
    peer_ = std::move(peer);
    ended_ = std::move(ended);
    count(engine_->counters.sockets_now);
    stream_.emplace(std::move(stream));
    stream_->set_option(websocket::stream_base::timeout{
        std::chrono::milliseconds(options.drain_timeout_ms),
        std::chrono::milliseconds(options.socket_timeout_ms), true});
    stream_->control_callback([this](websocket::frame_type type, beast::string_view) {
        if (type == websocket::frame_type::close) stream_->next_layer().expect_nothing();
    });
    stream_->read_message_max(message_bytes_max_);
    stream_->auto_fragment(false);
    stream_->text(true);
    stream_->async_accept(upgrade_request(request),
                          [self = shared_from_this()](const ErrorCondition& error) {
                              if (error) return self->end();
                              self->open_ = true;
                              self->read();
                              self->flush();
                          });
}

void Session::read() {
    if (over_) return;
    stream_->async_read(buffer_,
                        [self = shared_from_this()](const ErrorCondition& error, std::size_t) {
                            self->arrived(error);
                        });
}

void Session::arrived(const ErrorCondition& error) {
    if (error) {
        tell_closed();
        if (!closing_) end();
        return;
    }
    if (!stream_->got_text()) return close(Code::unsupported, "Only text is understood here.");
    std::string text(static_cast<const char*>(buffer_.data().data()), buffer_.size());
    buffer_.consume(buffer_.size());
    if (buffer_.capacity() > kept_buffer_bytes) buffer_.shrink_to_fit();
    count(engine_->counters.bytes_in, text.size());
    deliver(std::move(text));
}

void Session::deliver(std::string text) {
    if (peer_ == nullptr) return;
    engine_->core.post([self = shared_from_this(), peer = peer_, text = std::move(text)]() mutable {
        try {
            peer->received(std::move(text));
        } catch (...) {
            self->outbox_->close();
        }
        asio::post(self->executor_, [self] { self->read(); });
    });
}

void Session::flush() {
    if (!open_ || writing_ || closing_) return;
    Outbox::Text text = outbox_->take();
    if (text == nullptr) {
        if (last_words_) close(last_words_->code, last_words_->reason);
        return;
    }
    writing_ = true;
    const asio::const_buffer bytes = asio::buffer(*text);
    stream_->async_write(bytes, [self = shared_from_this(), text = std::move(text)](
                                    const ErrorCondition& error, std::size_t written) {
        self->writing_ = false;
        count(self->engine_->counters.bytes_out, written);
        if (!error) self->flush();
    });
}

void Session::fall_behind() {
    if (closing_ || over_) return;
    count(engine_->counters.sockets_behind);
    close(Code::behind, "behind");
}

void Session::close(Code code, std::string_view reason) {
    if (closing_ || over_) return;
    tell_closed();
    if (!open_) {  // Beast cannot close what it is still opening
        last_words_ = Farewell{code, std::string(reason)};
        return;
    }
    closing_ = true;
    stream_->next_layer().expect_nothing();  // after the peer's own farewell
    guard_.expires_after(std::chrono::milliseconds(engine_->options.drain_timeout_ms));
    guard_.async_wait([self = shared_from_this()](const ErrorCondition& error) {
        if (!error) self->abort();
    });
    const std::string_view text = short_reason(reason);
    const websocket::close_reason why(static_cast<websocket::close_code>(code),
                                      beast::string_view(text.data(), text.size()));
    stream_->async_close(why, [self = shared_from_this()](const ErrorCondition&) { self->end(); });
}

void Session::abort() {
    end();
}

void Session::tell_closed() {
    outbox_->close();
    if (peer_ == nullptr) return;
    engine_->core.post([peer = std::exchange(peer_, nullptr)] { peer->closed(); });
}

void Session::end() {
    if (std::exchange(over_, true)) return;
    tell_closed();
    guard_.cancel();
    stream_->next_layer().close();
    engine_->counters.sockets_now.fetch_sub(1, std::memory_order_relaxed);
    std::exchange(ended_, nullptr)();
}

}  // namespace

std::shared_ptr<WebSocket> make_web_socket(std::shared_ptr<Engine> engine, Executor executor,
                                           std::size_t message_bytes_max) {
    return std::make_shared<Session>(std::move(engine), std::move(executor), message_bytes_max);
}

}  // namespace ensemble::net
