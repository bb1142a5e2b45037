// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/mailer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>

#include "post_office.h"

using namespace ensemble;
using namespace ensemble::outbound;
using namespace ensemble::tests;

namespace {

Mail mail(std::string to = "ana@example.org") {
    return {std::move(to), "Hello", "First line.\nSecond line.\n"};
}

std::unique_ptr<Mailer> open(Transfers& transfers, MailOptions options) {
    auto opened = Mailer::open(transfers, std::move(options));
    REQUIRE(opened);
    return std::move(*opened);
}

Result<Delivery> send(Mailer& mailer, Mail what) {
    Outcome outcome;
    if (auto taken = mailer.send(std::move(what), outcome.done()); !taken) return taken.error();
    return outcome.get();
}

bool has(const std::vector<std::string>& lines, std::string_view wanted) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return line.starts_with(wanted); });
}

PostOffice::Options with(PostOffice::Answers answers) {
    PostOffice::Options options;
    options.answers = std::move(answers);
    return options;
}

}  // namespace

TEST_CASE("a mail arrives as it was meant, and the server's answer comes back") {
    PostOffice office;
    Transfers transfers;
    auto mailer = open(transfers, mail_options(office.url()));
    CHECK(mailer->configured());
    const auto sent = send(*mailer, mail());
    REQUIRE(sent);
    CHECK(sent->answer == "250 2.0.0 queued as 42");
    CHECK(sent->tries == 1);
    const auto received = office.received();
    REQUIRE(received.size() == 1);
    CHECK(has(received[0].commands, "MAIL FROM:<ensemble@example.org>"));
    CHECK(has(received[0].commands, "RCPT TO:<ana@example.org>"));
    CHECK(received[0].message.find("\r\n\r\nFirst line.\r\nSecond line.\r\n") != std::string::npos);
    CHECK(received[0].message.find("Date: Mon, 26 Oct 2026 07:33:20 +0000\r\n") !=
          std::string::npos);
}

TEST_CASE("without a mail server nothing is sent, and the answer says what to do") {
    Transfers transfers;
    auto mailer = open(transfers, MailOptions{});
    CHECK_FALSE(mailer->configured());
    const auto refused = send(*mailer, mail());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unsupported);
    CHECK(refused.error().detail.find("--smtp-url") != std::string::npos);
}

TEST_CASE("nobody adds a recipient, a header or a command") {
    PostOffice office;
    Transfers transfers;
    auto mailer = open(transfers, mail_options(office.url()));
    for (const char* address :
         {"ana@example.org\r\nRCPT TO:<eve@example.org>", "ana@example.org>\r\nDATA",
          "ana@example.org,eve@example.org", "ana@example.org> NOTIFY=NEVER", "a b@example.org"})
        CHECK(send(*mailer, mail(address)).error().code == ErrorCode::bad_request);
    for (const char* subject : {"Hi\r\nBcc: eve@example.org", "Hi\nX: y", "Hi\rX: y"}) {
        Mail bad = mail();
        bad.subject = subject;
        CHECK(send(*mailer, bad).error().code == ErrorCode::bad_request);
    }
    Mail tricky = mail();
    tricky.text = "One.\n.\nQUIT\n..two\r\n.\r\nMAIL FROM:<eve@example.org>\n";
    REQUIRE(send(*mailer, tricky));
    const auto received = office.received();
    REQUIRE(received.size() == 1);
    CHECK(office.connections() == 1);
    CHECK(received[0].message.ends_with(
        "One.\r\n=2E\r\nQUIT\r\n=2E.two\r\n=2E\r\nMAIL FROM:<eve@example.org>\r\n"));
}

TEST_CASE("a mailer signs in when it has a user") {
    PostOffice::Options options;
    options.offers = {"AUTH PLAIN LOGIN"};
    PostOffice office(options);
    Transfers transfers;
    MailOptions with_user = mail_options(office.url());
    with_user.user = "robot";
    with_user.password = "secret";
    auto mailer = open(transfers, with_user);
    REQUIRE(send(*mailer, mail()));
    CHECK(has(office.received().at(0).commands, "AUTH PLAIN"));
}

TEST_CASE("a wrong password is told at once, without a second try") {
    auto options = with({{"AUTH", {"535 5.7.8 no such user"}}});
    options.offers = {"AUTH PLAIN"};
    PostOffice office(options);
    Transfers transfers;
    MailOptions with_user = mail_options(office.url());
    with_user.user = "robot";
    with_user.password = "wrong";
    auto mailer = open(transfers, with_user);
    const auto sent = send(*mailer, mail());
    REQUIRE_FALSE(sent);
    CHECK(sent.error().code == ErrorCode::io_error);
    CHECK(sent.error().detail.find("535 5.7.8 no such user") != std::string::npos);
    CHECK(sent.error().detail.find("--smtp-password-file") != std::string::npos);
    CHECK(sent.error().detail.find("wrong") == std::string::npos);
    CHECK(office.connections() == 1);
}

TEST_CASE("what a server refuses for good is not tried again") {
    for (const char* place : {"connect", "MAIL", "RCPT", "DATA", "."}) {
        CAPTURE(place);
        PostOffice office(with({{place, {"554-5.7.1 we do not\r\n554 5.7.1 take this"}}}));
        Transfers transfers;
        auto mailer = open(transfers, mail_options(office.url()));
        const auto sent = send(*mailer, mail());
        REQUIRE_FALSE(sent);
        CHECK(sent.error().code == ErrorCode::io_error);
        CHECK(sent.error().detail.find("554-5.7.1 we do not 5.7.1 take this") != std::string::npos);
        CHECK(office.connections() == 1);
        CHECK(office.received().empty());
    }
}

TEST_CASE("what a server refuses for now is tried again, with the same Message-ID") {
    for (const char* place : {"connect", "MAIL", "RCPT", "DATA", "."}) {
        CAPTURE(place);
        PostOffice office(with({{place, {"451 4.7.1 later", "421 4.3.2 too busy"}}}));
        Transfers transfers;
        auto mailer = open(transfers, mail_options(office.url()));
        const auto sent = send(*mailer, mail());
        REQUIRE(sent);
        CHECK(sent->tries == 3);
        CHECK(office.received().size() == 1);
        for (const Received& one : office.offered())
            CHECK(one.message == office.received()[0].message);
    }
}

TEST_CASE("a mail for which somebody waits is tried once") {
    PostOffice office(with({{"RCPT", {"451 4.7.1 later"}}}));
    Transfers transfers;
    auto mailer = open(transfers, mail_options(office.url()));
    Mail waiting = mail();
    waiting.once = true;
    const auto sent = send(*mailer, waiting);
    REQUIRE_FALSE(sent);
    CHECK(sent.error().code == ErrorCode::unavailable);
    CHECK(sent.error().detail.find("451 4.7.1 later") != std::string::npos);
}

TEST_CASE("a mail goes out when the server comes back") {
    const std::uint16_t port = free_port();
    std::unique_ptr<PostOffice> office;
    std::vector<std::string> notes;
    Transfers transfers;
    MailOptions options = mail_options("smtp://127.0.0.1:" + std::to_string(port));
    options.note = [&](const std::string& note) {
        notes.push_back(note);
        PostOffice::Options opened;
        opened.port = port;
        if (notes.size() == 2) office = std::make_unique<PostOffice>(opened);
    };
    auto mailer = open(transfers, options);
    const auto sent = send(*mailer, mail());
    REQUIRE(sent);
    CHECK(sent->tries == 3);
    transfers.stop();
    CHECK(office->received().size() == 1);
    CHECK(notes.size() == 2);
    CHECK(notes[0].find("does not take connections") != std::string::npos);
    CHECK(notes[0].find("ana@") == std::string::npos);
}

TEST_CASE("the log hears of a mail that was given up, but not for whom it was") {
    PostOffice office(with({{"RCPT", {"550 5.1.1 <ana@example.org> and ana@example.org: who?"}}}));
    std::vector<std::string> notes;
    Transfers transfers;
    MailOptions options = mail_options(office.url());
    options.note = [&](const std::string& note) { notes.push_back(note); };
    auto mailer = open(transfers, options);
    const auto sent = send(*mailer, mail());
    REQUIRE_FALSE(sent);
    CHECK(sent.error().detail.find("ana@example.org") != std::string::npos);
    transfers.stop();
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].find("<(address)> and (address): who?") != std::string::npos);
    CHECK(notes[0].find("ana@") == std::string::npos);
}

TEST_CASE("tries end, and the error counts them") {
    Transfers transfers;
    auto mailer = open(transfers, mail_options("smtp://127.0.0.1:" + std::to_string(free_port())));
    const auto sent = send(*mailer, mail());
    REQUIRE_FALSE(sent);
    CHECK(sent.error().code == ErrorCode::unavailable);
    CHECK(sent.error().detail.ends_with("Tried 5 times."));
}

TEST_CASE("a server that says nothing is given up") {
    for (const char* place : {"connect", "."}) {
        CAPTURE(place);
        PostOffice office(with({{place, {"", "", ""}}}));
        Transfers transfers;
        MailOptions options = mail_options(office.url());
        options.retry_delays_ms = {};
        options.answer_timeout_ms = 1'000;
        auto mailer = open(transfers, options);
        const auto sent = send(*mailer, mail());
        REQUIRE_FALSE(sent);
        CHECK(sent.error().code == ErrorCode::unavailable);
        CHECK(sent.error().detail.find("too long") != std::string::npos);
    }
}

TEST_CASE("a server that does not say goodbye spoils nothing") {
    PostOffice office(with({{"QUIT", {"", ""}}}));
    Transfers transfers;
    MailOptions options = mail_options(office.url());
    options.mail_timeout_ms = 3'600'000;
    options.answer_timeout_ms = 3'600'000;
    auto mailer = open(transfers, options);
    CHECK(send(*mailer, mail()));
    CHECK(send(*mailer, mail()));
    CHECK(office.received().size() == 2);
}

TEST_CASE("a mailer takes as many mails as may wait, and others when those are gone") {
    std::promise<void> open_door;
    const std::shared_future<void> opened = open_door.get_future().share();
    PostOffice office;
    LoopbackServer door([&](Peer& peer) {
        opened.wait();
        peer.write("554 closed\r\n");
    });
    Transfers transfers;
    MailOptions options = mail_options("smtp://127.0.0.1:" + std::to_string(door.port()));
    options.waiting_max = 3;
    auto mailer = open(transfers, options);
    std::vector<Outcome> outcomes(3);
    for (Outcome& outcome : outcomes)
        CHECK(mailer->send(mail(), outcome.done()));
    Outcome over;
    const auto refused = mailer->send(mail(), over.done());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unavailable);
    open_door.set_value();
    for (Outcome& outcome : outcomes)
        CHECK(outcome.get().error().code == ErrorCode::io_error);
    Outcome after;
    CHECK(mailer->send(mail(), after.done()));
    CHECK(after.get().error().code == ErrorCode::io_error);
}

TEST_CASE("a stop ends mails that are being sent, that wait, and that wait for a next try") {
    std::promise<void> came;
    std::atomic<bool> first = true;
    PostOffice silent(with({{"RCPT", {"", "", "", ""}}}));
    Transfers transfers;
    MailOptions options = mail_options(silent.url());
    auto mailer = open(transfers, options);
    MailOptions refused_options = mail_options("smtp://127.0.0.1:" + std::to_string(free_port()));
    refused_options.retry_delays_ms = {3'600'000};
    refused_options.note = [&](const std::string&) {
        if (first.exchange(false)) came.set_value();
    };
    auto refused = open(transfers, refused_options);
    std::vector<Outcome> outcomes(5);
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(mailer->send(mail(), outcomes[i].done()));
    CHECK(refused->send(mail(), outcomes[4].done()));
    came.get_future().wait();
    transfers.stop();
    for (Outcome& outcome : outcomes)
        CHECK(outcome.get().error().code == ErrorCode::unavailable);
    Outcome late;
    CHECK(mailer->send(mail(), late.done()).error().code == ErrorCode::unavailable);
}

TEST_CASE("a mailer may go before its transfers") {
    PostOffice office(with({{"RCPT", {""}}}));
    Transfers transfers;
    auto mailer = open(transfers, mail_options(office.url()));
    Outcome outcome;
    CHECK(mailer->send(mail(), outcome.done()));
    mailer.reset();
    transfers.stop();
    CHECK_FALSE(outcome.get());
}

TEST_CASE("options that contradict themselves are refused") {
    Transfers transfers;
    const auto refusal = [&](auto change) {
        MailOptions options = mail_options("smtp://mail.example.org");
        options.tls = MailTls::required;
        change(options);
        auto opened = Mailer::open(transfers, options);
        return opened ? std::string() : opened.error().detail;
    };
    CHECK(refusal([](MailOptions&) {}).empty());
    CHECK_FALSE(refusal([](MailOptions& o) { o.url = "https://mail.example.org"; }).empty());
    CHECK_FALSE(refusal([](MailOptions& o) { o.user = "robot"; }).empty());
    CHECK_FALSE(refusal([](MailOptions& o) { o.password = "secret"; }).empty());
    CHECK_FALSE(refusal([](MailOptions& o) { o.from = "nobody"; }).empty());
    CHECK_FALSE(refusal([](MailOptions& o) { o.from = ""; }).empty());
    CHECK_FALSE(refusal([](MailOptions& o) {
                    o.user = "robot";
                    o.password = "secret";
                    o.tls = MailTls::off;
                }).empty());
    CHECK_FALSE(refusal([](MailOptions& o) {
                    o.url = "smtps://mail.example.org";
                    o.tls = MailTls::off;
                }).empty());
}
