// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/command/command_line.h"
#include "daemon/outbound/image_fetcher.h"
#include "daemon/outbound/mailer.h"
#include "daemon/outbound/transfers.h"
#include "shared/base/result.h"

namespace ensemble {

// All ways to other hosts.
struct Outside {
    outbound::Transfers transfers;
    std::unique_ptr<outbound::Mailer> mailer;
    std::unique_ptr<outbound::ImageFetcher> images;

    // bad_request for options that cannot be followed; `note` hears of mails that have to wait or
    // were given up.
    static Result<std::unique_ptr<Outside>> open(const command::Options& options,
                                                 std::function<void(const std::string&)> note);
};

// Sends a mail and waits for the answer of the server, two minutes at most. Gives the lines to
// print. Not for the thread of the transfers.
Result<std::vector<std::string>> send_test_mail(outbound::Mailer& mailer, const std::string& to);

}  // namespace ensemble
