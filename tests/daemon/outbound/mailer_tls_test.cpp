// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "certificate.h"
#include "daemon/outbound/mailer.h"
#include "post_office.h"

using namespace ensemble;
using namespace ensemble::outbound;
using namespace ensemble::tests;

namespace {

Result<Delivery> send(const MailOptions& options) {
    Transfers transfers;
    auto mailer = Mailer::open(transfers, options);
    REQUIRE(mailer);
    Outcome outcome;
    REQUIRE((*mailer)->send({"ana@example.org", "Hello", "Text."}, outcome.done()));
    return outcome.get();
}

MailOptions with_tls(const std::string& url, const std::string& ca_file) {
    MailOptions options = mail_options(url);
    options.tls = MailTls::required;
    options.ca_file = ca_file;
    return options;
}

}  // namespace

TEST_CASE("STARTTLS comes before the user, the password and the mail") {
    const Certificate certificate;
    PostOffice::Options said;
    said.certificate = &certificate;
    said.offers = {"AUTH PLAIN"};
    PostOffice office(said);
    MailOptions options = with_tls(office.url(), certificate.certificate_path());
    options.user = "robot";
    options.password = "secret";
    REQUIRE(send(options));
    const Received received = office.received().at(0);
    CHECK(received.encrypted);
    REQUIRE(received.commands.size() > 3);
    CHECK(received.commands[1] == "STARTTLS");
    CHECK(received.commands[3].starts_with("AUTH"));
}

TEST_CASE("smtps is encrypted from the first byte") {
    const Certificate certificate;
    PostOffice::Options said;
    said.certificate = &certificate;
    said.tls_from_the_start = true;
    PostOffice office(said);
    REQUIRE(send(with_tls("smtps://127.0.0.1:" + std::to_string(office.port()),
                          certificate.certificate_path())));
    CHECK(office.received().at(0).encrypted);
}

TEST_CASE("a server without STARTTLS gets nothing") {
    PostOffice office;
    const auto sent = send(with_tls(office.url(), ""));
    REQUIRE_FALSE(sent);
    CHECK(sent.error().code == ErrorCode::io_error);
    CHECK(sent.error().detail.find("does not offer STARTTLS") != std::string::npos);
    CHECK(office.received().empty());
    CHECK(office.connections() == 1);
}

TEST_CASE("a certificate that nobody vouches for is refused") {
    const Certificate certificate;
    PostOffice::Options said;
    said.certificate = &certificate;
    PostOffice office(said);
    const auto sent = send(with_tls(office.url(), ""));
    REQUIRE_FALSE(sent);
    CHECK(sent.error().code == ErrorCode::io_error);
    CHECK(sent.error().detail.find("--smtp-ca") != std::string::npos);
    CHECK(office.received().empty());
}

TEST_CASE("a file without certificates is named as the trouble") {
    const Certificate certificate;
    PostOffice::Options said;
    said.certificate = &certificate;
    PostOffice office(said);
    const auto sent = send(with_tls(office.url(), certificate.key_path()));
    REQUIRE_FALSE(sent);
    CHECK(sent.error().detail.find("--smtp-ca") != std::string::npos);
}
