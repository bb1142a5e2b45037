// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "daemon/command/command_line.h"

namespace CLI {  // NOLINT(readability-identifier-naming)
class App;
}

// What concerns hosts other than this one.
namespace ensemble::command {

// Options of serve, each with its variable.
void add_outbound_options(CLI::App& serve, Options& options);

// The command mail-test. What it is given itself is kept in `said`, for `prefer`: the variables and
// the file of options are those of serve.
void add_mail_test(CLI::App& app, Options& options, Smtp& said);

// Puts what `said` has in place of what `options` has.
void prefer(const Smtp& said, Options& options);

}  // namespace ensemble::command
