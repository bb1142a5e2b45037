// SPDX-License-Identifier: Apache-2.0
#include "tests/architecture/tree.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace ensemble::architecture {

namespace {

// Folders, from the root, that hold nothing which is kept in the repository.
constexpr std::array not_ours{".git",  ".cache",           "build",   "data",
                              "wandb", "web/node_modules", "web/dist"};

bool skipped(const std::string& path) {
    const auto is = [&](const char* folder) { return path == folder; };
    return std::any_of(not_ours.begin(), not_ours.end(), is) || name_of(path) == "__pycache__" ||
           name_of(path) == "node_modules";
}

bool is_text(const std::string& content) {
    return content.find('\0') == std::string::npos;
}

}  // namespace

std::vector<File> read_tree(const std::string& root) {
    namespace fs = std::filesystem;
    std::vector<File> files;
    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::end(entry); ++entry) {
        const std::string path = entry->path().lexically_relative(root).generic_string();
        if (entry->is_directory()) {
            if (skipped(path)) entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file()) continue;
        std::ostringstream content;
        content << std::ifstream(entry->path(), std::ios::binary).rdbuf();
        const std::string text = content.str();
        if (is_text(text)) files.push_back(file(path, text));
    }
    const auto by_path = [](const File& a, const File& b) { return a.path < b.path; };
    std::sort(files.begin(), files.end(), by_path);
    return files;
}

File file(std::string path, std::string_view text) {
    File made{std::move(path), {}};
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        made.lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return made;
}

std::string report(const std::vector<Fault>& faults) {
    std::string text;
    for (const Fault& fault : faults) {
        text += "\n" + fault.path + ":" + std::to_string(fault.line) + ": " + fault.rule;
    }
    return text;
}

bool under(std::string_view path, std::string_view folder) {
    return path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

std::string folder_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return std::string(path.substr(0, slash == std::string_view::npos ? 0 : slash));
}

std::string_view name_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return path.substr(slash == std::string_view::npos ? 0 : slash + 1);
}

bool is_cpp(std::string_view path) {
    return path.ends_with(".cpp") || path.ends_with(".h");
}

bool is_source(const File& file) {
    constexpr std::array endings{".cpp", ".h",    ".ts",  ".js", ".mjs", ".svelte",
                                 ".css", ".html", ".sql", ".py", ".sh",  ".cmake"};
    const auto has = [&](const char* ending) { return file.path.ends_with(ending); };
    if (under(file.path, "tests/golden") || under(file.path, "tests/fuzz/corpus")) return false;
    if (name_of(file.path) == "CMakeLists.txt") return true;
    if (std::any_of(endings.begin(), endings.end(), has)) return true;
    return !file.lines.empty() && file.lines.front().starts_with("#!");
}

}  // namespace ensemble::architecture
