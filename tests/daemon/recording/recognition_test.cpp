// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "tests/daemon/recording/fixture.h"

// Which lines are new, which were there, and which write over others.
namespace ensemble::recording::tests {

namespace {

using Texts = std::vector<std::string>;

std::string line(std::int64_t step, int value) {
    const std::string number = std::to_string(step);
    return "{\"_step\":" + number + ",\"_timestamp\":" + std::to_string(1'700'000'000 + step) +
           ".25,\"v\":" + std::to_string(value) + "}";
}

Texts lines(std::int64_t first, std::int64_t last) {
    Texts out;
    for (std::int64_t step = first; step < last; ++step)
        out.push_back(line(step, static_cast<int>(step) * 10));
    return out;
}

Recorder::Options small_groups() {
    Recorder::Options options;
    options.rows_per_group = 8;
    return options;
}

}  // namespace

TEST_CASE("three segments of a resumed run, synced by name and synced again, are one run") {
    Folder folder;
    House house(folder.path(), small_groups());
    const auto sync = [&] {
        for (const auto& [first, last] : {std::pair{0, 20}, std::pair{20, 30}, std::pair{30, 41}}) {
            // Each upload begins at the count that it was answered.
            house.append(run, Sent().history(house.counts(run).history_lines, lines(first, last)));
        }
    };
    sync();
    CHECK(house.rows(run) == lines(0, 41));
    CHECK(house.counts(run).history_lines == 41);
    CHECK(house.counts(run).duplicates == 0);
    SUBCASE("while it is new") {}
    SUBCASE("when it is sealed") {
        REQUIRE(house->seal_all());
    }
    sync();
    CHECK(house.rows(run) == lines(0, 41));
    CHECK(house.counts(run).rows == 41);
    CHECK(house.counts(run).history_lines == 82);
    CHECK(house.counts(run).duplicates == 41);
    CHECK(house.counts(run).replaced == 0);
    house.check();
}

TEST_CASE("a repeated request changes nothing but is counted") {
    Folder folder;
    House house(folder.path());
    const auto request = [] {
        return Sent()
            .history(0, lines(0, 3))
            .events(0, {R"({"_timestamp":1.5,"cpu":3})"})
            .console(0, {"hello"})
            .summary(R"({"v":20})");
    };
    house.append(run, request());
    const Counts once = house.counts(run);
    house.append(run, request());
    const Counts twice = house.counts(run);
    CHECK(twice.history_lines == 3);
    CHECK(twice.events_lines == 1);
    CHECK(twice.console_lines == 1);
    CHECK(twice.revision == once.revision);
    CHECK(twice.duplicates == 4);
    CHECK(house.rows(run) == lines(0, 3));
    CHECK(house.rows(run, Stream::events) == Texts{R"({"_timestamp":1.5,"cpu":3})"});
    CHECK(house.console(run) == Texts{"0:hello"});
}

TEST_CASE("a later writing of a step wins key by key") {
    Folder folder;
    House house(folder.path(), small_groups());
    house.append(run, Sent().history(0, {R"({"_step":0,"a":1,"b":"x"})", R"({"_step":1,"a":2})"}));
    SUBCASE("while it is new") {}
    SUBCASE("when it is sealed") {
        REQUIRE(house->seal_all());
    }
    house.append(run, Sent().history(0, {R"({"_step":0,"a":"text","c":3})", R"({"_step":1})"}));
    const Texts expected{R"({"_step":0,"a":"text","b":"x","c":3})", R"({"_step":1,"a":2})"};
    CHECK(house.rows(run) == expected);
    CHECK(house.counts(run).replaced == 1);
    CHECK(house.counts(run).duplicates == 1);
    CHECK(house.counts(run).rows == 2);
    REQUIRE(house->seal_all());
    CHECK(house.rows(run) == expected);
    const auto keys = house->keys(run, Stream::history);
    REQUIRE(keys);
    for (const KeyFacts& key : *keys) {
        if (key.name != "a") continue;
        CHECK(key.numbers == 1);
        CHECK(key.texts == 1);
        CHECK(key.last_text == "2");
    }
    house.check();
}

TEST_CASE("members of one name in a line: the last counts, also the second time") {
    Folder folder;
    House house(folder.path());
    for (int i = 0; i < 2; ++i)
        house.append(run, Sent().history(0, {R"({"_step":0,"a":1,"a":"x","a":3})"}));
    CHECK(house.rows(run) == Texts{R"({"_step":0,"a":3})"});
    CHECK(house.counts(run).replaced == 0);
    CHECK(house.counts(run).duplicates == 1);
}

TEST_CASE("events are known by their time, else their runtime, else their number") {
    Folder folder;
    House house(folder.path());
    const Texts events{R"({"_timestamp":5.5,"cpu":1})", R"({"_runtime":2.25,"cpu":2})",
                       R"({"cpu":3})"};
    house.append(run, Sent().events(7, events));
    house.append(run, Sent().events(7, events));
    CHECK(house.rows(run, Stream::events) == Texts{events[2], events[1], events[0]});
    CHECK(house.counts(run).events_lines == 10);
    CHECK(house.counts(run).duplicates == 3);
    house.append(run, Sent().events(9, {R"({"_timestamp":5.5,"gpu":4})"}));
    CHECK(house.rows(run, Stream::events)[2] == R"({"_timestamp":5.5,"cpu":1,"gpu":4})");
}

TEST_CASE("lines that are no objects are counted once and dropped") {
    Folder folder;
    House house(folder.path());
    for (int i = 0; i < 2; ++i)
        house.append(run, Sent().history(0, {"nonsense", R"({"_step":0,"a":1})", "[1]"}));
    CHECK(house.counts(run).invalid == 2);
    CHECK(house.counts(run).history_lines == 3);
    CHECK(house.counts(run).rows == 1);
}

TEST_CASE("gaps are fine: counts follow the line numbers, not the lines") {
    Folder folder;
    House house(folder.path());
    house.append(run, Sent().history(100, lines(5, 6)).events(3, {}).console(50, {"late"}));
    CHECK(house.counts(run).history_lines == 101);
    CHECK(house.counts(run).events_lines == 3);
    CHECK(house.counts(run).console_lines == 51);
    house.append(run, Sent().history(0, lines(1, 2)));
    CHECK(house.counts(run).history_lines == 101);
    CHECK(house.counts(run).last_step == 5);
}

TEST_CASE("writers of a shared run get steps of their own, once a line") {
    Folder folder;
    House house(folder.path());
    const auto from = [](const char* writer, std::int64_t offset, Texts texts) {
        return Sent().writer(writer).history(offset, std::move(texts));
    };
    // One version of the SDK sends no step, another counts for each writer.
    house.append(run, from("p", 0, {R"({"p":0})", R"({"p":1})"}));
    house.append(run, from("q", 0, {R"({"_step":0,"q":0})", R"({"_step":1,"q":1})"}));
    house.append(run, from("p", 0, {R"({"p":0})", R"({"p":1})", R"({"p":2})"}));
    SUBCASE("at once") {}
    SUBCASE("after sealing and opening again") {
        REQUIRE(house->seal_all());
    }
    House again(folder.path() + "/.", Recorder::Options{});
    again.append(run, from("q", 1, {R"({"_step":1,"q":1})", R"({"_step":2,"q":2})"}));
    CHECK(again.rows(run) == Texts{R"({"_step":0,"p":0})", R"({"_step":1,"p":1})",
                                   R"({"_step":2,"q":0})", R"({"_step":3,"q":1})",
                                   R"({"_step":4,"p":2})", R"({"_step":5,"q":2})"});
    CHECK(again.counts(run).duplicates == 3);
    CHECK(again.counts(run).history_lines == 6);
}

TEST_CASE("console lines of writers go to the next free line and stay rewritable") {
    Folder folder;
    House house(folder.path());
    const auto from = [](const char* writer, std::int64_t offset, Texts texts) {
        return Sent().writer(writer).console(offset, std::move(texts));
    };
    house.append(run, from("p", 0, {"p0", "progress 1"}));
    house.append(run, from("q", 0, {"q0"}));
    house.append(run, from("p", 1, {"progress 2", "p2"}));
    house.append(run, from("q", 0, {"q0", "q1"}));
    CHECK(house.console(run) == Texts{"0:p0", "1:progress 2", "2:q0", "3:p2", "4:q1"});
    CHECK(house.counts(run).console_lines == 5);
}

TEST_CASE("summaries of writers are merged, a lone script's replaces") {
    Folder folder;
    House house(folder.path());
    CHECK(house.summary(run) == "{}");
    house.append(run, Sent().writer("p").summary(R"({"by_p":1,"x":{"a":1}})"));
    house.append(run, Sent().writer("q").summary(R"( {"by_q" : [2, NaN], "x":2} )"));
    CHECK(house.summary(run) == R"({"by_p":1,"x":2,"by_q":[2, NaN]})");
    house.append(run, Sent().summary(R"({"only":1})"));
    CHECK(house.summary(run) == R"({"only":1})");
    house.append(run, Sent().summary("not json"));
    CHECK(house.summary(run) == R"({"only":1})");
    REQUIRE(house->set_summary(run, R"({"mine":2})"));
    CHECK(house.summary(run) == R"({"mine":2})");
    const auto refused = house->set_summary(run, "[]");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::bad_request);
    const auto before = house.counts(run).revision;
    REQUIRE(house->set_summary(run, R"({"mine":2})"));
    CHECK(house.counts(run).revision == before);
}

TEST_CASE("console lines are written over, kept byte by byte and read as UTF-8") {
    Folder folder;
    House house(folder.path(), small_groups());
    house.append(run, Sent().console(0, {"one", "10%\r", "three"}));
    house.append(run, Sent().console(1, {"20%\r"}));
    CHECK(house.console(run) == Texts{"0:one", "1:20%\r", "2:three"});
    REQUIRE(house->seal_all());
    house.append(run, Sent().console(1, {"30%\r", "three", "caf\xc3\xa9 \xff\xc3"}));
    const Texts expected{"0:one", "1:30%\r", "2:three", "3:caf\xc3\xa9 \xef\xbf\xbd\xef\xbf\xbd"};
    CHECK(house.console(run) == expected);
    REQUIRE(house->seal_all());
    CHECK(house.console(run) == expected);
    const auto page = house->console(run, 1, 2);
    REQUIRE(page);
    REQUIRE(page->size() == 2);
    CHECK((*page)[0].number == 1);
    CHECK((*page)[1].text == "three");
    CHECK(house.counts(run).duplicates == 0);
    house.check();
}

TEST_CASE("console lines past the bound are dropped and counted, and the script goes on") {
    Folder folder;
    House house(folder.path());
    const auto last = static_cast<std::int64_t>(limits::console_lines_per_run_max) - 1;
    house.append(run, Sent().console(last, {"last", "one more"}));
    CHECK(house.console(run) == Texts{std::to_string(last) + ":last"});
    CHECK(house.counts(run).console_lines == last + 2);
    CHECK(house.counts(run).dropped == 1);
}

TEST_CASE("a line without a step gets the next one, once") {
    Folder folder;
    House house(folder.path());
    house.append(run, Sent().history(0, {R"({"_step":4,"a":1})", R"({"a":2})"}));
    house.append(run, Sent().history(1, {R"({"a":2})"}));
    CHECK(house.rows(run) == Texts{R"({"_step":4,"a":1})", R"({"_step":5,"a":2})"});
}

}  // namespace ensemble::recording::tests
