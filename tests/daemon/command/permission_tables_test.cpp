// SPDX-License-Identifier: Apache-2.0
#include "daemon/command/permission_tables.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "daemon/command/permission_words.h"

using namespace ensemble;
using namespace ensemble::command;

namespace {

std::string kept(const std::string& path) {
    std::ifstream file(std::string(ENSEMBLE_TREE) + "/" + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Compares with a file of the tree; with ENSEMBLE_WRITE_GOLDEN set, writes it instead.
void check_kept(const std::string& path, const std::string& text) {
    if (std::getenv("ENSEMBLE_WRITE_GOLDEN") != nullptr)
        std::ofstream(std::string(ENSEMBLE_TREE) + "/" + path) << text;
    CHECK(text == kept(path));
}

}  // namespace

TEST_CASE("the table of permissions is the golden one") {
    check_kept("tests/golden/permissions.txt", permission_table());
}

TEST_CASE("the page about permissions says what the code does") {
    check_kept("docs/permissions.md", permission_document());
}

TEST_CASE("the roles as JSON have every action of theirs, sorted by bytes") {
    const auto roles = nlohmann::json::parse(permission_json())["roles"];
    CHECK(roles.size() == role_columns().size());
    for (const RoleColumn& column : role_columns()) {
        const auto names = roles[std::string(column.name)].get<std::vector<std::string>>();
        CHECK(std::is_sorted(names.begin(), names.end()));
        permissions::ActionSet set;
        for (const std::string& name : names) {
            const auto action = permissions::action(name);
            REQUIRE(action.has_value());
            set.add(*action);
        }
        CHECK(set == column.actions);
    }
    CHECK(roles["member"].size() > roles["view_only"].size());
}

TEST_CASE("every action and every rule is explained in words of its own") {
    std::vector<std::string_view> texts;
    for (const permissions::Action action : every_action())
        texts.push_back(words(action).what);
    for (const permissions::Rule rule : permissions::all_rules)
        texts.push_back(words(rule));
    for (const std::string_view text : texts)
        CHECK_FALSE(text.empty());
    std::sort(texts.begin(), texts.end());
    CHECK(std::adjacent_find(texts.begin(), texts.end()) == texts.end());
}
