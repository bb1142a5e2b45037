// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "tests/architecture/rules.h"

namespace ensemble::architecture {

namespace {

constexpr std::size_t file_lines_max = 500;
constexpr std::size_t function_lines_max = 70;

// Every folder that may hold C++ or scripts. A new one is a decision: add it here, to ARCHITECTURE
// and to the table of include_rules.cpp.
const std::set<std::string_view>& known_folders() {
    static const std::set<std::string_view> folders{
        "",
        ".ci",
        "examples",
        "setup",
        "wasm",
        "wasm/views",
        "shared",
        "shared/base",
        "shared/json",
        "shared/metrics",
        "shared/permissions",
        "shared/projects",
        "shared/protocol",
        "shared/query",
        "shared/records",
        "shared/roles",
        "shared/runs",
        "shared/sync",
        "shared/teams",
        "shared/users",
        "daemon",
        "daemon/api",
        "daemon/auth",
        "daemon/blobs",
        "daemon/command",
        "daemon/graphql",
        "daemon/health",
        "daemon/http",
        "daemon/live",
        "daemon/net",
        "daemon/outbound",
        "daemon/page",
        "daemon/recording",
        "daemon/run_index",
        "daemon/storage",
        "daemon/storage/migrations",
        "daemon/sync",
        "daemon/trash",
        "daemon/wandb",
    };
    return folders;
}

// Below these, folders are free: they mirror the source or follow the page's own rules.
constexpr std::string_view free_folders[] = {"tests", "web", "docs"};

const std::set<std::string_view>& known_tests() {
    static const std::set<std::string_view> folders{
        "architecture", "bench",      "compat", "daemon",  "faults", "fuzz", "golden",
        "shared",       "simulation", "steps",  "support", "wasm",   "web"};
    return folders;
}

bool license_line(const File& file) {
    const auto has = [&](std::size_t i) {
        return file.lines.size() > i &&
               file.lines[i].find("SPDX-License-Identifier: Apache-2.0") != std::string::npos;
    };
    const bool second = !file.lines.empty() &&
                        (file.lines[0].starts_with("#!") || file.lines[0].starts_with("<!doctype"));
    return has(0) || (second && has(1));
}

// Whether `text` names `path` as a whole word: "a.cpp" is in "x a.cpp)" but not in "ba.cpp".
bool names(const std::string& text, const std::string& path) {
    const auto ends_word = [](char c) { return c == ' ' || c == '\n' || c == '(' || c == ')'; };
    for (std::size_t at = text.find(path); at != std::string::npos; at = text.find(path, at + 1)) {
        const char before = at == 0 ? ' ' : text[at - 1];
        const std::size_t end = at + path.size();
        if ((before == '/' || ends_word(before)) && (end >= text.size() || ends_word(text[end])))
            return true;
    }
    return false;
}

// A list of fuzz targets names them without "_fuzz.cpp".
std::string listed_name(const std::string& path) {
    constexpr std::string_view fuzz = "_fuzz.cpp";
    return path.ends_with(fuzz) ? path.substr(0, path.size() - fuzz.size()) : path;
}

bool is_block_of_code(const std::string& head) {
    const std::size_t start = head.find_first_not_of(' ');
    if (start == std::string::npos || head.find(')') == std::string::npos) return false;
    for (const std::string_view type : {"struct ", "class ", "enum ", "namespace ", "union "}) {
        if (std::string_view(head).substr(start).starts_with(type)) return false;
    }
    return head.find("TEST_CASE") == std::string::npos && head.find('=') == std::string::npos;
}

}  // namespace

std::vector<Fault> check_folders(const std::vector<File>& tree) {
    std::vector<Fault> faults;
    for (const File& file : tree) {
        if (!is_source(file)) continue;
        const std::string folder = folder_of(file.path);
        if (under(folder, "tests")) {
            const std::string room = folder.substr(std::min<std::size_t>(folder.size(), 6));
            const std::string first = room.substr(0, room.find('/'));
            if (first.empty() || known_tests().count(first) != 0) continue;
        } else {
            const auto holds = [&](std::string_view top) { return under(folder, top); };
            if (std::any_of(std::begin(free_folders), std::end(free_folders), holds)) continue;
            if (known_folders().count(folder) != 0) continue;
        }
        faults.push_back({file.path, 0, "no such room: " + folder});
    }
    return faults;
}

std::vector<Fault> check_license_line(const std::vector<File>& tree) {
    std::vector<Fault> faults;
    for (const File& file : tree) {
        if (!is_source(file) || license_line(file)) continue;
        faults.push_back({file.path, 1, "the first line is the SPDX line"});
    }
    return faults;
}

std::vector<Fault> check_file_length(const std::vector<File>& tree) {
    std::vector<Fault> faults;
    for (const File& file : tree) {
        if (!is_source(file) || file.lines.size() <= file_lines_max) continue;
        faults.push_back({file.path, file.lines.size(), "longer than 500 lines"});
    }
    return faults;
}

std::vector<Fault> check_function_length(const std::vector<File>& tree) {
    std::vector<Fault> faults;
    for (const File& file : tree) {
        if (!is_cpp(file.path) || under(file.path, "tests")) continue;
        struct Block {
            std::size_t line = 0;
            bool code = false;
        };
        std::vector<Block> open;
        std::string head;  // since the last brace or semicolon
        const auto code = code_of(file);
        for (std::size_t line = 0; line < code.size(); ++line) {
            if (code[line].starts_with("#")) continue;
            for (const char c : code[line]) {
                if (c == '{') open.push_back({line, is_block_of_code(head)});
                if (c == '}' && !open.empty()) {
                    if (open.back().code && line - open.back().line > function_lines_max) {
                        faults.push_back({file.path, open.back().line + 1, "longer than 70 lines"});
                    }
                    open.pop_back();
                }
                if (c == '{' || c == '}' || c == ';') {
                    head.clear();
                } else {
                    head += c;
                }
            }
        }
    }
    return faults;
}

std::vector<Fault> check_sources_are_built(const std::vector<File>& tree) {
    std::map<std::string, std::string> lists;  // by folder
    for (const File& file : tree) {
        if (name_of(file.path) != "CMakeLists.txt") continue;
        std::string& text = lists[folder_of(file.path)];
        for (const std::string& line : code_of(file))
            text += line + "\n";
    }
    std::vector<Fault> faults;
    for (const File& file : tree) {
        if (!file.path.ends_with(".cpp")) continue;
        bool listed = false;
        for (std::string folder = folder_of(file.path); !listed; folder = folder_of(folder)) {
            const std::size_t prefix = folder.empty() ? 0 : folder.size() + 1;
            const auto list = lists.find(folder);
            listed =
                list != lists.end() && names(list->second, listed_name(file.path.substr(prefix)));
            if (folder.empty()) break;
        }
        if (!listed) faults.push_back({file.path, 0, "in no CMakeLists.txt"});
    }
    return faults;
}

}  // namespace ensemble::architecture
