// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/architecture/rules.h"

using namespace ensemble::architecture;

namespace {

std::string repeated(const std::string& line, int times) {
    std::string text;
    for (int i = 0; i < times; ++i)
        text += line;
    return text;
}

}  // namespace

TEST_CASE("an unknown folder is a fault") {
    struct Row {
        const char* path;
        bool allowed;
    };
    for (const Row& row : {
             Row{"shared/runs/run.h", true},
             Row{"shared/tools/run.h", false},
             Row{"daemon/net/tls/stream.h", false},
             Row{"daemon/storage/migrations/0001_initial.sql", true},
             Row{"tests/shared/runs/life_test.cpp", true},
             Row{"tests/things/life_test.cpp", false},
             Row{"web/src/runs/table.ts", true},
             Row{"scripts/a.sh", false},
             Row{"scripts/picture.png", true},
         }) {
        CAPTURE(row.path);
        CHECK(check_folders({file(row.path, "")}).empty() == row.allowed);
    }
}

TEST_CASE("a source without its license line is a fault") {
    const std::string spdx = "SPDX-License-Identifier: Apache-2.0\n";
    CHECK(check_license_line({file("a.cpp", "// " + spdx)}).empty());
    CHECK(check_license_line({file("a.sh", "#!/bin/sh\n# " + spdx)}).empty());
    CHECK(check_license_line({file("test", "#!/bin/sh\n# " + spdx)}).empty());
    CHECK(check_license_line({file("a.json", "{}\n")}).empty());
    CHECK(check_license_line({file("a.cpp", "#pragma once\n// " + spdx)}).size() == 1);
    CHECK(check_license_line({file("test", "#!/bin/sh\n")}).size() == 1);
    CHECK(check_license_line({file("a.py", "")}).size() == 1);
}

TEST_CASE("a file of 501 lines is a fault") {
    CHECK(check_file_length({file("a.cpp", repeated("\n", 500))}).empty());
    CHECK(check_file_length({file("a.cpp", repeated("\n", 501))}).size() == 1);
    CHECK(check_file_length({file("tests/golden/a.json", repeated("\n", 501))}).empty());
}

TEST_CASE("a function of more than 70 lines is a fault, at its first line") {
    const auto function = [](int lines) {
        return "namespace a {\nint f(int x,\n      int y) {\n" +
               repeated("    g(\"{\", U'{', 1'000);\n", lines) + "}\n}\n";
    };
    CHECK(check_function_length({file("daemon/a.cpp", function(69))}).empty());
    const auto faults = check_function_length({file("daemon/a.cpp", function(70))});
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].line == 3);
    const std::string type = "struct A {\n" + repeated("    int a();\n", 90) + "};\n";
    CHECK(check_function_length({file("daemon/a.h", type)}).empty());
}

TEST_CASE("a source that is in no CMakeLists.txt is a fault") {
    const File list =
        file("daemon/net/CMakeLists.txt", "# old.cpp\nroom(net SOURCES a.cpp b.cpp)\n");
    const File higher = file("daemon/CMakeLists.txt", "add(net/c.cpp)\n");
    CHECK(check_sources_are_built({list, higher, file("daemon/net/b.cpp", "")}).empty());
    CHECK(check_sources_are_built({list, higher, file("daemon/net/c.cpp", "")}).empty());
    CHECK(check_sources_are_built({list, higher, file("daemon/net/old.cpp", "")}).size() == 1);
    CHECK(check_sources_are_built({list, file("daemon/net/bb.cpp", "")}).size() == 1);
}
