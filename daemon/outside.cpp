// SPDX-License-Identifier: Apache-2.0
#include "daemon/outside.h"

#include <algorithm>
#include <fstream>
#include <future>
#include <utility>

#include "daemon/app.h"
#include "daemon/auth/tokens.h"
#include "shared/base/limits.h"

namespace ensemble {

namespace {

constexpr std::size_t id_characters = 32;

// The first line of the file.
Result<std::string> read_password(const std::string& path) {
    std::ifstream file(path);
    std::string line(limits::password_bytes_max + 1, '\0');
    file.read(line.data(), static_cast<std::streamsize>(line.size()));
    if (file.bad() || !file.is_open())
        return fail(ErrorCode::io_error,
                    "The file of --smtp-password-file cannot be read: " + path);
    line.resize(static_cast<std::size_t>(file.gcount()));
    line.resize(std::min(line.find_first_of("\r\n"), line.size()));
    if (line.empty() || line.size() > limits::password_bytes_max)
        return fail(ErrorCode::bad_request,
                    "The file of --smtp-password-file holds no password: " + path);
    return line;
}

Result<outbound::MailOptions> mail_options(const command::Smtp& smtp) {
    outbound::MailOptions options;
    if (smtp.url.empty()) return options;
    options.url = smtp.url;
    options.from = smtp.from;
    options.user = smtp.user;
    options.ca_file = smtp.ca_file;
    options.tls = smtp.tls == "off" ? outbound::MailTls::off : outbound::MailTls::required;
    if (!smtp.password_file.empty()) {
        auto password = read_password(smtp.password_file);
        if (!password) return password.error();
        options.password = std::move(*password);
    }
    return options;
}

}  // namespace

Result<std::unique_ptr<Outside>> Outside::open(const command::Options& options,
                                               std::function<void(const std::string&)> note) {
    auto mail = mail_options(options.smtp);
    if (!mail) return mail.error();
    mail->now = wall_clock;
    mail->fresh_id = [] { return auth::random_text(id_characters); };
    mail->note = std::move(note);
    auto outside = std::make_unique<Outside>();
    auto mailer = outbound::Mailer::open(outside->transfers, std::move(*mail));
    if (!mailer) return mailer.error();
    outside->mailer = std::move(*mailer);
    outbound::ImageOptions images;
    if (!options.badge_hosts.empty()) images.hosts = options.badge_hosts;
    auto fetcher = outbound::ImageFetcher::open(outside->transfers, std::move(images));
    if (!fetcher) return fetcher.error();
    outside->images = std::move(*fetcher);
    return outside;
}

Result<std::vector<std::string>> send_test_mail(outbound::Mailer& mailer, const std::string& to) {
    outbound::Mail mail;
    mail.to = to;
    mail.subject = "A test from Ensemble";
    mail.text =
        "This mail was sent to see whether this server of Ensemble can send mail. It can.\n";
    mail.once = true;
    using Sent = Result<outbound::Delivery>;
    auto promise = std::make_shared<std::promise<Sent>>();
    auto sent = promise->get_future();
    auto taken =
        mailer.send(std::move(mail), [promise](const Sent& result) { promise->set_value(result); });
    if (!taken) return taken.error();
    const Sent result = sent.get();
    if (!result) return result.error();
    return std::vector<std::string>{"The mail server took the mail for " + to + ": " +
                                        result->answer,
                                    "If it does not arrive, ask that server's log, and look into "
                                    "the folder for unwanted mail."};
}

}  // namespace ensemble
