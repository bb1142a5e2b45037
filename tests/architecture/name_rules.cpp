// SPDX-License-Identifier: Apache-2.0
#include <cctype>
#include <set>

#include "tests/architecture/rules.h"

namespace ensemble::architecture {

namespace {

bool is_vague(const std::string& word) {
    static const std::set<std::string> vague{"manager", "managers", "helper", "helpers", "util",
                                             "utils",   "utility",  "common", "misc"};
    return vague.count(word) != 0;
}

bool is_upper(char c) {
    return std::isupper(static_cast<unsigned char>(c)) != 0;
}

// The first vague word of a name such as run_helper, RunHelper or run-helper; "" when there is
// none.
std::string vague_word(std::string_view name) {
    std::string word;
    for (std::size_t i = 0; i <= name.size(); ++i) {
        const bool letter = i < name.size() && std::isalpha(static_cast<unsigned char>(name[i]));
        const bool hump = letter && is_upper(name[i]) && i > 0 && !is_upper(name[i - 1]);
        if (!letter || hump) {
            if (is_vague(word)) return word;
            word.clear();
        }
        if (letter) word += static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
    }
    return "";
}

bool is_script(const File& file) {
    for (const std::string_view ending : {".cpp", ".h", ".ts", ".js", ".mjs", ".py", ".sh"}) {
        if (file.path.ends_with(ending)) return true;
    }
    return !file.lines.empty() && file.lines.front().starts_with("#!");
}

// Names of other people's modules come as they are.
bool brings_in(const std::string& line) {
    for (const std::string_view word : {"import ", "from ", "#include"}) {
        if (line.starts_with(word)) return true;
    }
    return false;
}

}  // namespace

std::vector<Fault> check_names(const std::vector<File>& tree) {
    std::vector<Fault> faults;
    for (const File& file : tree) {
        const std::string in_path = vague_word(file.path);
        if (!in_path.empty()) faults.push_back({file.path, 0, "a vague name: " + in_path});
        if (!is_script(file)) continue;
        const auto code = code_of(file);
        for (std::size_t i = 0; i < code.size(); ++i) {
            if (brings_in(file.lines[i])) continue;
            const std::string word = vague_word(code[i]);
            if (!word.empty()) faults.push_back({file.path, i + 1, "a vague name: " + word});
        }
    }
    return faults;
}

}  // namespace ensemble::architecture
