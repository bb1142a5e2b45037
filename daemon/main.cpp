// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdio>
#include <exception>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "daemon/app.h"
#include "daemon/command/command_line.h"
#include "daemon/command/permission_tables.h"

namespace {

using namespace ensemble;

int complain(const Error& error) {
    std::fprintf(stderr, "ensembled: %s\n", error.detail.c_str());
    return 1;
}

// Blocks until SIGINT or SIGTERM. The signals must have been blocked before any thread began.
void wait_for_signal(const sigset_t& signals) {
    int signal = 0;
    sigwait(&signals, &signal);
    spdlog::info("signal {}: stopping", signal);
}

int serve(const command::Options& options) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    auto app = App::open(options);
    if (!app) return complain(app.error());
    if (auto started = (*app)->start(); !started) return complain(started.error());
    wait_for_signal(signals);
    (*app)->stop();
    spdlog::info("stopped");
    return 0;
}

int run(int argc, char** argv) {
    const command::Parsed parsed = command::parse(argc, argv);
    if (parsed.exit_code) return *parsed.exit_code;
    const command::Options& options = parsed.options;
    // The log goes to standard error: standard output belongs to the commands' answers.
    spdlog::set_default_logger(spdlog::stderr_color_mt("ensembled"));
    spdlog::set_level(spdlog::level::from_str(options.log_level));
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
    if (options.kind == command::Kind::version) {
        std::printf("ensembled %s\n", ENSEMBLE_VERSION);
        return 0;
    }
    if (options.kind == command::Kind::permissions) {
        std::fputs(command::permissions_as(options.format).c_str(), stdout);
        return 0;
    }
    if (options.kind == command::Kind::serve) return serve(options);
    auto lines = run_command(options);
    if (!lines) return complain(lines.error());
    for (const std::string& line : *lines)
        std::printf("%s\n", line.c_str());
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "ensembled: %s\n", error.what());
        return 1;
    }
}
