// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <curl/curl.h>

#include "shared/base/result.h"

// The server that takes our mails, and what its answers mean.
namespace ensemble::outbound {

struct MailServer {
    std::string host;  // IPv6 in brackets
    std::uint16_t port = 0;
    bool tls_from_the_start = false;  // smtps

    std::string url() const;
    std::string place() const;  // host:port, for sentences
    bool loopback() const;
};

// `smtp://HOST[:PORT]` (587 when not given) or `smtps://HOST[:PORT]` (465), nothing behind it and
// no user in it.
Result<MailServer> parse_mail_server(const std::string& url);

// The last answer of a server, put together from the lines it sends.
class ServerAnswer {
public:
    // True when the line ends an answer.
    bool take_line(std::string_view line);
    int code() const { return code_; }                 // 0 before the first answer
    const std::string& text() const { return text_; }  // printable ASCII, with the code
    int answers() const { return answers_; }

private:
    std::string gathering_;
    std::string text_;
    int code_ = 0;
    int answers_ = 0;
};

struct MailTrouble {
    bool passes = false;  // the same mail may go through later
    Error error;          // a sentence that says what to do
};
MailTrouble explain(CURLcode code, const ServerAnswer& answer, const MailServer& server);

}  // namespace ensemble::outbound
