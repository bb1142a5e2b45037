// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>

#include "daemon/wandb/config_text.h"
#include "daemon/wandb/global_id.h"
#include "daemon/wandb/instants.h"
#include "daemon/wandb/json_text.h"
#include "daemon/wandb/names.h"
#include "shared/base/limits.h"

using namespace ensemble;
using namespace ensemble::wandb;

namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string made;
    for (std::size_t i = 0; i < times; ++i)
        made += text;
    return made;
}

}  // namespace

TEST_CASE("ids are padded base 64 of type and number") {
    CHECK(global_id("Run", RunId{7}) == "UnVuOjc=");
    CHECK(read_global_id("Run", "UnVuOjc=") == 7);
    CHECK(read_global_id("Run", "UnVuOjc") == 7);
    CHECK_FALSE(read_global_id("Artifact", "UnVuOjc="));
    for (const char* id :
         {"", "7", "!", "UnVu", "UnVuOg==", "UnVuOjc4eA==", "UnVuOi03", "UnVuOjA="})
        CHECK_FALSE(read_global_id("Run", id));
}

TEST_CASE("instants are written with milliseconds and read in every usual form") {
    CHECK(iso_text(Instant{0}) == "1970-01-01T00:00:00.000Z");
    CHECK(iso_text(Instant{1'795'313'621'354}) == "2026-11-22T02:13:41.354Z");
    const auto read = [](const char* text) {
        const auto instant = read_iso(text);
        return instant ? instant->ms : -1;
    };
    CHECK(read("2026-11-22T02:13:41.354Z") == 1'795'313'621'354);
    CHECK(read("2026-11-22T02:13:41.354999") == 1'795'313'621'354);
    CHECK(read("2026-11-22 02:13:41") == 1'795'313'621'000);
    CHECK(read("2026-11-22T02:13") == 1'795'313'580'000);
    CHECK(read("2026-11-22T11:13:41+09:00") == 1'795'313'621'000);
    CHECK(read("2026-11-21T21:13:41-0500") == 1'795'313'621'000);
    CHECK(read("2026-11-22") == 1'795'305'600'000);
    for (const char* text :
         {"", "2026", "2026-13-01", "2026-02-30", "2026-11-22T", "2026-11-22T24:00",
          "2026-11-22T02:13:41x", "2026-11-22T02:13:41.Z", "last week"})
        CHECK(read(text) == -1);
}

TEST_CASE("an object is cut at its top level and joined again") {
    const std::string text =
        R"( { "a" : 1, "b\u0041": {"x":[NaN, -Infinity, {"y":"}"}]} ,"c":"\"","d":[], "e":{} } )";
    auto members = read_members(text);
    REQUIRE(members);
    REQUIRE(members->size() == 5);
    CHECK((*members)[1].key == "bA");
    CHECK((*members)[1].value == R"({"x":[NaN, -Infinity, {"y":"}"}]})");
    CHECK(write_members(*members) ==
          R"({"a":1,"bA":{"x":[NaN, -Infinity, {"y":"}"}]},"c":"\"","d":[],"e":{}})");
    CHECK(find_path(text, {"bA", "x"}) == R"([NaN, -Infinity, {"y":"}"}])");
    CHECK_FALSE(find_path(text, {"bA", "z"}));
    CHECK_FALSE(find_path(text, {"a", "z"}));
}

TEST_CASE("of a member given twice the last counts") {
    auto members = read_members(R"({"a":1,"a":2})");
    REQUIRE(members);
    CHECK(find_member(*members, "a") == "2");
}

TEST_CASE("what is not one whole object is refused") {
    for (const char* text : {"",
                             "null",
                             "[]",
                             "{",
                             "}",
                             "{}x",
                             "{} {}",
                             R"({"a"})",
                             R"({"a":})",
                             R"({"a":1,})",
                             R"({a:1})",
                             R"({"a":01})",
                             R"({"a":1.})",
                             R"({"a":.5})",
                             R"({"a":+1})",
                             R"({"a":1e})",
                             R"({"a":nan})",
                             R"({"a":[1,]})",
                             R"({"a":[1 2]})",
                             R"({"a":[})",
                             R"({"a":{]})",
                             R"({"a":tru})",
                             R"({"a":"x)",
                             "{\"a\":\"\n\"}",
                             R"({"a":1]})",
                             R"({"a":"\)",
                             R"({"a":"\1"})",
                             R"({"a":"\u12g4"})"}) {
        CAPTURE(text);
        CHECK_FALSE(is_object(text));
    }
}

TEST_CASE("objects may be nested up to the limit") {
    const auto nested = [](std::size_t depth) {
        return R"({"a":)" + repeated("[", depth - 1) + repeated("]", depth - 1) + "}";
    };
    CHECK(is_object(nested(limits::json_depth_max)));
    CHECK_FALSE(is_object(nested(limits::json_depth_max + 1)));
    CHECK_FALSE(is_object(R"({"a":)" + repeated("[", 1'000'000)));
}

TEST_CASE("bare numbers that strict readers refuse become strings") {
    CHECK(strict_json(R"({"a":NaN,"b":[-Infinity,Infinity,1],"c":"NaN \" Infinity"})") ==
          R"({"a":"NaN","b":["-Infinity","Infinity",1],"c":"NaN \" Infinity"})");
    CHECK(strict_json(R"({"a":1})") == R"({"a":1})");
}

TEST_CASE("a config whose values are not objects is wrapped") {
    auto config = normal_config(R"({"lr":0.1,"opt":{"value":"adam"},"l":[1]})");
    REQUIRE(config);
    CHECK(*config == R"({"lr":{"value":0.1},"opt":{"value":"adam"},"l":{"value":[1]}})");
    CHECK_FALSE(normal_config("[]"));
    CHECK_FALSE(normal_config(R"({"a":)"));
}

TEST_CASE("a config is bounded") {
    const std::string filler = R"({"a":{"value":"")" + std::string(limits::config_bytes_max, ' ');
    CHECK(normal_config(filler).error().code == ErrorCode::too_large);
}

TEST_CASE("a second writer's config wins key by key and keeps what it does not name") {
    auto merged = merged_config(
        R"({"a":{"value":1},"b":{"value":2},"_wandb":{"value":{"t":{"1":1},"e":{"w1":{"host":"x"}}}}})",
        R"({"_wandb":{"value":{"t":{"2":2},"e":{"w2":{"host":"y"}}}},"b":{"value":3}})");
    REQUIRE(merged);
    CHECK(
        *merged ==
        R"({"_wandb":{"value":{"t":{"2":2},"e":{"w2":{"host":"y"},"w1":{"host":"x"}}}},"b":{"value":3},"a":{"value":1}})");
}

TEST_CASE("environments of earlier writers stay when the new config has none yet") {
    auto merged = merged_config(R"({"_wandb":{"value":{"e":{"w1":{}}}}})",
                                R"({"_wandb":{"value":{"t":{}}}})");
    REQUIRE(merged);
    CHECK(*merged == R"({"_wandb":{"value":{"t":{},"e":{"w1":{}}}}})");
}

TEST_CASE("what resuming asks of the config is cut out of it") {
    const char* config = R"({"_wandb":{"value":{"t":{"5":"0.31.0"},"m":[]}}})";
    CHECK(wandb_part(config, {"t"}) == R"({"t":{"5":"0.31.0"}})");
    CHECK(wandb_part(config, {"t", "none"}) == R"({"t":{"5":"0.31.0"}})");
    CHECK(wandb_part(R"({"a":{"value":1}})", {"t"}) == "{}");
}

TEST_CASE("the branch point of a fork is read from the config") {
    const auto point =
        branch_point(R"({"_wandb":{"value":{"branch_point":{"run_id":"src","step":3.0}}}})");
    REQUIRE(point);
    CHECK(point->run == "src");
    CHECK(point->step == 3);
    CHECK_FALSE(branch_point("{}"));
    CHECK_FALSE(branch_point(R"({"_wandb":{"value":{"branch_point":{"run_id":1,"step":3}}}})"));
    CHECK_FALSE(branch_point(R"({"_wandb":{"value":{"branch_point":{"run_id":"a","step":-1}}}})"));
    CHECK_FALSE(
        branch_point(R"({"_wandb":{"value":{"branch_point":{"run_id":"a","step":1e300}}}})"));
}

TEST_CASE("file names are relative paths with forward slashes") {
    const auto name = [](std::string_view text) {
        auto made = file_name(text);
        return made ? *made : "refused";
    };
    CHECK(name("media/images/a b.png") == "media/images/a b.png");
    CHECK(name("./code/./x//y.py") == "code/x/y.py");
    CHECK(name("..a/b..") == "..a/b..");
    CHECK(name("d\xC3\xA9j\xC3\xA0.txt") == "d\xC3\xA9j\xC3\xA0.txt");
    for (const std::string_view text :
         {std::string_view(""), std::string_view("."), std::string_view("./"),
          std::string_view("/etc/passwd"), std::string_view(".."), std::string_view("a/../b"),
          std::string_view("a/.."), std::string_view("a\0b", 3), std::string_view("a\nb"),
          std::string_view("\xff")})
        CHECK(name(text) == "refused");
    CHECK(name(std::string(limits::file_name_bytes_max, 'x')) != "refused");
    CHECK(name(std::string(limits::file_name_bytes_max + 1, 'x')) == "refused");
}

TEST_CASE("names that addresses cannot hold are refused") {
    CHECK(check_project_name("my project_1.0"));
    CHECK(check_run_name("k3j2h1g0"));
    for (const char* name :
         {"", ".", "..", "a/b", "a\\b", "a#b", "a?b", "a%b", "a:b", "a\rb", "\xff"}) {
        CAPTURE(name);
        CHECK_FALSE(check_project_name(name));
        CHECK_FALSE(check_run_name(name));
    }
    CHECK(check_project_name(std::string(limits::project_name_bytes_max, 'x')));
    CHECK_FALSE(check_project_name(std::string(limits::project_name_bytes_max + 1, 'x')));
    CHECK(check_run_name(std::string(limits::run_name_bytes_max, 'x')));
    CHECK_FALSE(check_run_name(std::string(limits::run_name_bytes_max + 1, 'x')));
    CHECK(check_collection_name(std::string(limits::artifact_name_bytes_max, 'x')));
    CHECK_FALSE(check_collection_name(std::string(limits::artifact_name_bytes_max + 1, 'x')));
    CHECK_FALSE(check_collection_name("a b"));
    CHECK(check_alias("best model"));
    CHECK_FALSE(check_alias("v12"));
    CHECK(check_alias("version"));
    CHECK(check_alias(std::string(limits::alias_bytes_max, 'x')));
    CHECK_FALSE(check_alias(std::string(limits::alias_bytes_max + 1, 'x')));
}

TEST_CASE("a display name is invented from the run id, the same one every time") {
    const std::string name = invented_display_name("abc12345", 7);
    CHECK(name == invented_display_name("abc12345", 7));
    CHECK(name.ends_with("-7"));
    CHECK(std::count(name.begin(), name.end(), '-') == 2);
    CHECK(invented_display_name("other", 7) != name);
    const std::string random = random_run_name();
    CHECK(random.size() == 8);
    CHECK(check_run_name(random));
    CHECK(random != random_run_name());
}

TEST_CASE("the kind of a file follows from its ending") {
    CHECK(media_type("media/x.PNG") == "image/png");
    CHECK(media_type("output.log") == "text/plain");
    CHECK(media_type("a.b/c") == "application/octet-stream");
    CHECK(media_type("model.safetensors") == "application/octet-stream");
}
