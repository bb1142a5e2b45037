// SPDX-License-Identifier: Apache-2.0
#include "daemon/command/command_line.h"

#include <charconv>
#include <cstdlib>
#include <utility>

#include <CLI/CLI.hpp>

#include "daemon/command/outbound_options.h"

namespace ensemble::command {

namespace {

struct Address {
    std::string host;
    std::uint16_t port = 0;
};

// HOST:PORT, [IPV6]:PORT or :PORT for every address.
std::optional<Address> parse_address(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    Address address;
    address.host = text.substr(0, colon);
    if (address.host.size() >= 2 && address.host.front() == '[' && address.host.back() == ']')
        address.host = address.host.substr(1, address.host.size() - 2);
    if (address.host.empty()) address.host = "0.0.0.0";
    const std::string_view digits = text.substr(colon + 1);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return address;
}

// A scheme, a host and perhaps a port: paths are put behind it.
std::string check_public_url(const std::string& text) {
    const std::size_t slashes = text.find("://");
    const std::string_view scheme = std::string_view(text).substr(0, slashes);
    const bool good = slashes != std::string::npos && (scheme == "http" || scheme == "https") &&
                      text.size() > slashes + 3 &&
                      text.find_first_of("/?# \t", slashes + 3) == std::string::npos;
    return good ? std::string()
                : "needs http://HOST or https://HOST, with a port or without, not " + text;
}

// Several commands share a variable. CLI11 would let the variable of a command that was not given
// overwrite what the given one said, so it is read here, before anything is parsed.
void read_environment(Options& options) {
    for (const auto& [name, target] :
         {std::pair{"ENSEMBLE_DATA", &options.data}, std::pair{"ENSEMBLE_LISTEN", &options.listen},
          std::pair{"ENSEMBLE_PUBLIC_URL", &options.public_url}}) {
        if (const char* value = std::getenv(name); value != nullptr && *value != 0) *target = value;
    }
}

CLI::Option* add_data(CLI::App& command, Options& options) {
    return command
        .add_option("--data", options.data, "Folder that holds everything (ENSEMBLE_DATA)")
        ->capture_default_str();
}

void add_serve(CLI::App& app, Options& options) {
    CLI::App* serve = app.add_subcommand("serve", "Serve training scripts and the page");
    add_data(*serve, options)->envname("ENSEMBLE_DATA");
    serve->add_option("--listen", options.listen, "HOST:PORT to listen on")
        ->envname("ENSEMBLE_LISTEN")
        ->check([](const std::string& text) {
            return parse_address(text) ? std::string()
                                       : "needs HOST:PORT, like 127.0.0.1:8080, not " + text;
        })
        ->capture_default_str();
    serve
        ->add_option("--public-url", options.public_url,
                     "Address under which others reach this server, if it is not the one they ask")
        ->envname("ENSEMBLE_PUBLIC_URL")
        ->check(check_public_url);
    auto* cert = serve->add_option("--tls-cert", options.tls_cert, "Certificate chain, PEM")
                     ->envname("ENSEMBLE_TLS_CERT");
    auto* key = serve->add_option("--tls-key", options.tls_key, "Its private key, PEM")
                    ->envname("ENSEMBLE_TLS_KEY");
    cert->needs(key);
    key->needs(cert);
    serve
        ->add_option("--heartbeat-timeout", options.heartbeat_timeout_s,
                     "Seconds of silence after which a run counts as crashed")
        ->envname("ENSEMBLE_HEARTBEAT_TIMEOUT_S")
        ->check(CLI::Range(1, 7 * 24 * 3600))
        ->capture_default_str();
    serve
        ->add_option("--trash-days", options.trash_days,
                     "Days that what was deleted can be restored")
        ->envname("ENSEMBLE_TRASH_DAYS")
        ->check(CLI::Range(1, 3650))
        ->capture_default_str();
    add_outbound_options(*serve, options);
    serve->add_option("--log-level", options.log_level, "debug, info, warn or error")
        ->envname("ENSEMBLE_LOG_LEVEL")
        ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
        ->capture_default_str();
    serve
        ->add_option("--config", options.config,
                     "File with any of these options, one `name = value` a line")
        ->envname("ENSEMBLE_CONFIG");
    serve->callback([&options] { options.kind = Kind::serve; });
}

// CLI11 reads such a file for a whole program only, not for one of its commands. What the command
// line or a variable says wins.
void read_config(CLI::App& serve, Options& options) {
    for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_file(options.config)) {
        CLI::Option* option = serve.get_option_no_throw("--" + item.name);
        if (option == nullptr || !item.parents.empty() || item.name == "config" ||
            item.name == "help")
            throw CLI::ConfigError(options.config + ": there is no option " + item.fullname());
        if (option->count() > 0) continue;
        for (const std::string& input : item.inputs)
            option->add_result(input);
        option->run_callback();
    }
    if (options.tls_cert.empty() != options.tls_key.empty())
        throw CLI::ConfigError(options.config + ": tls-cert and tls-key need each other");
}

CLI::App* add_user_command(CLI::App& user, Options& options, const char* name, const char* about,
                           Kind kind, bool named) {
    CLI::App* command = user.add_subcommand(name, about);
    add_data(*command, options);
    if (named) command->add_option("name", options.name, "Name of the user")->required();
    command->callback([&options, kind] { options.kind = kind; });
    return command;
}

void add_user(CLI::App& app, Options& options) {
    CLI::App* user = app.add_subcommand("user", "People of this server");
    user->require_subcommand(1);
    CLI::App* add =
        add_user_command(*user, options, "add", "Add a user; prints an API key on its last line",
                         Kind::user_add, true);
    add->add_option("--email", options.email, "E-mail address")->required();
    add->add_flag("--admin", options.admin, "May manage this server");
    add->add_option("--api-key", options.api_key, "Use this key: 40 to 128 of A-Z a-z 0-9 - _");
    add_user_command(*user, options, "list", "List users", Kind::user_list, false);
    CLI::App* link = add_user_command(
        *user, options, "link", "Print a link that signs the user in once", Kind::user_link, true);
    link->add_option("--public-url", options.public_url,
                     "Address to put into the link (ENSEMBLE_PUBLIC_URL)");
    link->add_option("--listen", options.listen,
                     "Where the server listens, when it is stopped (ENSEMBLE_LISTEN)");
    add_user_command(*user, options, "deactivate", "End all access of the user",
                     Kind::user_deactivate, true);
    add_user_command(*user, options, "activate", "Give a deactivated user access again",
                     Kind::user_activate, true);
    CLI::App* admin = add_user_command(
        *user, options, "admin", "Make the user an admin of the instance", Kind::user_admin, true);
    admin->callback([&options] {
        options.kind = Kind::user_admin;
        options.admin = !options.revoke;
    });
    admin->add_flag("--revoke", options.revoke, "Take the right away");
}

void add_permissions(CLI::App& app, Options& options) {
    CLI::App* permissions = app.add_subcommand("permissions", "Print who may do what");
    auto* json = permissions->add_flag_callback(
        "--json", [&options] { options.format = Format::json; }, "Every role with all its actions");
    permissions
        ->add_flag_callback(
            "--markdown", [&options] { options.format = Format::markdown; },
            "The page of the documentation")
        ->excludes(json);
    permissions->callback([&options] { options.kind = Kind::permissions; });
}

}  // namespace

std::string Options::host() const {
    return parse_address(listen).value_or(Address{}).host;
}
std::uint16_t Options::port() const {
    return parse_address(listen).value_or(Address{}).port;
}

Parsed parse(int argc, char** argv) {
    Parsed parsed;
    Options& options = parsed.options;
    read_environment(options);
    CLI::App app("ensembled keeps the experiments of a machine learning team.", "ensembled");
    app.require_subcommand(1);
    add_serve(app, options);
    add_user(app, options);
    CLI::App* check = app.add_subcommand("check", "Verify every checksum and invariant");
    add_data(*check, options);
    check->callback([&options] { options.kind = Kind::check; });
    CLI::App* audit = app.add_subcommand("audit", "The record of everything that was decided");
    audit->require_subcommand(1);
    CLI::App* verify =
        audit->add_subcommand("verify", "Show that no entry was changed, added or taken out");
    add_data(*verify, options);
    verify->callback([&options] { options.kind = Kind::audit_verify; });
    CLI::App* backup = app.add_subcommand("backup", "Write everything into one file");
    add_data(*backup, options);
    backup->add_option("file", options.file, "File to write; must not exist")->required();
    backup->callback([&options] { options.kind = Kind::backup; });
    CLI::App* restore = app.add_subcommand("restore", "Fill an empty folder from a backup");
    add_data(*restore, options);
    restore->add_option("file", options.file, "File of a backup")->required();
    restore->callback([&options] { options.kind = Kind::restore; });
    Smtp said;
    add_mail_test(app, options, said);
    add_permissions(app, options);
    app.add_subcommand("version", "Print the version")->callback([&options] {
        options.kind = Kind::version;
    });
    try {
        app.parse(argc, argv);
        if (!options.config.empty()) read_config(*app.get_subcommand("serve"), options);
        prefer(said, options);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        parsed.exit_code = code == 0 ? 0 : 1;
    }
    return parsed;
}

}  // namespace ensemble::command
