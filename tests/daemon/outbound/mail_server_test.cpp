// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/mail_server.h"

#include <doctest/doctest.h>

#include "shared/base/limits.h"

using namespace ensemble;
using namespace ensemble::outbound;

TEST_CASE("the address of a mail server has a scheme, a host and perhaps a port") {
    CHECK(parse_mail_server("smtp://mail.example.org")->port == 587);
    CHECK(parse_mail_server("smtps://mail.example.org")->port == 465);
    CHECK(parse_mail_server("smtps://mail.example.org")->tls_from_the_start);
    CHECK(parse_mail_server("smtp://mail.example.org:25")->url() == "smtp://mail.example.org:25");
    CHECK(parse_mail_server("smtp://[::1]:2525/")->place() == "[::1]:2525");
    for (const char* wrong :
         {"", "mail.example.org", "mail.example.org:25", "http://mail.example.org", "smtp://",
          "smtp://mail.example.org/path", "smtp://mail.example.org?x", "smtp://mail.example.org#x",
          "smtp://me:word@mail.example.org", "smtp://me@mail.example.org",
          "smtp://mail.example.org:0", "smtp://mail.example.org:70000", "smtp://a b"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_mail_server(wrong));
    }
}

TEST_CASE("a machine knows itself") {
    CHECK(parse_mail_server("smtp://localhost")->loopback());
    CHECK(parse_mail_server("smtp://127.0.0.1")->loopback());
    CHECK(parse_mail_server("smtp://[::1]")->loopback());
    CHECK_FALSE(parse_mail_server("smtp://mail.example.org")->loopback());
}

TEST_CASE("an answer is put together from its lines") {
    ServerAnswer answer;
    CHECK(answer.code() == 0);
    CHECK_FALSE(answer.take_line("250-mail.example.org\r\n"));
    CHECK(answer.take_line("250 SIZE\r\n"));
    CHECK(answer.code() == 250);
    CHECK(answer.text() == "250-mail.example.org SIZE");
    CHECK(answer.take_line("550 5.1.1 who is that?\r\n"));
    CHECK_FALSE(answer.take_line("221 bye\r\n"));
    CHECK_FALSE(answer.take_line("nonsense\r\n"));
    CHECK_FALSE(answer.take_line("\r\n"));
    CHECK(answer.text() == "550 5.1.1 who is that?");
    CHECK(answer.answers() == 2);
}

TEST_CASE("an answer is as long as its limit and printable") {
    ServerAnswer answer;
    for (int i = 0; i < 100; ++i)
        answer.take_line("550-\x1b[31m\xff" + std::string(100, 'x'));
    CHECK(answer.take_line("550 end"));
    CHECK(answer.text().size() <= limits::mail_answer_bytes_max);
    CHECK(answer.text().starts_with("550-?[31m?xxx"));
}

TEST_CASE("what may pass is told from what will not") {
    const MailServer server = *parse_mail_server("smtp://mail.example.org");
    const auto trouble = [&](CURLcode code, std::string_view line) {
        ServerAnswer answer;
        if (!line.empty()) answer.take_line(line);
        return explain(code, answer, server);
    };
    CHECK(trouble(CURLE_COULDNT_RESOLVE_HOST, "").passes);
    CHECK(trouble(CURLE_COULDNT_CONNECT, "").passes);
    CHECK(trouble(CURLE_OPERATION_TIMEDOUT, "220 hello").passes);
    CHECK(trouble(CURLE_RECV_ERROR, "250 good").passes);
    CHECK(trouble(CURLE_SSL_CONNECT_ERROR, "").passes);
    CHECK(trouble(CURLE_SEND_ERROR, "451 later").passes);
    CHECK(trouble(CURLE_LOGIN_DENIED, "454 later").passes);
    CHECK_FALSE(trouble(CURLE_LOGIN_DENIED, "535 no").passes);
    CHECK_FALSE(trouble(CURLE_SEND_ERROR, "550 no").passes);
    CHECK_FALSE(trouble(CURLE_USE_SSL_FAILED, "250 good").passes);
    CHECK_FALSE(trouble(CURLE_PEER_FAILED_VERIFICATION, "220 go").passes);
    for (const CURLcode code : {CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
                                CURLE_OPERATION_TIMEDOUT, CURLE_PEER_FAILED_VERIFICATION})
        CHECK(trouble(code, "").error.detail.find("mail.example.org") != std::string::npos);
}
