// SPDX-License-Identifier: Apache-2.0
#include "daemon/command/command_line.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>
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

TEST_CASE("help is not a failure") {
    CHECK(parse_words({"--help"}).exit_code == 0);
}
