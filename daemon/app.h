// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/command/command_line.h"
#include "shared/base/ids.h"
#include "shared/base/result.h"

namespace ensemble {

// The whole daemon: every part is made and joined in here and nowhere else.
class App {
public:
    static Result<std::unique_ptr<App>> open(const command::Options& options);
    ~App();  // stop()

    // Serves until `stop`. Only then is it reachable and, a moment later, ready.
    Result<void> start();
    // Stops accepting, lets running requests finish, seals nothing: what was acknowledged is safe.
    void stop();

    std::string address() const;  // e.g. http://127.0.0.1:8080

private:
    struct Parts;
    explicit App(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

// Commands that need no server: users, check, backup, restore. Asks a running daemon if there is
// one, and opens the folder itself otherwise. Gives the lines to print.
Result<std::vector<std::string>> run_command(const command::Options& options);

// Users and check, inside a running daemon or with an opened folder; `base_url` is for links.
struct Stores;
Result<std::vector<std::string>> run_with(Stores& stores, const command::Options& options,
                                          const std::string& base_url, Instant now);

Instant wall_clock();
std::int64_t steady_clock_ms();

}  // namespace ensemble
