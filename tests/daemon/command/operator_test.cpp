// SPDX-License-Identifier: Apache-2.0
#include "daemon/command/operator.h"

#include <doctest/doctest.h>

#include <string>

#include <sys/stat.h>
#include <unistd.h>

#include "daemon/command/operator_socket.h"
#include "daemon/storage/control_ledger.h"
#include "daemon/storage/database.h"

using namespace ensemble;
using namespace ensemble::command;

namespace {

struct World {
    std::unique_ptr<storage::Database> database = std::move(*storage::Database::open(":memory:"));
    storage::UserStore users{*database};
    storage::KeyStore keys{*database};
    std::unique_ptr<auth::Accounts> accounts = std::move(*auth::Accounts::open(users, keys));
    storage::ControlLedger ledger{*database};
    std::unique_ptr<sync::Authority> authority = std::move(*sync::Authority::open(ledger));
    UserRooms rooms{*authority, users, *accounts, "http://127.0.0.1:8080"};

    Result<std::vector<std::string>> run(Options options) {
        return run_user_command(rooms, options, Instant{1'000});
    }
    Options add(std::string name) {
        Options options;
        options.kind = Kind::user_add;
        options.name = std::move(name);
        options.email = "someone@example.org";
        return options;
    }
};

}  // namespace

TEST_CASE("adding a user prints the key alone on the last line, and the key works") {
    World world;
    auto lines = world.run(world.add("ana"));
    REQUIRE(static_cast<bool>(lines));
    CHECK(lines->back().size() >= 40);
    CHECK(lines->back().find(' ') == std::string::npos);
    CHECK(world.run(world.add("ana")).error().code == ErrorCode::conflict);
    CHECK(world.run(world.add("ANA")).error().code == ErrorCode::conflict);
}

TEST_CASE("a given key is taken, a bad one leaves no user behind") {
    World world;
    Options options = world.add("ana");
    options.api_key = std::string(39, 'k');
    CHECK_FALSE(static_cast<bool>(world.run(options)));
    CHECK_FALSE(world.users.find_by_name("ana")->has_value());
    options.api_key = std::string(40, 'k');
    auto lines = world.run(options);
    REQUIRE(static_cast<bool>(lines));
    CHECK(lines->back() == options.api_key);
}

TEST_CASE("names and addresses are checked") {
    World world;
    for (const char* name : {"", "a b", "api", "a/b", "ü"})
        CHECK_FALSE(static_cast<bool>(world.run(world.add(name))));
    CHECK_FALSE(static_cast<bool>(world.run(world.add(std::string(65, 'a')))));
    CHECK(static_cast<bool>(world.run(world.add(std::string(64, 'a')))));
    Options options = world.add("ana");
    options.email = "nowhere";
    CHECK_FALSE(static_cast<bool>(world.run(options)));
}

TEST_CASE("a link ends with its address and a deactivated user gets none") {
    World world;
    REQUIRE(static_cast<bool>(world.run(world.add("ana"))));
    Options link;
    link.kind = Kind::user_link;
    link.name = "ana";
    auto lines = world.run(link);
    REQUIRE(static_cast<bool>(lines));
    CHECK(lines->back().starts_with("http://127.0.0.1:8080/signin?token="));
    Options end = link;
    end.kind = Kind::user_deactivate;
    CHECK(static_cast<bool>(world.run(end)));
    CHECK(world.run(link).error().code == ErrorCode::forbidden);
    link.name = "bo";
    CHECK(world.run(link).error().code == ErrorCode::not_found);
}

TEST_CASE("requests and answers survive the way through the socket") {
    Options options;
    options.kind = Kind::user_add;
    options.name = "ana \" \n";
    options.admin = true;
    auto decoded = decode_request(encode_request(options));
    REQUIRE(static_cast<bool>(decoded));
    CHECK(decoded->name == options.name);
    CHECK(decoded->admin);
    CHECK(decoded->kind == Kind::user_add);
    options.kind = Kind::mail_test;
    options.email = "ana@example.org";
    CHECK(decode_request(encode_request(options))->kind == Kind::mail_test);
    CHECK(decode_request(encode_request(options))->email == "ana@example.org");
    for (const char* wrong : {"", "[]", "{}", "{\"kind\":99}", "{\"kind\":-1}", "{\"kind\":\"x\"}"})
        CHECK_FALSE(static_cast<bool>(decode_request(wrong)));
    auto lines = decode_answer(encode_answer(std::vector<std::string>{"a", "b"}));
    CHECK(*lines == std::vector<std::string>{"a", "b"});
    auto refused = decode_answer(encode_answer(fail(ErrorCode::conflict, "taken")));
    CHECK(refused.error().detail == "taken");
}

TEST_CASE("the operator's socket answers its owner and is closed to others") {
    char folder[] = "/tmp/ensemble-operator-XXXXXX";
    REQUIRE(::mkdtemp(folder) != nullptr);
    const std::string path = std::string(folder) + "/" + std::string(90, 'd');
    REQUIRE(::mkdir(path.c_str(), 0700) == 0);
    const std::string socket = path + "/ensembled.sock";
    CHECK(ask(socket, "x").error().code == ErrorCode::not_found);
    {
        auto opened = OperatorSocket::open(
            socket, [](const std::string& request) { return "heard " + request; });
        REQUIRE(static_cast<bool>(opened));
        struct stat status {};
        REQUIRE(::stat(socket.c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0600);
        CHECK(*ask(socket, "one") == "heard one");
        CHECK(*ask(socket, "two") == "heard two");
    }
    CHECK(ask(socket, "x").error().code == ErrorCode::not_found);
    ::rmdir(path.c_str());
    ::rmdir(folder);
}
