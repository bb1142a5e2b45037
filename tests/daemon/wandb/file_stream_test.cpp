// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/file_stream.h"

#include <doctest/doctest.h>

#include <string>

#include "shared/base/limits.h"

using namespace ensemble;
using namespace ensemble::wandb;

namespace {

std::string refusal(std::string_view body) {
    auto read = read_file_stream(body);
    return read ? "accepted" : read.error().detail;
}

std::string with_lines(std::string_view lines) {
    return R"({"files":{"wandb-history.jsonl":{"offset":0,"content":[)" + std::string(lines) +
           "]}}}";
}

}  // namespace

TEST_CASE("an empty object is a sign of life") {
    auto read = read_file_stream("{}");
    REQUIRE(read);
    CHECK_FALSE(read->has_lines());
    CHECK_FALSE(read->progress.complete);
}

TEST_CASE("lines of every file arrive with their offsets") {
    auto read = read_file_stream(R"({"files": {
        "wandb-history.jsonl": {"offset": 3, "content": ["{\"_step\":3,\"a\":{\"b\":NaN}}", "{\"_step\":4}"]},
        "wandb-events.jsonl": {"content": ["{\"_timestamp\":1.5,\"system.cpu\":3}"], "offset": 1},
        "wandb-summary.json": {"offset": 0, "content": ["{\"old\":1}", "{\"loss\":Infinity}"]},
        "output.log": {"offset": 9007199254, "content": ["2026-04-05T10:15:30.000000 \u001b[31mh\u00e9\ud83d\ude00", ""]},
        "config.yaml": {"offset": 0, "content": 7}},
        "uploaded": ["x.png"], "preempting": true, "dropped": 3})");
    REQUIRE(read);
    const recording::Batch& batch = read->batch;
    REQUIRE(batch.history);
    CHECK(batch.history->offset == 3);
    REQUIRE(batch.history->lines.size() == 2);
    CHECK(batch.history->lines[0] == R"({"_step":3,"a":{"b":NaN}})");
    REQUIRE(batch.history_parsed.size() == 2);
    CHECK(batch.history_parsed[0].step == 3);
    REQUIRE(batch.events);
    CHECK(batch.events->offset == 1);
    CHECK(batch.events_parsed.size() == 1);
    CHECK(batch.summary == R"({"loss":Infinity})");
    REQUIRE(batch.console);
    CHECK(batch.console->offset == 9007199254);
    CHECK(batch.console->lines[0] ==
          "2026-04-05T10:15:30.000000 \x1b[31mh\xC3\xA9\xF0\x9F\x98\x80");
    CHECK(batch.console->lines[1].empty());
    CHECK(read->progress.preempting);
    CHECK_FALSE(read->progress.complete);
}

TEST_CASE("the end carries its exit code, and a false one ends nothing") {
    auto read = read_file_stream(R"({"complete":true,"exitcode":255})");
    REQUIRE(read);
    CHECK(read->progress.complete);
    CHECK(read->progress.exit_code == 255);
    read =
        read_file_stream(R"({"complete": false, "failed": false, "dropped": 0, "uploaded": []})");
    REQUIRE(read);
    CHECK_FALSE(read->progress.complete);
    CHECK(read_file_stream(R"({"complete":null,"exitcode":null,"files":null})"));
}

TEST_CASE("lines stay where they are after the body is gone") {
    std::string body = with_lines(R"("{\"_step\":0,\"x\":\"text\"}")");
    auto read = read_file_stream(body);
    REQUIRE(read);
    const recording::Batch kept = std::move(read->batch);
    body.assign(body.size(), 'x');
    CHECK(kept.history->lines[0] == R"({"_step":0,"x":"text"})");
}

TEST_CASE("what a script cannot mean is refused with a sentence") {
    CHECK(refusal("").starts_with("file stream: "));
    CHECK(refusal("{").starts_with("file stream: "));
    CHECK(refusal("[]") == "file stream: the body is not a JSON object");
    CHECK(refusal("{} x").starts_with("file stream: "));
    CHECK(refusal("{\"a\":\"\xff\"}").starts_with("file stream: "));
    CHECK(refusal(R"({"files":[]})") == "file stream: files is not an object");
    CHECK(refusal(R"({"files":{"output.log":[]}})") == "file stream: a file is not an object");
    CHECK(refusal(R"({"files":{"output.log":{"content":{}}}})") ==
          "file stream: content is not a list");
    CHECK(refusal(R"({"files":{"output.log":{"content":[1]}}})") ==
          "file stream: a line is not a string");
    CHECK(refusal(R"({"files":{"output.log":{"offset":"0"}}})") ==
          "file stream: an offset is not an integer");
    CHECK(refusal(R"({"files":{"output.log":{"offset":1.5}}})") ==
          "file stream: an offset is not an integer");
    CHECK(refusal(R"({"files":{"output.log":{"offset":-1}}})") ==
          "file stream: an offset is negative");
    CHECK(refusal(R"({"complete":1})") == "file stream: complete is not a boolean");
    CHECK(refusal(R"({"complete":true,"exitcode":"0"})") ==
          "file stream: exitcode is not an integer");
    CHECK(refusal(with_lines(R"("\ud800")")).starts_with("file stream: "));
    CHECK(refusal(with_lines(R"("\udc00")")).starts_with("file stream: "));
}

TEST_CASE("every bound of a request holds") {
    const auto offset = [](std::int64_t number) {
        return R"({"files":{"output.log":{"offset":)" + std::to_string(number) + "}}}";
    };
    CHECK(read_file_stream(offset(limits::line_number_max)));
    CHECK(read_file_stream(offset(limits::line_number_max + 1)).error().code ==
          ErrorCode::too_large);
    const auto line = [](std::size_t bytes) {
        return R"({"files":{"output.log":{"content":[")" + std::string(bytes, 'x') + R"("]}}})";
    };
    CHECK(read_file_stream(line(limits::line_bytes_max)));
    CHECK(read_file_stream(line(limits::line_bytes_max + 1)).error().code == ErrorCode::too_large);
    CHECK(read_file_stream(std::string(limits::file_stream_body_bytes_max + 1, ' ')).error().code ==
          ErrorCode::too_large);
    const auto nested = [](std::size_t depth) {
        return R"({"x":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
    };
    CHECK(read_file_stream(nested(limits::json_depth_max - 1)));
    CHECK(refusal(nested(100'000)).starts_with("file stream: "));
}

TEST_CASE("a summary that is no object is dropped and counted, the rest is kept") {
    auto read = read_file_stream(
        R"({"files":{"wandb-summary.json":{"offset":0,"content":["nope"]},"output.log":{"offset":0,"content":["a"]}}})");
    REQUIRE(read);
    CHECK_FALSE(read->batch.summary);
    CHECK(read->bad_summaries == 1);
    CHECK(read->batch.console);
}

TEST_CASE("a large body is read as well as a small one") {
    std::string lines;
    for (int step = 0; step < 60'000; ++step)
        lines += (step > 0 ? "," : "") + std::string(R"("{\"_step\":)") + std::to_string(step) +
                 R"(,\"loss\":0.12345678901234567,\"_timestamp\":1.7953136219351168e+09}")";
    const std::string body = with_lines(lines);
    REQUIRE(body.size() > (4u << 20));
    auto read = read_file_stream(body);
    REQUIRE(read);
    REQUIRE(read->batch.history->lines.size() == 60'000);
    CHECK(read->batch.history_parsed.back().step == 59'999);
    CHECK(read_file_stream("{}"));
}
