// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/result.h"

namespace ensemble::command {

enum class Kind : std::uint8_t {
    serve,
    user_add,
    user_list,
    user_link,
    user_deactivate,
    check,
    backup,
    restore,
    version,
    mail_test,
    permissions,
    audit_verify,
    user_activate,
    user_admin,
};

enum class Format : std::uint8_t { table, json, markdown };

// The server that takes mails.
struct Smtp {
    std::string url;  // "" for none
    std::string user;
    std::string password_file;
    std::string from;
    std::string tls = "required";  // or "off"
    std::string ca_file;
};

// Everything that can be said on the command line, in ENSEMBLE_* variables or in the file of
// --config; read once.
struct Options {
    Kind kind = Kind::serve;
    std::string data = "ensemble-data";
    std::string listen = "127.0.0.1:8080";
    std::string public_url;  // "" follows the Host of each request
    std::string config;      // file with options of serve, "" for none
    std::string tls_cert;
    std::string tls_key;
    std::string log_level = "info";
    int heartbeat_timeout_s = 300;  // without a sign of life a run counts as crashed
    int trash_days = 30;            // that something deleted can be restored
    Smtp smtp;
    std::string badge_hosts;  // "" for the usual ones
    std::string name;         // of the user
    std::string email;        // of the user, or for the test of mails
    bool admin = false;
    bool revoke = false;
    std::string api_key;
    std::string file;               // of backup and restore
    Format format = Format::table;  // of permissions

    std::string host() const;
    std::uint16_t port() const;
};

// Parses; on --help or an error prints what CLI11 has to say and gives the exit code instead.
struct Parsed {
    Options options;
    std::optional<int> exit_code;
};
Parsed parse(int argc, char** argv);

}  // namespace ensemble::command
