// SPDX-License-Identifier: Apache-2.0
#include "daemon/command/operator.h"

#include <doctest/doctest.h>

#include <string>

#include <sys/stat.h>
#include <unistd.h>

#include "daemon/command/operator_socket.h"
#include "daemon/storage/audit_log.h"
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
        options.email = name + "@example.org";
        options.name = std::move(name);
        return options;
    }
    // What is printed for `ensembled user WHAT NAME`, or the sentence that refuses it.
    std::string user(Kind what, std::string name, bool admin = false) {
        Options options;
        options.kind = what;
        options.name = std::move(name);
        options.admin = admin;
        const auto lines = run(options);
        return lines ? lines->front() : "refused: " + lines.error().detail;
    }
    void put(std::vector<records::Row> rows) {
        storage::Decided line{.at = {1'000}, .event = "set_up"};
        line.changes.put = std::move(rows);
        REQUIRE(authority->record(std::move(line)));
    }
    UserId id(const char* name) { return authority->state().user_named(name)->id; }
    bool admin(const char* name) { return authority->state().user_named(name)->admin; }
    bool active(const char* name) { return !authority->state().user_named(name)->deactivated_at; }
};

constexpr TeamId vision{5'000'000'001};
constexpr UserId bot{5'000'000'002}, fleet{5'000'000'003};

// Root runs the instance, Ana the team vision with Bo as a member; bot is its service account, and
// fleet one of the instance.
struct Group : World {
    Group() {
        Options root = add("root");
        root.admin = true;
        for (const Options& options : {root, add("ana"), add("bo")})
            REQUIRE(run(options));
        const auto service = [](UserId user, const char* name, records::UserKind kind) {
            return records::User{.id = user, .name = name, .kind = kind, .home_team = vision};
        };
        const auto member = [](UserId user, permissions::Role role) {
            return records::Member{.team = vision, .user = user, .role = {role, {}}};
        };
        put({records::Team{.id = vision, .name = "vision"},
             service(bot, "vision-bot", records::UserKind::team_service),
             service(fleet, "fleet", records::UserKind::instance_service),
             member(id("ana"), permissions::Role::admin),
             member(id("bo"), permissions::Role::member), member(bot, permissions::Role::member)});
    }
};

}  // namespace

TEST_CASE("what the operator does is in the audit, as done from the command line by nobody else") {
    World world;
    REQUIRE(world.run(world.add("ana")));
    REQUIRE(world.run(world.add("bo")));
    world.user(Kind::user_link, "bo");
    world.user(Kind::user_admin, "bo", true);
    world.user(Kind::user_deactivate, "ana");
    std::vector<std::string> names;
    const auto entries = *storage::AuditLog(*world.database).list({});
    for (const storage::LogEntry& entry : entries) {
        names.push_back(entry.name);
        CHECK(entry.device == "command line");
        CHECK_FALSE(entry.actor);
        CHECK_FALSE(entry.rule.has_value());
    }
    CHECK(names == std::vector<std::string>{"user_deactivated", "instance_admin_made",
                                            "sign_in_link_made", "key_made", "user_added",
                                            "key_made", "user_added"});
    CHECK(entries[2].on_behalf_of == world.id("bo"));
    CHECK(entries[2].detail == "bo");
}

TEST_CASE("adding a user prints the key alone on the last line, and the key works") {
    World world;
    auto lines = world.run(world.add("ana"));
    REQUIRE(static_cast<bool>(lines));
    CHECK(lines->back().size() >= 40);
    CHECK(lines->back().find(' ') == std::string::npos);
    for (const char* name : {"ana", "ANA"}) {
        Options taken = world.add(name);
        taken.email = "other@example.org";
        CHECK(world.run(taken).error().code == ErrorCode::conflict);
    }
}

TEST_CASE("an address that somebody has is refused, that of a deactivated user is not") {
    Group world;
    Options twin = world.add("twin");
    twin.email = "ANA@example.org";
    const auto refused = world.run(twin);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::conflict);
    CHECK(refused.error().detail ==
          "A user with the e-mail address ANA@example.org exists already.");
    CHECK(world.authority->state().user_named("twin") == nullptr);
    twin.email = "BO@example.org";
    REQUIRE(world.user(Kind::user_deactivate, "bo").starts_with("bo has no access"));
    CHECK(world.run(twin));
}

TEST_CASE("the only admin of the instance stays one, until somebody else is") {
    Group world;
    const std::string alone =
        "refused: root is the only admin of this instance. Make somebody else one first: ensembled "
        "user admin NAME";
    CHECK(world.user(Kind::user_admin, "root", false) == alone);
    CHECK(world.user(Kind::user_deactivate, "ROOT") == alone);
    CHECK(world.admin("root"));
    CHECK(world.active("root"));
    // A second one who cannot act does not count.
    CHECK(world.user(Kind::user_admin, "bo", true) == "bo is an admin of this instance.");
    REQUIRE(world.user(Kind::user_deactivate, "bo").starts_with("bo has no access"));
    CHECK(world.user(Kind::user_admin, "root", false) == alone);
    CHECK(world.user(Kind::user_deactivate, "root") == alone);
    REQUIRE(world.user(Kind::user_activate, "bo") == "bo has access again.");
    CHECK(world.user(Kind::user_admin, "root", false) == "root is not an admin of this instance.");
    CHECK_FALSE(world.admin("root"));
    CHECK(world.user(Kind::user_deactivate, "root").starts_with("root has no access"));
    CHECK(world.user(Kind::user_admin, "bo", false).starts_with("refused: bo is the only admin"));
}

TEST_CASE("the only admin of a team is not deactivated, until somebody else is admin there") {
    Group world;
    const std::string refused = world.user(Kind::user_deactivate, "ana");
    CHECK(refused.starts_with("refused: ana is the only admin of the team vision. Make somebody "
                              "else its admin first"));
    CHECK(world.active("ana"));
    world.put({records::Member{
        .team = vision, .user = world.id("bo"), .role = {permissions::Role::admin, {}}}});
    CHECK(world.user(Kind::user_deactivate, "ana") == "ana has no access any more. Runs stay.");
    CHECK_FALSE(world.active("ana"));
    // Again is no harm.
    CHECK(world.user(Kind::user_deactivate, "ana") == "ana has no access any more. Runs stay.");
}

TEST_CASE("service accounts, unknown names and none are told from people by every command") {
    Group world;
    for (const Kind kind :
         {Kind::user_link, Kind::user_deactivate, Kind::user_activate, Kind::user_admin}) {
        CAPTURE(static_cast<int>(kind));
        for (const bool admin : {true, false}) {
            CHECK(world.user(kind, "vision-bot", admin)
                      .starts_with("refused: vision-bot is a service account of the team vision, "
                                   "not a person"));
            CHECK(world.user(kind, "FLEET", admin)
                      .starts_with("refused: fleet is a service account of this instance"));
            CHECK(world.user(kind, "nobody", admin) == "refused: There is no user called nobody.");
            CHECK(world.user(kind, "", admin) == "refused: Whose? Give the name of a user.");
        }
    }
    for (const char* name : {"vision-bot", "fleet"}) {
        CHECK(world.active(name));
        CHECK_FALSE(world.admin(name));
    }
    Options add = world.add("vision-bot");
    CHECK(world.run(add).error().code == ErrorCode::conflict);
    CHECK_FALSE(world.run(world.add("")));
}

TEST_CASE("a deleted service account does not come back as an active one") {
    Group world;
    records::User deleted = *world.authority->state().user(bot);
    deleted.deactivated_at = Instant{1'000};
    world.put({deleted});
    CHECK(world.user(Kind::user_activate, "vision-bot").starts_with("refused: "));
    CHECK_FALSE(world.active("vision-bot"));
}

TEST_CASE("a deactivated user gets neither a link nor a right, and may lose one") {
    Group world;
    REQUIRE(world.user(Kind::user_admin, "bo", true) == "bo is an admin of this instance.");
    REQUIRE(world.user(Kind::user_deactivate, "bo").starts_with("bo has no access"));
    CHECK(world.user(Kind::user_link, "bo") == "refused: bo is deactivated.");
    CHECK(world.user(Kind::user_admin, "bo", true) ==
          "refused: bo is deactivated. Give access back first: ensembled user activate bo");
    CHECK(world.user(Kind::user_admin, "bo", false) == "bo is not an admin of this instance.");
    CHECK(world.user(Kind::user_activate, "bo") == "bo has access again.");
    CHECK(world.user(Kind::user_activate, "bo") == "bo has access.");
    CHECK_FALSE(world.admin("bo"));
}

TEST_CASE("the list tells people from service accounts") {
    Group world;
    REQUIRE(world.user(Kind::user_deactivate, "bo").starts_with("bo has no access"));
    Options list;
    list.kind = Kind::user_list;
    CHECK(*world.run(list) ==
          std::vector<std::string>{"ana\tana@example.org", "bo\tbo@example.org\tdeactivated",
                                   "fleet\t\tservice account of this instance",
                                   "root\troot@example.org\tadmin",
                                   "vision-bot\t\tservice account of the team vision"});
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
    for (const char* name : {"", "a b", "api", "a/b", "ü", "settings"})
        CHECK_FALSE(static_cast<bool>(world.run(world.add(name))));
    CHECK_FALSE(static_cast<bool>(world.run(world.add(std::string(65, 'a')))));
    CHECK(static_cast<bool>(world.run(world.add(std::string(64, 'a')))));
    Options options = world.add("ana");
    for (const char* email : {"", "nowhere", "@", "ana@", "@example.org", "a na@example.org",
                              "ana@example.org\nBcc: all@example.org"}) {
        options.email = email;
        CHECK_FALSE(static_cast<bool>(world.run(options)));
    }
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
