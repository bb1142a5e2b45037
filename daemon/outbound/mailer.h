// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/outbound/mail.h"
#include "shared/base/ids.h"
#include "shared/base/limits.h"
#include "shared/base/result.h"

namespace ensemble::outbound {

class Transfers;

enum class MailTls : std::uint8_t {
    required,  // smtps, or STARTTLS before anything else
    off,       // never; only for a server that is reached without strangers in between
};

struct MailOptions {
    std::string url;   // "" for a server that sends no mail
    std::string from;  // `Ensemble <ensemble@example.org>`
    std::string user;  // "" signs in nowhere
    std::string password;
    MailTls tls = MailTls::required;
    std::string ca_file;  // PEM; "" trusts what the system trusts

    // Between the tries of one mail: five of them within half an hour.
    std::vector<std::int64_t> retry_delays_ms{30'000, 120'000, 450'000, 1'200'000};
    std::int64_t connect_timeout_ms = 15'000;
    std::int64_t answer_timeout_ms = 60'000;  // for each answer of the server
    std::int64_t mail_timeout_ms = 120'000;   // for all of one try
    std::size_t waiting_max = limits::mails_waiting_max;

    std::function<Instant()> now;  // for Date
    std::function<std::string()>
        fresh_id;  // for Message-ID: letters and digits, never the same twice
    // A sentence for the log when a mail must be tried again or was given up; it holds no address.
    // Called on the thread of the transfers. May be empty.
    std::function<void(const std::string&)> note;
};

struct Delivery {
    std::string answer;  // what the server said last, e.g. "250 2.0.0 Ok: queued as 4XyZ"
    int tries = 1;
};

// Hands mails to one SMTP server, two at a time. Mails wait in memory only: what has not gone out
// at the stop of the program is lost, so nothing may depend on a mail.
class Mailer {
public:
    using Done = std::function<void(const Result<Delivery>&)>;

    // bad_request when the options contradict themselves. `transfers` must outlive every call of
    // `send`, not the mailer.
    static Result<std::unique_ptr<Mailer>> open(Transfers& transfers, MailOptions options);

    bool configured() const;

    // Any thread. An error says that the mail was not taken, and `done` is not called: bad_request
    // and too_large for the mail, unsupported when not configured, unavailable when too many wait
    // or at the stop. Otherwise `done` is called once, on the thread of the transfers: it must not
    // block. Its error is io_error when the server refused for good, unavailable when all tries
    // failed or the program stops.
    Result<void> send(Mail mail, Done done);

private:
    struct State;
    explicit Mailer(std::shared_ptr<State> state) : state_(std::move(state)) {}
    std::shared_ptr<State> state_;
};

}  // namespace ensemble::outbound
