// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <system_error>
#include <utility>

#include <spdlog/spdlog.h>
#include <unistd.h>

#include "daemon/app.h"
#include "daemon/backup.h"
#include "daemon/command/operator.h"
#include "daemon/command/operator_socket.h"
#include "daemon/outside.h"
#include "daemon/stores.h"
#include "shared/base/encoding.h"

namespace ensemble {

namespace {

using Lines = std::vector<std::string>;
using command::Kind;

Result<Lines> check(Stores& stores) {
    auto findings = stores.check();
    if (!findings) return findings.error();
    if (findings->empty()) return Lines{"Everything is sound."};
    std::string all = std::to_string(findings->size()) + " findings";
    for (const std::string& finding : *findings)
        all += "\n  " + finding;
    return fail(ErrorCode::corrupt, std::move(all));
}

Result<Lines> verify_audit(Stores& stores) {
    auto verified = stores.audit->verify();
    if (!verified) return verified.error();
    const auto broken = [](const storage::AuditLog::Chain& chain, const std::string& what) {
        return fail(ErrorCode::corrupt, what + " " + std::to_string(*chain.broken) +
                                            " is not what was written: it, or one after it, was "
                                            "changed, added or taken out.");
    };
    if (verified->commands.broken) return broken(verified->commands, "Entry");
    if (verified->refusals.broken) return broken(verified->refusals, "Refusal");
    Lines lines{"The record is whole: " + std::to_string(verified->commands.entries) +
                " entries, each as it was written after the one before it."};
    if (!verified->head.empty())
        lines.push_back("The last one's hash is " + hex(verified->head) +
                        ": kept elsewhere, it shows later whether all of it was written anew.");
    lines.push_back("Refusals are not part of it. Of them only the newest are kept; the " +
                    std::to_string(verified->refusals.entries) +
                    " that are there follow one another, older ones may be missing.");
    return lines;
}

bool exists(const std::string& folder) {
    return ::access((folder + "/ensemble.db").c_str(), F_OK) == 0;
}

// With what the command line, variables and file of options say, or else through the daemon.
Result<Lines> test_mail(const command::Options& options) {
    if (options.smtp.url.empty()) {
        auto asked =
            command::ask(options.data + "/ensembled.sock", command::encode_request(options));
        if (asked) return command::decode_answer(*asked);
        if (asked.error().code != ErrorCode::not_found) return asked.error();
        return fail(ErrorCode::unsupported,
                    "No daemon is running in " + options.data +
                        ", and no mail server is named: give --smtp-url, or --data.");
    }
    auto outside = Outside::open(options, {});
    if (!outside) return outside.error();
    return send_test_mail(*(*outside)->mailer, options.email);
}

// The daemon that does the work may run in another folder.
std::string absolute(const std::string& path) {
    std::error_code failed;
    const auto full = std::filesystem::absolute(path, failed);
    return failed ? path : full.string();
}

}  // namespace

Result<Lines> run_with(Stores& stores, const command::Options& options, const std::string& base_url,
                       Instant now) {
    if (options.kind == Kind::check) return check(stores);
    if (options.kind == Kind::audit_verify) return verify_audit(stores);
    command::UserRooms rooms{*stores.authority, *stores.users, *stores.accounts, base_url};
    return command::run_user_command(rooms, options, now);
}

Result<Lines> run_command(const command::Options& options) {
    if (options.kind == Kind::restore) return restore_backup(options.file, options.data);
    if (options.kind == Kind::mail_test) return test_mail(options);
    command::Options request = options;
    if (!options.file.empty()) request.file = absolute(options.file);
    auto asked = command::ask(options.data + "/ensembled.sock", command::encode_request(request));
    if (asked) return command::decode_answer(*asked);
    if (asked.error().code != ErrorCode::not_found) return asked.error();
    const bool makes_folder = options.kind == Kind::user_add;
    if (!makes_folder && !exists(options.data))
        return fail(ErrorCode::not_found,
                    options.data +
                        " is not a folder of ensembled, or not readable for this account.");
    auto stores = Stores::open(options.data,
                               [](const std::string& sentence) { spdlog::warn("{}", sentence); });
    if (!stores) return stores.error();
    const std::string base_url =
        options.public_url.empty() ? "http://" + options.listen : options.public_url;
    if (options.kind == Kind::backup) {
        auto snapshot = Snapshot::take(**stores);
        if (!snapshot) return snapshot.error();
        return (*snapshot)->write(request.file);
    }
    auto lines = run_with(**stores, request, base_url, {wall_clock()});
    if (!lines) return lines.error();
    if (auto committed = (*stores)->recorder->commit(); !committed) return committed.error();
    return lines;
}

}  // namespace ensemble
