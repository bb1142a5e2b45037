// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <regex>

#include "tests/architecture/rules.h"

// The patterns are put together from pieces, so that this file does not break its own rules.
namespace ensemble::architecture {

namespace {

// Recordings and other people's text are kept as they came.
bool kept_as_is(const File& file) {
    return under(file.path, "tests/golden") || under(file.path, "tests/fuzz/corpus") ||
           name_of(file.path) == "LICENSE";
}

void search(const File& file, const std::regex& pattern, const std::string& rule,
            std::vector<Fault>& faults) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        std::smatch match;
        if (!std::regex_search(file.lines[i], match, pattern)) continue;
        faults.push_back({file.path, i + 1, rule + ": " + match.str()});
    }
}

std::vector<Fault> search_all(const std::vector<File>& tree, const std::regex& pattern,
                              const std::string& rule, bool (*wanted)(const File&)) {
    std::vector<Fault> faults;
    for (const File& file : tree) {
        if (wanted(file)) search(file, pattern, rule, faults);
    }
    return faults;
}

}  // namespace

std::vector<Fault> check_left_behind(const std::vector<File>& tree) {
    static const std::regex notes(std::string("\\b(TO") + "DO|FIX" + "ME|XX" + "X)\\b");
    static const std::regex off(std::string("\\b(it|test|describe)\\.(sk") + "ip|on" + "ly|to" +
                                "do)\\b|doctest::sk" + "ip|pytest\\.mark\\.(sk" + "ip|xf" +
                                "ail)|@unittest\\.sk" + "ip");
    auto faults = search_all(tree, notes, "a note left behind", is_source);
    const auto more = search_all(tree, off, "a test switched off", is_source);
    faults.insert(faults.end(), more.begin(), more.end());
    return faults;
}

std::vector<Fault> check_machine_paths(const std::vector<File>& tree) {
    static const std::regex pattern(std::string("(^|[^A-Za-z0-9_.>}/-])/(ro") + "ot|wo" + "rk|far" +
                                    "m|home(?!/(you|user|alice)\\b))/");
    return search_all(tree, pattern, "a path of one machine",
                      [](const File& file) { return !kept_as_is(file); });
}

std::vector<Fault> check_registry_hosts(const std::vector<File>& tree) {
    static const std::regex pattern(
        std::string("registry\\.npm") + "js|files\\.python" +
        "hosted|\"resolved\": *\"http|^ *registry *= *http|--(extra-)?index" + "-url");
    return search_all(tree, pattern, "a package registry",
                      [](const File& file) { return !kept_as_is(file); });
}

std::vector<Fault> check_page_markup(const std::vector<File>& tree) {
    static const std::regex pattern("\\{@html|\\bstyle=[\"'{]|\\binnerHTML\\b|\\beval\\(");
    return search_all(
        tree, pattern, "the content security policy forbids it",
        [](const File& file) { return under(file.path, "web/src") && is_source(file); });
}

}  // namespace ensemble::architecture
