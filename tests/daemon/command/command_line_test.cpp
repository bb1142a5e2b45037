// SPDX-License-Identifier: Apache-2.0
#include "daemon/command/command_line.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

using namespace ensemble::command;

namespace {

Parsed parse_words(std::vector<std::string> words) {
    words.insert(words.begin(), "ensembled");
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return parse(static_cast<int>(words.size()), pointers.data());
}

// A file that is gone with the object.
class TemporaryFile {
public:
    explicit TemporaryFile(std::string_view text) {
        std::string name = (std::filesystem::temp_directory_path() / "options-XXXXXX").string();
        const int file = ::mkstemp(name.data());
        REQUIRE(file >= 0);
        ::close(file);
        path_ = name;
        std::ofstream(path_) << text;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace

TEST_CASE("serve has defaults that are safe") {
    const Parsed parsed = parse_words({"serve"});
    REQUIRE_FALSE(parsed.exit_code.has_value());
    CHECK(parsed.options.kind == Kind::serve);
    CHECK(parsed.options.host() == "127.0.0.1");
    CHECK(parsed.options.port() == 8080);
    CHECK(parsed.options.heartbeat_timeout_s == 300);
}

TEST_CASE("addresses are taken apart") {
    CHECK(parse_words({"serve", "--listen", "[::1]:90"}).options.host() == "::1");
    CHECK(parse_words({"serve", "--listen", ":90"}).options.host() == "0.0.0.0");
    CHECK(parse_words({"serve", "--listen", "example.org:90"}).options.port() == 90);
    for (const char* wrong : {"80", "host", "host:", "host:99999", "host:8x"})
        CHECK(parse_words({"serve", "--listen", wrong}).exit_code == 1);
}

TEST_CASE("a certificate needs its key and the other way round") {
    CHECK(parse_words({"serve", "--tls-cert", "c"}).exit_code == 1);
    CHECK(parse_words({"serve", "--tls-key", "k"}).exit_code == 1);
    CHECK_FALSE(parse_words({"serve", "--tls-cert", "c", "--tls-key", "k"}).exit_code);
}

TEST_CASE("options also come from variables, and the command line wins") {
    ::setenv("ENSEMBLE_LISTEN", "127.0.0.1:7001", 1);
    ::setenv("ENSEMBLE_DATA", "from-variable", 1);
    CHECK(parse_words({"serve"}).options.port() == 7001);
    CHECK(parse_words({"serve", "--listen", "127.0.0.1:7002"}).options.port() == 7002);
    CHECK(parse_words({"check"}).options.data == "from-variable");
    ::unsetenv("ENSEMBLE_LISTEN");
    ::unsetenv("ENSEMBLE_DATA");
}

TEST_CASE("options also come from a file, and all others win") {
    const TemporaryFile file(
        "listen = 127.0.0.1:7003\npublic-url = \"https://runs.example.org\"\nlog-level = warn\n");
    const Parsed parsed = parse_words({"serve", "--config", file.path(), "--log-level", "debug"});
    REQUIRE_FALSE(parsed.exit_code);
    CHECK(parsed.options.port() == 7003);
    CHECK(parsed.options.public_url == "https://runs.example.org");
    CHECK(parsed.options.log_level == "debug");
    ::setenv("ENSEMBLE_CONFIG", file.path().c_str(), 1);
    ::setenv("ENSEMBLE_LISTEN", "127.0.0.1:7004", 1);
    CHECK(parse_words({"serve"}).options.port() == 7004);
    CHECK(parse_words({"serve"}).options.public_url == "https://runs.example.org");
    ::unsetenv("ENSEMBLE_LISTEN");
    ::unsetenv("ENSEMBLE_CONFIG");
}

TEST_CASE("a file of options that cannot be followed is refused") {
    CHECK(parse_words({"serve", "--config", "/no/such/file"}).exit_code == 1);
    for (const char* wrong :
         {"colour = red\n", "listen = nowhere\n", "tls-cert = c\n", "log-level = loud\n",
          "config = other\n", "[tls]\ncert = c\n", "public-url = nonsense\n"}) {
        CAPTURE(wrong);
        const TemporaryFile file(wrong);
        CHECK(parse_words({"serve", "--config", file.path()}).exit_code == 1);
    }
}

TEST_CASE("a public address is one without a path") {
    for (const char* right : {"http://a", "https://runs.example.org:8443", "http://[::1]:80"})
        CHECK_FALSE(parse_words({"serve", "--public-url", right}).exit_code);
    for (const char* wrong : {"nonsense", "ftp://a", "http://", "http://a/", "https://a/b?c"})
        CHECK(parse_words({"serve", "--public-url", wrong}).exit_code == 1);
}

TEST_CASE("serve takes what concerns mail and badges from everywhere") {
    const TemporaryFile file(
        "smtp-url = smtp://file.example.org\nbadge-hosts = \"a.org, b.org/*.svg\"\n");
    ::setenv("ENSEMBLE_SMTP_FROM", "lab@example.org", 1);
    const Parsed parsed = parse_words({"serve", "--config", file.path(), "--smtp-user", "robot"});
    ::unsetenv("ENSEMBLE_SMTP_FROM");
    REQUIRE_FALSE(parsed.exit_code);
    CHECK(parsed.options.smtp.url == "smtp://file.example.org");
    CHECK(parsed.options.smtp.from == "lab@example.org");
    CHECK(parsed.options.smtp.user == "robot");
    CHECK(parsed.options.smtp.tls == "required");
    CHECK(parsed.options.badge_hosts == "a.org, b.org/*.svg");
    CHECK(parse_words({"serve", "--smtp-tls", "off"}).options.smtp.tls == "off");
    CHECK(parse_words({"serve", "--smtp-tls", "maybe"}).exit_code == 1);
}

TEST_CASE("a test of mails has an address and follows serve unless it is told otherwise") {
    const TemporaryFile file("smtp-url = smtp://file.example.org\nsmtp-user = robot\n");
    ::setenv("ENSEMBLE_SMTP_FROM", "lab@example.org", 1);
    const Parsed parsed = parse_words({"mail-test", "ana@example.org", "--config", file.path(),
                                       "--smtp-user", "me", "--smtp-tls", "off"});
    const Parsed other =
        parse_words({"mail-test", "ana@example.org", "--smtp-from", "me@example.org"});
    ::unsetenv("ENSEMBLE_SMTP_FROM");
    REQUIRE_FALSE(parsed.exit_code);
    CHECK(parsed.options.kind == Kind::mail_test);
    CHECK(parsed.options.email == "ana@example.org");
    CHECK(parsed.options.smtp.url == "smtp://file.example.org");
    CHECK(parsed.options.smtp.from == "lab@example.org");
    CHECK(parsed.options.smtp.user == "me");
    CHECK(parsed.options.smtp.tls == "off");
    CHECK(other.options.smtp.from == "me@example.org");
    CHECK(other.options.smtp.tls == "required");
    CHECK(parse_words({"mail-test"}).exit_code == 1);
}

TEST_CASE("commands about users are understood") {
    const Parsed add = parse_words({"user", "add", "ana", "--email", "a@b.c", "--admin"});
    CHECK(add.options.kind == Kind::user_add);
    CHECK(add.options.name == "ana");
    CHECK(add.options.admin);
    CHECK(parse_words({"user", "add", "ana"}).exit_code == 1);
    CHECK(parse_words({"user", "list"}).options.kind == Kind::user_list);
    CHECK(parse_words({"user", "link", "ana"}).options.kind == Kind::user_link);
    CHECK(parse_words({"user", "deactivate", "ana"}).options.kind == Kind::user_deactivate);
    CHECK(parse_words({"user"}).exit_code == 1);
    CHECK(parse_words({}).exit_code == 1);
    CHECK(parse_words({"dance"}).exit_code == 1);
}

TEST_CASE("permissions are printed in one of three ways") {
    CHECK(parse_words({"permissions"}).options.kind == Kind::permissions);
    CHECK(parse_words({"permissions"}).options.format == Format::table);
    CHECK(parse_words({"permissions", "--json"}).options.format == Format::json);
    CHECK(parse_words({"permissions", "--markdown"}).options.format == Format::markdown);
    CHECK(parse_words({"permissions", "--json", "--markdown"}).exit_code == 1);
}

TEST_CASE("help is not a failure") {
    CHECK(parse_words({"--help"}).exit_code == 0);
}
