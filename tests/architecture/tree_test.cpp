// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/architecture/rules.h"

using namespace ensemble::architecture;

namespace {

const std::vector<File>& tree() {
    static const std::vector<File> files = read_tree(ENSEMBLE_ROOT);
    return files;
}

void holds(const std::vector<Fault>& faults) {
    CHECK_MESSAGE(faults.empty(), report(faults));
}

}  // namespace

TEST_CASE("the tree is read, without what is built or downloaded") {
    bool found = false;
    for (const File& file : tree()) {
        if (file.path == "shared/base/result.h") found = true;
        CHECK_FALSE(under(file.path, "build"));
        CHECK_FALSE(under(file.path, "web/node_modules"));
    }
    CHECK(found);
    CHECK(tree().size() > 50);
}

TEST_CASE("rooms include only rooms below them") {
    holds(check_rooms(tree()));
    holds(check_room_table());
}

TEST_CASE("each library is known in its room only") {
    holds(check_libraries(tree()));
}

TEST_CASE("shared knows no clock, dice, thread, socket or file") {
    holds(check_shared_is_pure(tree()));
}

TEST_CASE("a source includes its own header first") {
    holds(check_own_header_first(tree()));
}

TEST_CASE("rooms of the page import only what they may") {
    holds(check_web_imports(tree()));
}

TEST_CASE("every folder is a known room") {
    holds(check_folders(tree()));
}

TEST_CASE("every source begins with its license") {
    holds(check_license_line(tree()));
}

TEST_CASE("no file is longer than 500 lines") {
    holds(check_file_length(tree()));
}

TEST_CASE("no function is longer than 70 lines") {
    holds(check_function_length(tree()));
}

TEST_CASE("every source is built") {
    holds(check_sources_are_built(tree()));
}

TEST_CASE("names say what they mean") {
    holds(check_names(tree()));
}

TEST_CASE("nothing is left behind in the code") {
    holds(check_left_behind(tree()));
}

TEST_CASE("no file names a path of one machine") {
    holds(check_machine_paths(tree()));
}

TEST_CASE("no file names a package registry") {
    holds(check_registry_hosts(tree()));
}

TEST_CASE("the page keeps to its content security policy") {
    holds(check_page_markup(tree()));
}
