// SPDX-License-Identifier: Apache-2.0
#include "post_office.h"

#include <atomic>
#include <utility>

namespace ensemble::tests {

PostOffice::PostOffice(Options options) : options_(std::move(options)) {
    server_ = std::make_unique<LoopbackServer>([this](Peer& peer) { serve(peer); }, options_.port);
}

std::vector<Received> PostOffice::received() {
    std::vector<Received> accepted;
    for (Received& one : offered())
        if (one.accepted) accepted.push_back(std::move(one));
    return accepted;
}

std::vector<Received> PostOffice::offered() {
    const std::lock_guard lock(mutex_);
    return offered_;
}

std::string PostOffice::content(const std::string& command) {
    if (command == "connect") return "220 post.example.org ESMTP";
    if (command == "DATA") return "354 go on";
    if (command == "AUTH") return "235 2.7.0 welcome";
    if (command == "QUIT") return "221 bye";
    if (command == ".") return "250 2.0.0 queued as 42";
    return "250 2.1.0 good";
}

std::string PostOffice::answer(const std::string& command) {
    const std::lock_guard lock(mutex_);
    auto& waiting = options_.answers[command];
    if (waiting.empty()) return content(command);
    std::string next = std::move(waiting.front());
    waiting.pop_front();
    return next;
}

// False when the command was none of those that greet.
bool PostOffice::greet(Peer& peer, const std::string& command) {
    if (command.starts_with("EHLO")) {
        std::string text = "250-post.example.org\r\n";
        if (options_.certificate != nullptr && !peer.encrypted()) text += "250-STARTTLS\r\n";
        for (const std::string& offer : options_.offers)
            text += "250-" + offer + "\r\n";
        peer.write(text + "250 SIZE 1000000\r\n");
        return true;
    }
    if (command == "STARTTLS" && options_.certificate != nullptr) {
        peer.write("220 begin\r\n");
        peer.begin_tls(*options_.certificate);
        return true;
    }
    return false;
}

std::string PostOffice::take_message(Peer& peer) {
    std::string message;
    std::string line;
    while (peer.read_line(line) && line != ".")
        message += (line.starts_with("..") ? line.substr(1) : line) + "\r\n";
    return message;
}

void PostOffice::serve(Peer& peer) {
    if (options_.tls_from_the_start && !peer.begin_tls(*options_.certificate)) return;
    const auto say = [&](const std::string& text) {
        if (text.empty()) {
            peer.wait_for_end();
        } else {
            peer.write(text + "\r\n");
        }
    };
    std::vector<std::string> commands;
    std::string line;
    say(answer("connect"));
    while (peer.read_line(line)) {
        commands.push_back(line);
        if (greet(peer, line)) continue;
        const std::string command = line.substr(0, 4);
        if (command == "AUTH") {
            peer.write("334 \r\n");
            peer.read_line(line);
        }
        const std::string text = answer(command);
        say(text);
        if (command == "DATA" && text.starts_with("354")) {
            Received one{commands, take_message(peer), peer.encrypted()};
            const std::string last = answer(".");
            one.accepted = last.starts_with("250");
            {
                const std::lock_guard lock(mutex_);
                offered_.push_back(std::move(one));
            }
            say(last);
        }
        if (command == "QUIT") return;
    }
}

outbound::Mailer::Done Outcome::done() {
    return [promise = promise_](const Result<outbound::Delivery>& result) {
        promise->set_value(result);
    };
}

outbound::MailOptions mail_options(const std::string& url) {
    static std::atomic<int> ids = 0;
    outbound::MailOptions options;
    options.url = url;
    options.from = "Ensemble <ensemble@example.org>";
    options.tls = outbound::MailTls::off;
    options.retry_delays_ms = {10, 10, 10, 10};
    options.now = [] { return Instant{1'793'000'000'000}; };
    options.fresh_id = [] { return "id" + std::to_string(++ids); };
    return options;
}

}  // namespace ensemble::tests
