// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "tests/daemon/recording/fixture.h"

namespace ensemble::recording::tests {

namespace {

ErrorCode refusal(House& house, Sent sent) {
    const auto before = house.counts(run);
    const auto done = house->append(run, sent.batch());
    if (done) return ErrorCode::internal;
    CHECK(house.counts(run).revision == before.revision);
    CHECK(house.counts(run).history_lines == before.history_lines);
    return done.error().code;
}

std::string wide_line(std::int64_t step, std::size_t first, std::size_t last) {
    std::string line = "{\"_step\":" + std::to_string(step);
    for (std::size_t key = first; key < last; ++key)
        line += ",\"k" + std::to_string(key) + "\":" + std::to_string(key);
    return line + "}";
}

// Bytes of all journal files.
std::uintmax_t journal_bytes(const Folder& folder) {
    std::uintmax_t sum = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path() + "/journal"))
        sum += entry.file_size();
    return sum;
}

}  // namespace

TEST_CASE("line numbers are bounded and nothing of the batch is kept beyond") {
    Folder folder;
    House house(folder.path());
    const std::string line = R"({"_step":1,"a":1})";
    CHECK(refusal(house, Sent().history(-1, {line})) == ErrorCode::bad_request);
    CHECK(refusal(house, Sent().history(0, {line}).console(-5, {"x"})) == ErrorCode::bad_request);
    CHECK(refusal(house, Sent().history(limits::line_number_max, {line})) ==
          ErrorCode::bad_request);
    CHECK(house.rows(run).empty());
    house.append(run, Sent().history(limits::line_number_max - 1, {line}));
    CHECK(house.counts(run).history_lines == limits::line_number_max);
}

TEST_CASE("lines are bounded") {
    Folder folder;
    House house(folder.path());
    const std::string head = R"({"_step":1,"a":")";
    const std::string fits =
        head + std::string(limits::line_bytes_max - head.size() - 2, 'x') + "\"}";
    REQUIRE(fits.size() == limits::line_bytes_max);
    CHECK(refusal(house, Sent().history(0, {fits + " "})) == ErrorCode::too_large);
    house.append(run, Sent().history(0, {fits}));
    REQUIRE(house->seal_all());
    CHECK(house.rows(run) == std::vector<std::string>{fits});
}

TEST_CASE("summaries are bounded") {
    Folder folder;
    House house(folder.path());
    const std::string fits = "{\"a\":\"" + std::string(limits::summary_bytes_max - 8, 'x') + "\"}";
    REQUIRE(fits.size() == limits::summary_bytes_max);
    CHECK(refusal(house, Sent().summary(fits + " ")) == ErrorCode::too_large);
    const auto set = house->set_summary(run, fits + " ");
    REQUIRE_FALSE(set);
    CHECK(set.error().code == ErrorCode::too_large);
    house.append(run, Sent().summary(fits));
    CHECK(house.summary(run) == fits);
}

TEST_CASE("keys of a run are bounded, over all its lines") {
    Folder folder;
    House house(folder.path());
    house.append(run, Sent().history(0, {wide_line(0, 0, limits::keys_per_run_max / 2)}));
    CHECK(refusal(house, Sent().history(1, {wide_line(1, 0, limits::keys_per_run_max + 1)})) ==
          ErrorCode::too_large);
    house.append(run, Sent().history(1, {wide_line(1, 1, limits::keys_per_run_max)}));
    CHECK(refusal(house, Sent().history(2, {R"({"_step":2,"other":1})"})) == ErrorCode::too_large);
    house.append(run, Sent().history(2, {R"({"_step":2,"k5":6})"}));
    CHECK(house.counts(run).rows == 3);
}

TEST_CASE("writers of a run are bounded") {
    Folder folder;
    House house(folder.path());
    for (std::size_t i = 0; i < limits::writers_per_run_max; ++i)
        house.append(run, Sent().writer("w" + std::to_string(i)).history(0, {"{\"a\":1}"}));
    CHECK(refusal(house, Sent().writer("more").history(0, {"{\"a\":1}"})) == ErrorCode::too_large);
    house.append(run, Sent().writer("w0").history(1, {"{\"a\":1}"}));
    CHECK(house.counts(run).rows == static_cast<std::int64_t>(limits::writers_per_run_max) + 1);
}

TEST_CASE("five thousand keys a line are kept, sealed in parts and read back") {
    Folder folder;
    Recorder::Options options;
    options.group_bytes_max = 1 << 20;
    House house(folder.path(), options);
    constexpr std::size_t keys = 5000;
    std::vector<std::string> lines;
    for (std::int64_t step = 0; step < 40; ++step)
        lines.push_back(wide_line(step, 0, keys));
    house.append(run, Sent().history(0, lines));
    REQUIRE(house->seal_all());
    const auto groups = house.store().groups(run);
    REQUIRE(groups);
    CHECK(groups->size() >= 2);
    const auto facts = house->keys(run, Stream::history);
    REQUIRE(facts);
    CHECK(facts->size() == keys + 1);
    const auto rows = house->keyed_rows(run, {"_step", "k4999", "k0"}, 10, 12, 100);
    REQUIRE(rows);
    CHECK(*rows == std::vector<std::string>{R"({"_step":10,"k4999":4999,"k0":0})",
                                            R"({"_step":11,"k4999":4999,"k0":0})",
                                            R"({"_step":12,"k4999":4999,"k0":0})"});
    CHECK(house.rows(run).size() == 40);
    house.check();
}

TEST_CASE("memory is bounded: runs are dropped and come back") {
    Folder folder;
    Recorder::Options options;
    options.memory_bytes_max = 64 << 10;
    House house(folder.path(), options);
    for (std::int64_t id = 1; id <= 50; ++id)
        house.append(RunId{id}, Sent().history(0, {wide_line(0, 0, 200), wide_line(id, 0, 200)}));
    for (std::int64_t id = 50; id >= 1; --id) {
        CHECK(house.counts(RunId{id}).last_step == id);
        CHECK(house.rows(RunId{id}).size() == 2);
    }
}

TEST_CASE("a run that says little does not keep the journal long") {
    Folder folder;
    Recorder::Options options;
    options.journal_bytes_max = 256 << 10;
    House house(folder.path(), options);
    const RunId quiet{2};
    house.append(quiet, Sent().history(0, {wide_line(0, 0, 3)}));
    for (std::int64_t step = 0; step < 400; ++step) {
        house.append(run, Sent().history(step, {wide_line(step, 0, 500)}));
        while (*house->maintain()) {
        }
        CHECK(journal_bytes(folder) < 3 * options.journal_bytes_max);
    }
    CHECK(house.rows(quiet).size() == 1);
    CHECK(house.rows(run).size() == 400);
    house.check();
}

TEST_CASE("sealing one run after another leaves an empty journal") {
    Folder folder;
    House house(folder.path());
    for (std::int64_t id = 1; id <= 5; ++id)
        house.append(RunId{id}, Sent().history(0, {wide_line(0, 0, 100)}));
    int sealed = 0;
    while (*house->seal_next())
        ++sealed;
    CHECK(sealed == 5);
    CHECK(journal_bytes(folder) < 100);
    for (std::int64_t id = 1; id <= 5; ++id)
        CHECK(house.rows(RunId{id}).size() == 1);
    house.check();
}

}  // namespace ensemble::recording::tests
