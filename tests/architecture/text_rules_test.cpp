// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/architecture/rules.h"

using namespace ensemble::architecture;

namespace {

// Joins two halves of a text that this file may not hold in one piece.
std::string joined(const char* first, const char* second) {
    return std::string(first) + second;
}

}  // namespace

TEST_CASE("vague names of files and things are faults, words in comments and texts are not") {
    CHECK(check_names({file(joined("daemon/file_uti", "ls.cpp"), "")}).size() == 1);
    CHECK(check_names({file("a.cpp", joined("int run_hel", "per = 1;\n"))}).size() == 1);
    CHECK(check_names({file("a.cpp", joined("class RunMana", "ger {};\n"))}).size() == 1);
    CHECK(check_names({file("a.ts", joined("const miscThings = 1;\n", ""))}).size() == 1);
    CHECK(check_names({file("a.py", joined("def uti", "l():\n"))}).size() == 1);
    CHECK(check_names({file("a.cpp", "// the common case\n")}).empty());
    CHECK(check_names({file("a.cpp", "say(\"a helper\");\n")}).empty());
    CHECK(check_names({file("a.cpp", "auto x = R\"(a\nhelper\n)\";\n")}).empty());
    CHECK(check_names({file("a.py", "from sklearn.utils import shuffle\n")}).empty());
    CHECK(check_names({file("a.cpp", "int uncommonly = 1'000;\n")}).empty());
}

TEST_CASE("notes left behind and tests switched off are faults") {
    CHECK(check_left_behind({file("a.cpp", joined("// TO", "DO later\n"))}).size() == 1);
    CHECK(check_left_behind({file("a.py", joined("# FIX", "ME\n"))}).size() == 1);
    CHECK(check_left_behind({file("a.test.ts", joined("it.sk", "ip('x', f);\n"))}).size() == 1);
    CHECK(check_left_behind({file("a.test.ts", joined("test.on", "ly('x', f);\n"))}).size() == 1);
    CHECK(check_left_behind({file("a.cpp", joined("* doctest::sk", "ip()\n"))}).size() == 1);
    CHECK(check_left_behind({file("a.cpp", "// todos are a noun\n")}).empty());
}

TEST_CASE("paths of one machine are faults, plain examples are not") {
    CHECK(check_machine_paths({file("a.md", joined("see /ro", "ot/x\n"))}).size() == 1);
    CHECK(check_machine_paths({file("a.md", joined("see /ho", "me/bo/x\n"))}).size() == 1);
    CHECK(check_machine_paths({file("a.json", joined("\"/wo", "rk/main\"\n"))}).size() == 1);
    CHECK(check_machine_paths({file("a.md", "/home/alice/train.py\n")}).empty());
    CHECK(check_machine_paths({file("a.md", joined("the page /api/wo", "rk/1\n"))}).empty());
}

TEST_CASE("package registry hosts are faults") {
    CHECK(check_registry_hosts({file("package-lock.json", joined("\"reso", "lved\": \"https:x\""))})
              .size() == 1);
    CHECK(check_registry_hosts({file(".npmrc", joined("regi", "stry = https:x"))}).size() == 1);
    CHECK(check_registry_hosts({file("a.txt", joined("--index", "-url x"))}).size() == 1);
    CHECK(check_registry_hosts({file(".npmrc", "fund=false\n")}).empty());
}

TEST_CASE("markup that the content security policy forbids is a fault") {
    CHECK(check_page_markup({file("web/src/runs/A.svelte", "{@html text}\n")}).size() == 1);
    CHECK(check_page_markup({file("web/src/runs/A.svelte", "<p style=\"top:1px\">\n")}).size() ==
          1);
    CHECK(check_page_markup({file("web/src/runs/A.svelte", "<p style={x}>\n")}).size() == 1);
    CHECK(check_page_markup({file("web/src/runs/A.svelte", "<p style:top={x}>\n")}).empty());
    CHECK(check_page_markup({file("docs/a.html", "<p style=\"top:1px\">\n")}).empty());
}
