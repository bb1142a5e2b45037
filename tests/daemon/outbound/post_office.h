// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "daemon/outbound/mailer.h"
#include "daemon/outbound/transfers.h"
#include "loopback.h"

namespace ensemble::tests {

struct Received {
    std::vector<std::string> commands;  // of its connection, so far
    std::string message;                // with CRLF, dots as they were before sending
    bool encrypted = false;
    bool accepted = false;
};

// An SMTP server that says what a test wants.
class PostOffice {
public:
    // The next answers to a command ("MAIL", "RCPT", "DATA", "." for the end of the message,
    // "connect", "AUTH", "QUIT"); when they are used up, those of a server that is content. An
    // empty answer is silence.
    using Answers = std::map<std::string, std::deque<std::string>>;
    struct Options {
        Answers answers;
        std::vector<std::string> offers{"PIPELINING", "8BITMIME"};
        const Certificate* certificate = nullptr;  // offers STARTTLS
        bool tls_from_the_start = false;
        std::uint16_t port = 0;
    };
    explicit PostOffice(Options options);
    PostOffice() : PostOffice(Options{}) {}

    std::uint16_t port() const { return server_->port(); }
    int connections() const { return server_->connections(); }
    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port()); }
    std::vector<Received> received();  // accepted messages
    std::vector<Received> offered();   // all that came up to the dot at their end

private:
    void serve(Peer& peer);
    bool greet(Peer& peer, const std::string& command);
    std::string take_message(Peer& peer);
    std::string answer(const std::string& command);
    static std::string content(const std::string& command);

    Options options_;
    std::mutex mutex_;
    std::vector<Received> offered_;
    std::unique_ptr<LoopbackServer> server_;  // last: its threads use the rest
};

// What a mailer says at the end of a mail.
class Outcome {
public:
    outbound::Mailer::Done done();
    Result<outbound::Delivery> get() { return future_.get(); }

private:
    std::shared_ptr<std::promise<Result<outbound::Delivery>>> promise_ =
        std::make_shared<std::promise<Result<outbound::Delivery>>>();
    std::future<Result<outbound::Delivery>> future_ = promise_->get_future();
};

// Options for a mailer that sends to `url` without TLS and does not wait long between tries.
outbound::MailOptions mail_options(const std::string& url);

}  // namespace ensemble::tests
