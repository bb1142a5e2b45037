// SPDX-License-Identifier: Apache-2.0
#include "daemon/command/outbound_options.h"

#include <CLI/CLI.hpp>

namespace ensemble::command {

namespace {

struct SmtpOption {
    const char* name;
    const char* variable;
    const char* about;
    std::string Smtp::*target;
};

constexpr SmtpOption smtp_options[] = {
    {"--smtp-url", "ENSEMBLE_SMTP_URL",
     "Server that takes mails: smtp://HOST[:PORT] or smtps://HOST[:PORT]", &Smtp::url},
    {"--smtp-from", "ENSEMBLE_SMTP_FROM", "Sender of mails, like Ensemble <ensemble@example.org>",
     &Smtp::from},
    {"--smtp-user", "ENSEMBLE_SMTP_USER", "User to sign in as at that server", &Smtp::user},
    {"--smtp-password-file", "ENSEMBLE_SMTP_PASSWORD_FILE", "File with the password of that user",
     &Smtp::password_file},
    {"--smtp-tls", "ENSEMBLE_SMTP_TLS",
     "required, or off for a server with nobody on the way to it", &Smtp::tls},
    {"--smtp-ca", "ENSEMBLE_SMTP_CA",
     "Certificates that vouch for that server, PEM, in place of the system's", &Smtp::ca_file},
};

CLI::Option* add(CLI::App& command, const SmtpOption& option, Smtp& smtp) {
    CLI::Option* added = command.add_option(option.name, smtp.*option.target, option.about);
    if (option.target == &Smtp::tls) added->check(CLI::IsMember({"required", "off"}));
    return added;
}

}  // namespace

void add_outbound_options(CLI::App& serve, Options& options) {
    for (const SmtpOption& option : smtp_options)
        add(serve, option, options.smtp)->envname(option.variable);
    serve
        .add_option("--badge-hosts", options.badge_hosts,
                    "Hosts whose badges are shown, HOST or HOST/PATH with commas between, or none")
        ->envname("ENSEMBLE_BADGE_HOSTS");
}

void add_mail_test(CLI::App& app, Options& options, Smtp& said) {
    said.tls.clear();
    CLI::App* test = app.add_subcommand(
        "mail-test", "Send a mail and print what the mail server answers; through the running "
                     "daemon unless --smtp-url is given or set");
    test->add_option("address", options.email, "Where to send it")->required();
    test->add_option("--data", options.data, "Folder of the running daemon (ENSEMBLE_DATA)")
        ->capture_default_str();
    test->add_option("--config", options.config, "File with options of serve");
    for (const SmtpOption& option : smtp_options)
        add(*test, option, said);
    test->callback([&options] { options.kind = Kind::mail_test; });
}

void prefer(const Smtp& said, Options& options) {
    for (const SmtpOption& option : smtp_options)
        if (!(said.*option.target).empty()) options.smtp.*option.target = said.*option.target;
}

}  // namespace ensemble::command
