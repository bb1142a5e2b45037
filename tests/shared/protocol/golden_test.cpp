// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "shared/protocol/sums.h"
#include "tests/shared/protocol/examples.h"
#include "tests/shared/protocol/shape.h"

using namespace ensemble;
using namespace ensemble::protocol;

namespace {

std::string read(const std::string& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// The golden file; with ENSEMBLE_WRITE_GOLDEN set, it is written first.
std::string golden(const std::string& name, const std::string& text) {
    const std::string path = std::string(ENSEMBLE_GOLDEN) + "/protocol/" + name;
    if (std::getenv("ENSEMBLE_WRITE_GOLDEN") != nullptr) std::ofstream(path) << text;
    return read(path);
}

template <class Variant>
void expect(std::set<std::string>& names, const std::string& kind) {
    for (std::size_t i = 0; i < std::variant_size_v<Variant>; ++i)
        names.insert(kind + "_" + std::string(Sum<Variant>::name(i)));
}

}  // namespace

TEST_CASE("Every command, row, message and stored record reads and writes its golden file") {
    for (const auto& example : examples::all()) {
        CAPTURE(example.name);
        const std::string file = golden(example.name + ".json", example.text + "\n");
        CHECK(file == example.text + "\n");
        const auto again = example.again(file);
        REQUIRE(again);
        CHECK(*again + "\n" == file);
    }
}

TEST_CASE("There is one example of everything") {
    std::set<std::string> expected;
    expect<sync::Command>(expected, "command");
    expect<records::Row>(expected, "row");
    expect<sync::FromPage>(expected, "message");
    expect<sync::FromDaemon>(expected, "message");
    expect<sync::Stored>(expected, "stored");
    std::set<std::string> shown;
    for (const auto& example : examples::all())
        CHECK(shown.insert(example.name).second);
    CHECK(shown == expected);
}

TEST_CASE("The shape of all texts is the golden one") {
    CHECK(golden("shape.txt", shape()) == shape());
}

TEST_CASE("The document shows every command, row and message as it is") {
    const std::string document = read(std::string(ENSEMBLE_DOCS) + "/protocol.md");
    for (const auto& example : examples::all()) {
        if (example.name.rfind("stored_", 0) == 0) continue;
        CAPTURE(example.name);
        CAPTURE(example.text);
        CHECK(document.find(example.text) != std::string::npos);
    }
}
