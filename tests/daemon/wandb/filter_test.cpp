// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/filter.h"

#include <doctest/doctest.h>

#include <string>

#include <nlohmann/json.hpp>

#include "daemon/wandb/pattern.h"
#include "shared/base/limits.h"

using namespace ensemble;
using namespace ensemble::wandb;
using nlohmann::json;

namespace {

class GivenFacts final : public Facts {
public:
    explicit GivenFacts(json values) : values_(std::move(values)) {}
    const json* find(std::string_view field) override {
        const auto found = values_.find(field);
        return found == values_.end() ? nullptr : &*found;
    }

private:
    json values_;
};

const json run{{"name", "abc"},
               {"state", "finished"},
               {"tags", {"a", "b"}},
               {"config.lr", 0.1},
               {"config.layers", 3},
               {"config.opt", "adam"},
               {"created_at", 1'795'313'621'000}};

// "yes", "no" or why the filter is refused.
std::string passes(const std::string& filter) {
    auto parsed = Filter::parse(filter);
    if (!parsed) return parsed.error().detail;
    GivenFacts facts(run);
    std::uint64_t bytes = 0;
    auto matches = parsed->matches(facts, bytes);
    if (!matches) return matches.error().detail;
    return *matches ? "yes" : "no";
}

bool found(std::string_view pattern, std::string_view text) {
    auto compiled = Pattern::compile(pattern);
    REQUIRE_MESSAGE(compiled, std::string(pattern));
    std::uint64_t bytes = 0;
    return compiled->found_in(text, bytes);
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string made;
    for (std::size_t i = 0; i < times; ++i)
        made += text;
    return made;
}

}  // namespace

TEST_CASE("every operator of a filter decides") {
    struct Row {
        const char* filter;
        const char* expected;
    };
    const Row rows[] = {
        {"", "yes"},
        {"{}", "yes"},
        {"null", "yes"},
        {R"({"state":"finished"})", "yes"},
        {R"({"state":"running"})", "no"},
        {R"({"state":"finished","name":"x"})", "no"},
        {R"({"config.layers":3.0})", "yes"},
        {R"({"config.layers":"3"})", "no"},
        {R"({"tags":"a"})", "yes"},
        {R"({"tags":"c"})", "no"},
        {R"({"tags":["a","b"]})", "yes"},
        {R"({"tags":{"$ne":"a"}})", "no"},
        {R"({"tags":{"$in":["c","b"]}})", "yes"},
        {R"({"tags":{"$nin":["c","b"]}})", "no"},
        {R"({"tags":{"$all":["a","b"]}})", "yes"},
        {R"({"tags":{"$all":["a","c"]}})", "no"},
        {R"({"tags":{"$size":2}})", "yes"},
        {R"({"tags":{"$contains":"b"}})", "yes"},
        {R"({"name":{"$contains":"b"}})", "yes"},
        {R"({"group":null})", "yes"},
        {R"({"name":null})", "no"},
        {R"({"group":{"$ne":null}})", "no"},
        {R"({"group":{"$exists":false}})", "yes"},
        {R"({"name":{"$exists":true}})", "yes"},
        {R"({"config.lr":{"$gt":0.05,"$lt":0.2}})", "yes"},
        {R"({"config.lr":{"$gte":0.1}})", "yes"},
        {R"({"config.lr":{"$gt":0.1}})", "no"},
        {R"({"config.lr":{"$lte":0.1}})", "yes"},
        {R"({"group":{"$gt":1}})", "no"},
        {R"({"config.opt":{"$gt":1}})", "no"},
        {R"({"config.opt":{"$gt":"abc"}})", "yes"},
        {R"({"$and":[{"state":"finished"},{"name":"abc"}]})", "yes"},
        {R"({"$or":[{"state":"running"},{"name":"abc"}]})", "yes"},
        {R"({"$or":[]})", "no"},
        {R"({"$nor":[{"state":"running"},{"name":"x"}]})", "yes"},
        {R"({"$or":[{"$and":[{"config.layers":{"$gte":3}}]}]})", "yes"},
        {R"({"$not":{"state":"running"}})", "yes"},
        {R"({"config.lr":{"$not":{"$gt":1}}})", "yes"},
        {R"({"name":{"$regex":"^a.c$"}})", "yes"},
        {R"({"name":{"$regex":"B"}})", "no"},
        {R"({"name":{"$regex":"B","$options":"i"}})", "yes"},
        {R"({"tags":{"$regex":"b"}})", "yes"},
        {R"({"created_at":{"$gt":"2026-11-22"}})", "yes"},
        {R"({"created_at":{"$lt":"2026-11-22T02:13:41Z"}})", "no"},
        {R"({"created_at":{"$in":["2026-11-22T02:13:41"]}})", "yes"},
        {R"({"config.opt":{"name":"adam"}})", "no"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.filter);
        CHECK(passes(row.filter) == row.expected);
    }
}

TEST_CASE("a filter that is not understood says why") {
    CHECK(passes("[]").find("a JSON object is expected") != std::string::npos);
    CHECK(passes("{").find("a JSON object is expected") != std::string::npos);
    CHECK(passes(R"({"$foo":1})").find("unknown operator $foo") != std::string::npos);
    CHECK(passes(R"({"a":{"$foo":1}})").find("unknown operator $foo") != std::string::npos);
    CHECK(passes(R"({"$or":{}})").find("take a list") != std::string::npos);
    CHECK(passes(R"({"a":{"$in":1}})").find("takes a list") != std::string::npos);
    CHECK(passes(R"({"a":{"$regex":"("}})").find("missing )") != std::string::npos);
}

TEST_CASE("filters are bounded in size, depth and terms") {
    const std::string long_name(limits::run_filter_bytes_max, 'x');
    CHECK(Filter::parse("{\"" + long_name + "\":1}").error().code == ErrorCode::too_large);
    const auto nested = [](std::size_t depth) {
        return repeated(R"({"$or":[)", depth) + R"({"state":"finished"})" + repeated("]}", depth);
    };
    CHECK(passes(nested(limits::run_filter_depth_max - 1)) == "yes");
    CHECK(Filter::parse(nested(limits::run_filter_depth_max + 1)).error().code ==
          ErrorCode::too_large);
    const std::string many = R"({"$or":[)" + repeated("{},", limits::run_filter_terms_max) + "{}]}";
    CHECK(Filter::parse(many).error().code == ErrorCode::too_large);
}

TEST_CASE("orders name fields and directions") {
    const Order order = Order::parse("-summary_metrics.loss, +created_at,name");
    REQUIRE(order.keys.size() == 3);
    CHECK(order.keys[0].field == "summary_metrics.loss");
    CHECK(order.keys[0].descending);
    CHECK_FALSE(order.keys[1].descending);
    CHECK(order.keys[2].field == "name");
    CHECK(Order::parse("").is_stored_order());
    CHECK(Order::parse("+created_at").is_stored_order());
    CHECK_FALSE(Order::parse("-created_at").is_stored_order());
}

TEST_CASE("what is missing sorts last in either direction and equal ones keep their order") {
    GivenFacts facts[] = {GivenFacts(json{{"x", 2}}), GivenFacts(json::object()),
                          GivenFacts(json{{"x", "text"}}), GivenFacts(json{{"x", 1.5}}),
                          GivenFacts(json{{"x", 2}})};
    const std::vector<Facts*> asked{&facts[0], &facts[1], &facts[2], &facts[3], &facts[4]};
    CHECK(sorted_positions(asked, Order::parse("x")) == std::vector<std::size_t>{3, 0, 4, 2, 1});
    CHECK(sorted_positions(asked, Order::parse("-x")) == std::vector<std::size_t>{2, 0, 4, 3, 1});
}

TEST_CASE("patterns find what regular expressions find") {
    CHECK(found("b", "abc"));
    CHECK(found("", ""));
    CHECK_FALSE(found("^b", "abc"));
    CHECK(found("^a.*c$", "abc"));
    CHECK(found("a|x", "xyz"));
    CHECK(found("^(ab|cd)+$", "abcdab"));
    CHECK_FALSE(found("^(ab|cd)+$", "abcda"));
    CHECK(found("^[a-c\\d_]+$", "a1_c"));
    CHECK_FALSE(found("^[^a-c]+$", "xyza"));
    CHECK(found("^[]x]+$", "]x"));
    CHECK(found("\\d{2,3}", "a12"));
    CHECK_FALSE(found("^\\d{2,3}$", "1234"));
    CHECK(found("^\\d{2,}$", "1234"));
    CHECK(found("^a{2}$", "aa"));
    CHECK(found("a{x", "a{x"));
    CHECK(found("colou?r", "the color"));
    CHECK(found("^run-\\w+?\\s\\S$", "run-a_1 x"));
    CHECK(found("\\bbee\\b", "a bee b"));
    CHECK_FALSE(found("\\bbee\\b", "beef"));
    CHECK(found("a\\.b", "a.b"));
    CHECK_FALSE(found("a\\.b", "axb"));
    CHECK(found("(?i)LOSS", "train/loss"));
    CHECK(found("(?:x)(y)", "xy"));
    CHECK(found("^...$", "\xC3\xA9t\xC3\xA9"));
    CHECK(found("^(a*)*$", "aaa"));
    CHECK(found("(){1000}x", "x"));
}

TEST_CASE("patterns that are not understood are refused") {
    for (const char* pattern :
         {"(", ")", "[", "[a", "*", "a**", "\\", "(?=a)", "(a)\\1", "[z-a]", "a{3,2}"}) {
        CAPTURE(pattern);
        CHECK_FALSE(Pattern::compile(pattern));
    }
}

TEST_CASE("patterns are bounded") {
    CHECK(Pattern::compile(std::string(limits::pattern_bytes_max, 'a')));
    CHECK(Pattern::compile(std::string(limits::pattern_bytes_max + 1, 'a')).error().code ==
          ErrorCode::too_large);
    CHECK(Pattern::compile("(a{100}){9}"));
    CHECK_FALSE(Pattern::compile("((((((a{1000}){1000}){1000}){1000}){1000}){1000}){1000}"));
    CHECK_FALSE(Pattern::compile(repeated("(", 500)));
    CHECK(Pattern::compile("\\pL{900}").error().code == ErrorCode::too_large);
}

TEST_CASE("a pattern reads a long text up to its bound") {
    std::uint64_t bytes = 0;
    auto pattern = Pattern::compile("b");
    REQUIRE(pattern);
    const std::string text = std::string(limits::pattern_input_bytes_max - 1, 'a');
    CHECK(pattern->found_in(text + "b", bytes));
    CHECK_FALSE(pattern->found_in(text + "ab", bytes));
    CHECK(bytes == 2 * limits::pattern_input_bytes_max);
}

TEST_CASE("a pattern over too much text is cut off with a reason") {
    auto filter = Filter::parse(R"({"name":{"$regex":"^b"}})");
    REQUIRE(filter);
    GivenFacts facts(json{{"name", std::string(limits::pattern_input_bytes_max, 'a')}});
    std::uint64_t bytes = limits::pattern_read_bytes_max - limits::pattern_input_bytes_max;
    auto matches = filter->matches(facts, bytes);
    REQUIRE(matches);
    CHECK_FALSE(*matches);
    matches = filter->matches(facts, bytes);
    REQUIRE_FALSE(matches);
    CHECK(matches.error().code == ErrorCode::too_large);
}
