// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <regex>

#include "tests/architecture/rules.h"

// Words and patterns are put together from pieces, so that this file does not break its own rules.
namespace ensemble::architecture {

namespace {

using Words = std::vector<std::string>;

// A pattern is tried only on lines that hold one of its words: the words are quick to find.
struct Search {
    Words words;
    std::regex pattern;
    std::string rule;
};

// Recordings and other people's text are kept as they came.
bool kept_as_is(const File& file) {
    return under(file.path, "tests/golden") || under(file.path, "tests/fuzz/corpus") ||
           name_of(file.path) == "LICENSE";
}

std::vector<Fault> search(const std::vector<File>& tree, const Search& search,
                          bool (*left_out)(const File&)) {
    std::vector<Fault> faults;
    for (const File& file : tree) {
        if (left_out(file)) continue;
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const std::string& line = file.lines[i];
            const auto in_line = [&](const std::string& word) {
                return line.find(word) != std::string::npos;
            };
            std::smatch match;
            if (std::none_of(search.words.begin(), search.words.end(), in_line)) continue;
            if (!std::regex_search(line, match, search.pattern)) continue;
            faults.push_back({file.path, i + 1, search.rule + ": " + match.str()});
        }
    }
    return faults;
}

}  // namespace

std::vector<Fault> check_left_behind(const std::vector<File>& tree) {
    const std::string skip = std::string("sk") + "ip";
    const std::string only = std::string("on") + "ly";
    const std::string todo = std::string("to") + "do";
    const std::string xfail = std::string("xf") + "ail";
    const std::string later = std::string("TO") + "DO";
    const std::string mend = std::string("FIX") + "ME";
    const Search notes{
        {later, mend}, std::regex("\\b(" + later + "|" + mend + ")\\b"), "a note left behind"};
    const Search off{{skip, "." + only, "." + todo, xfail},
                     std::regex("\\b(it|test|describe)\\.(" + skip + "|" + only + "|" + todo +
                                ")\\b|doctest::" + skip + "|mark\\.(" + skip + "|" + xfail +
                                ")|@unittest\\." + skip),
                     "a test switched off"};
    const auto not_source = [](const File& file) { return !is_source(file); };
    auto faults = search(tree, notes, not_source);
    const auto more = search(tree, off, not_source);
    faults.insert(faults.end(), more.begin(), more.end());
    return faults;
}

std::vector<Fault> check_machine_paths(const std::vector<File>& tree) {
    const std::string root = std::string("ro") + "ot";
    const std::string work = std::string("wo") + "rk";
    const Search paths{{"/" + root + "/", "/" + work + "/", "/home"},
                       std::regex("(^|[^A-Za-z0-9_.>}/-])/(" + root + "|" + work +
                                  "|home(?!/(you|user|alice|a)\\b))/"),
                       "a path of one machine"};
    return search(tree, paths, kept_as_is);
}

std::vector<Fault> check_registry_hosts(const std::vector<File>& tree) {
    const std::string resolved = std::string("\"reso") + "lved\": ";
    const std::string index_url = std::string("index") + "-url";
    const std::string npm = std::string("registry.npm") + "js";
    const std::string python = std::string("files.python") + "hosted";
    const Search hosts{{resolved, "registry", index_url, python},
                       std::regex(npm + "|" + python + "|" + resolved +
                                  "\"http|^ *registry *= *http|--(extra-)?" + index_url),
                       "a package registry"};
    return search(tree, hosts, kept_as_is);
}

std::vector<Fault> check_page_markup(const std::vector<File>& tree) {
    static const Search markup{{"{@html", "style=", "innerHTML", "eval("},
                               std::regex("\\{@html|\\bstyle=[\"'{]|\\binnerHTML\\b|\\beval\\("),
                               "the content security policy forbids it"};
    return search(tree, markup, [](const File& file) {
        return !under(file.path, "web/src") || !is_source(file);
    });
}

}  // namespace ensemble::architecture
